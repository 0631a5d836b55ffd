"""What an answer says of itself, while it is prepared and once it was given."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    WRITTEN_QUESTION = "written_question", _("written question")
    ANNUAL_REPORT = "annual_report", _("annual report")
    PRESS = "press", _("press")
    OTHER = "other", _("other publication")


class Part(models.TextChoices):
    """What an answer can consist of, in the order in which it stands there."""

    PARAGRAPH = "paragraph", _("the figures in a paragraph")
    PROVINCES = "provinces", _("the agreements per province, with the municipalities")
    REASONS = "reasons", _("the reasons for no agreement")
    TALKS = "talks", _("the municipalities in talks")
    CHANGES = "changes", _("what changed since the previous answer")
    DEFINITIONS = "definitions", _("what each figure counts")
    SOURCES = "sources", _("the days that the figures rest on")


def all_parts() -> list[str]:
    return list(Part.values)


class Said(models.Model):
    """The particulars of an answer. Who asks and who answers are known by day; the figures are those of a third day."""

    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.WRITTEN_QUESTION)
    number = models.CharField(_("number"), max_length=60, blank=True)
    asked_by = models.CharField(_("asked by"), max_length=150, blank=True)
    asked_on = models.DateField(_("asked on"), null=True, blank=True)
    figures_on = models.DateField(_("figures on"))
    text = models.TextField(_("text"), blank=True)
    parts = models.JSONField(_("parts"), default=all_parts, blank=True)
    reason = models.TextField(_("reason of the correction"), blank=True)

    class Meta:
        abstract = True

    @property
    def title(self) -> str:
        """Schriftelijke vraag nr. 275 (2020-2021)."""
        kind = str(self.get_kind_display())
        return f"{kind[:1].upper()}{kind[1:]} {self.number}".strip()

    @property
    def part_labels(self) -> list[str]:
        return [str(part.label) for part in Part if part in self.parts]
