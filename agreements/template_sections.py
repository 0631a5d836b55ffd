"""A version of a template as its pages show it: section by section, and every text that an administrator typed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import PaperKind, TemplateVersion
from agreements.models.template import SECTIONS

LABELS: Final[dict[str, Promise]] = {
    "title": gettext_lazy("Title"),
    "legal_ground": gettext_lazy("Legal ground"),
    "parties": gettext_lazy("Parties"),
    "period": gettext_lazy("Period"),
    "introduction": gettext_lazy("Introduction"),
    "domains": gettext_lazy("Domains"),
    "commitments": gettext_lazy("List of commitments"),
    "follow_up": gettext_lazy("Follow-up"),
    "contacts": gettext_lazy("Contacts"),
    "closing": gettext_lazy("Closing"),
}
# An addendum says something else there than an agreement.
LABELS_OF_ADDENDUM: Final[dict[str, Promise]] = {
    "domains": gettext_lazy("Where a domain comes in"),
    "follow_up": gettext_lazy("Where a domain goes"),
}
# What a section prints besides the text: said on the screen, where the paper itself cannot show it.
PRINTED_BESIDE: Final[dict[str, Promise]] = {
    "parties": gettext_lazy("Above this text come the parties with the people who represent them."),
    "domains": gettext_lazy("Below this text come the clauses, then each domain of the agreement."),
    "commitments": gettext_lazy("Below this heading come the commitments; without any, this text."),
    "contacts": gettext_lazy("Below this text come the contacts of both sides."),
    "closing": gettext_lazy("Below this text come the places to sign."),
}
PRINTED_BESIDE_OF_ADDENDUM: Final[dict[str, Promise]] = PRINTED_BESIDE | {
    "commitments": gettext_lazy(
        "Below this heading come the changes, domain by domain; without any commitment, this text."
    ),
    "domains": gettext_lazy("Below this text come the clauses of the domain, from the template of the agreement."),
    "follow_up": gettext_lazy("Below this text come the commitments that go with the domain."),
}


@dataclass(frozen=True)
class Section:
    """A section of the paper: the names of the fields that hold its heading and its text, "" where it has none."""

    name: str
    heading: str
    text: str
    label: Promise
    printed_beside: Promise | str = ""

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(field for field in (self.heading, self.text) if field)

    def name_of(self, field: str) -> str:
        """What a field is called: its own name, or that of the section where an addendum uses it otherwise."""
        if self.label not in LABELS_OF_ADDENDUM.values():
            return str(capfirst(TemplateVersion._meta.get_field(field).verbose_name))  # type: ignore[union-attr]
        return _("%(section)s: heading") % {"section": self.label} if field == self.heading else str(self.label)


@dataclass(frozen=True)
class Text:
    """One text of a version, with the words that say which, and the page and field where it is changed."""

    where: str
    text: str
    url: str
    is_heading: bool


def sections_of(kind: str) -> list[Section]:
    """The sections of a kind of paper, in the order of the paper."""
    labels, beside = LABELS, PRINTED_BESIDE if kind == PaperKind.AGREEMENT else {}
    if kind == PaperKind.ADDENDUM:
        labels, beside = LABELS | LABELS_OF_ADDENDUM, PRINTED_BESIDE_OF_ADDENDUM
    return [Section(name, *_fields(name), labels[name], beside.get(name, "")) for name in SECTIONS[kind]]


def _fields(section: str) -> tuple[str, str]:
    if section == "title":
        return "title", ""
    if section == "commitments":
        return "commitments_heading", "no_commitments"
    return f"{section}_heading", section


def has_clauses(kind: str) -> bool:
    """An addendum prints the clauses of the template of its agreement; other papers have none."""
    return kind == PaperKind.AGREEMENT


def texts_of(version: TemplateVersion) -> Iterator[Text]:
    """Every text that is not empty, in the order of the paper. Needs the version from `for_paper()`."""
    edit = reverse("agreements:template_version_edit", args=[version.pk])
    for section in sections_of(version.template.kind):
        for field in section.fields:
            if text := getattr(version, field):
                is_heading = field != section.text
                yield Text(section.name_of(field), text, f"{edit}#id_{field}", is_heading=is_heading)
    for part in version.parts.all():
        if part.heading:
            url = reverse("agreements:template_part_update", args=[part.pk])
            where = _("%(part)s, printed heading") % {"part": part}
            yield Text(where, part.heading, f"{url}#id_heading", is_heading=True)
        for clause in part.clauses.all():
            url = reverse("agreements:clause_update", args=[clause.pk])
            name = {"part": part, "clause": clause.name}
            heading = _("%(part)s, clause “%(clause)s”, heading") % name
            yield Text(heading, clause.heading, f"{url}#id_heading", is_heading=True)
            yield Text(_("%(part)s, clause “%(clause)s”") % name, clause.text, f"{url}#id_text", is_heading=False)
