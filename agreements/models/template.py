"""The standard text of a paper, kept by administrators in versions: what is in use is never changed, only succeeded."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Final, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from municipalities.conflicts import Versioned
from municipalities.models import Domain


class PaperKind(models.TextChoices):
    AGREEMENT = "agreement", _("agreement")
    ADDENDUM = "addendum", _("addendum")
    REVIEW = "review", _("review report")
    CONTACT = "contact", _("notice of another contact")
    ENDING = "ending", _("notice of an early end")


class PaperTemplateQuerySet(models.QuerySet["PaperTemplate"]):
    def standard(self) -> Self:
        """The one of each kind from which new papers begin."""
        return self.filter(is_standard=True)

    def with_versions(self) -> Self:
        """With their versions, newest first, and what uses each."""
        versions = TemplateVersion.objects.with_usage().select_related("created_by", "put_in_use_by")
        return self.prefetch_related(Prefetch("versions", versions.order_by("-number")))


class PaperTemplate(models.Model):
    """A standard text under a name. What it says stands in its versions."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=PaperKind)
    is_standard = models.BooleanField(_("standard"), default=False, editable=False)

    objects = PaperTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("template")
        verbose_name_plural = _("templates")
        ordering = ["kind", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(is_standard=True),
                name="kind_of_paper_has_one_standard_template",
                violation_error_message=_("Another template is the standard of this kind."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("agreements:template_detail", args=[self.pk])


class TemplateVersionQuerySet(models.QuerySet["TemplateVersion"]):
    def concept(self) -> Self:
        return self.filter(put_in_use_at__isnull=True)

    def in_use(self) -> Self:
        return self.filter(put_in_use_at__isnull=False, retired_at__isnull=True)

    def of_kind(self, kind: str) -> Self:
        return self.filter(template__kind=kind)

    def with_usage(self) -> Self:
        """Annotates `agreement_count` and `addendum_count`: how many papers were begun from it."""
        return self.annotate(
            agreement_count=Count("agreements", distinct=True), addendum_count=Count("addenda", distinct=True)
        )

    def standard(self, kind: str) -> "TemplateVersion | None":
        """The version in use of the standard template of the kind: what a new paper starts with."""
        return self.in_use().of_kind(kind).filter(template__is_standard=True).select_related("template").first()

    def for_paper(self) -> Self:
        """With all that is printed of it: parts, their domains and clauses."""
        return self.select_related("template").prefetch_related("parts__domain", "parts__clauses")


class TemplateVersion(Versioned):
    """One wording of a template. The texts are Markdown with merge fields; titles and headings are plain with fields.

    `SECTIONS` says which of them each kind of paper prints, in the order of the paper.
    """

    class State(models.TextChoices):
        CONCEPT = "concept", _("concept")
        IN_USE = "in_use", _("in use")
        RETIRED = "retired", _("retired")

    template = models.ForeignKey(
        PaperTemplate, on_delete=models.PROTECT, related_name="versions", verbose_name=_("template")
    )
    number = models.PositiveSmallIntegerField(_("version"))
    note = models.CharField(_("what is new"), max_length=250, blank=True, help_text=_("For ourselves; not printed."))
    title = models.CharField(_("title"), max_length=200)
    legal_ground_heading = models.CharField(_("heading of the legal ground"), max_length=120, blank=True)
    legal_ground = models.TextField(_("legal ground"), blank=True)
    parties_heading = models.CharField(_("heading of the parties"), max_length=120, blank=True)
    parties = models.TextField(_("text under the parties"), blank=True)
    period_heading = models.CharField(_("heading of the period"), max_length=120, blank=True)
    period = models.TextField(_("period"), blank=True)
    introduction_heading = models.CharField(_("heading of the introduction"), max_length=120, blank=True)
    introduction = models.TextField(_("introduction"), blank=True)
    domains_heading = models.CharField(_("heading of the domains"), max_length=120, blank=True)
    domains = models.TextField(_("text above the domains"), blank=True)
    commitments_heading = models.CharField(_("heading of the list of commitments"), max_length=120, blank=True)
    no_commitments = models.TextField(_("text where there are no commitments"), blank=True)
    follow_up_heading = models.CharField(_("heading of the follow-up"), max_length=120, blank=True)
    follow_up = models.TextField(_("follow-up"), blank=True)
    contacts_heading = models.CharField(_("heading of the contacts"), max_length=120, blank=True)
    contacts = models.TextField(_("text above the contacts"), blank=True)
    closing_heading = models.CharField(_("heading of the closing"), max_length=120, blank=True)
    closing = models.TextField(_("closing"), blank=True)
    phrases = models.JSONField(_("fixed words"), default=dict, blank=True)  # by the keys of agreements.phrases
    created_at = models.DateTimeField(_("made at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("made by"),
        null=True,
        blank=True,
        editable=False,
    )
    put_in_use_at = models.DateTimeField(_("in use since"), null=True, blank=True, editable=False)
    put_in_use_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("put in use by"),
        null=True,
        blank=True,
        editable=False,
    )
    retired_at = models.DateTimeField(_("retired at"), null=True, blank=True, editable=False)

    objects = TemplateVersionQuerySet.as_manager()
    history = HistoricalRecords()

    if TYPE_CHECKING:
        # Annotated by with_usage().
        agreement_count: int
        addendum_count: int

    class Meta:
        verbose_name = _("version of a template")
        verbose_name_plural = _("versions of templates")
        ordering = ["template", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["template", "number"],
                name="template_version_has_its_own_number",
                violation_error_message=_("This version number is taken."),
            ),
            models.UniqueConstraint(
                fields=["template"],
                condition=Q(put_in_use_at__isnull=True),
                name="template_has_one_concept",
                violation_error_message=_("This template has a concept already: go on with that one."),
            ),
            models.UniqueConstraint(
                fields=["template"],
                condition=Q(put_in_use_at__isnull=False, retired_at__isnull=True),
                name="template_has_one_version_in_use",
                violation_error_message=_("Another version of this template is in use."),
            ),
            models.CheckConstraint(
                condition=Q(retired_at__isnull=True) | Q(retired_at__gte=F("put_in_use_at")),
                name="template_version_is_retired_after_use",
                violation_error_message=_("A version is retired after it was in use."),
            ),
            models.CheckConstraint(
                condition=Q(put_in_use_at__isnull=False) | Q(retired_at__isnull=True),
                name="template_version_in_concept_is_not_retired",
                violation_error_message=_("A concept cannot be retired."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("agreements:template_version_detail", args=[self.pk])

    @property
    def state(self) -> State:
        if self.put_in_use_at is None:
            return self.State.CONCEPT
        return self.State.IN_USE if self.retired_at is None else self.State.RETIRED


# The texts that each kind of paper prints, in its order. A heading `x_heading` belongs to the text `x`.
SECTIONS: Final[dict[str, tuple[str, ...]]] = {
    PaperKind.AGREEMENT: (
        "title",
        "legal_ground",
        "parties",
        "period",
        "introduction",
        "domains",
        "commitments",
        "follow_up",
        "contacts",
        "closing",
    ),
    # "domains" stands where a domain comes in, "follow_up" where one goes.
    PaperKind.ADDENDUM: (
        "title",
        "legal_ground",
        "parties",
        "introduction",
        "commitments",
        "domains",
        "follow_up",
        "period",
        "closing",
    ),
    PaperKind.REVIEW: ("title", "introduction", "commitments", "follow_up", "closing"),
    PaperKind.CONTACT: ("title", "introduction", "closing"),
    PaperKind.ENDING: ("title", "introduction", "follow_up", "closing"),
}


class TemplatePart(models.Model):
    """A place in the standard text for clauses: a domain, or (without one) what always holds."""

    version = models.ForeignKey(
        TemplateVersion, on_delete=models.CASCADE, related_name="parts", verbose_name=_("version")
    )
    domain = models.ForeignKey(
        Domain, on_delete=models.PROTECT, related_name="+", verbose_name=_("domain"), null=True, blank=True
    )
    position = models.PositiveSmallIntegerField(_("order"), default=1)
    heading = models.CharField(_("printed heading"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("part of a template")
        verbose_name_plural = _("parts of a template")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "domain"],
                name="template_part_once_per_domain",
                violation_error_message=_("This domain is in the template already."),
            ),
            models.UniqueConstraint(
                fields=["version"],
                condition=Q(domain__isnull=True),
                name="template_part_one_for_what_always_holds",
                violation_error_message=_("The template has a place for what always holds already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.domain) if self.domain else str(_("what always holds"))

    def kept_clauses(self, left_out: Collection[int]) -> "list[Clause]":
        """Its clauses in order, without the optional ones whose keys are in `left_out`."""
        return [one for one in self.clauses.all() if not (one.optional and one.pk in left_out)]


class Clause(Versioned):
    """A standard clause. By its internal name it is known from one version to the next."""

    class Settles(models.TextChoices):
        """What an agreement must at least settle (answer of the minister, 2019)."""

        DATA_EXCHANGE = "data_exchange", _("exchange of data")
        CONTACT_PERSON = "contact_person", _("a contact person")
        REFERRAL = "referral", _("mutual referral")

    part = models.ForeignKey(TemplatePart, on_delete=models.CASCADE, related_name="clauses", verbose_name=_("part"))
    position = models.PositiveSmallIntegerField(_("order"), default=1)
    name = models.CharField(_("internal name"), max_length=80)
    heading = models.CharField(_("printed heading"), max_length=120)
    text = models.TextField(_("text"))
    optional = models.BooleanField(_("optional"), default=False, help_text=_("An agreement can leave it out."))
    settles = models.CharField(_("settles"), max_length=20, choices=Settles, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("clause")
        verbose_name_plural = _("clauses")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["part", "name"],
                name="clause_has_its_own_name_in_its_part",
                violation_error_message=_("There is a clause of that name here already."),
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="clause_says_something",
                violation_error_message=_("Write down what the clause says."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
