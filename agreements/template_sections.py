"""A version of a template as its pages show it: section by section, and every text that an administrator typed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
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
# What a section prints besides the text: said on the screen, where the paper itself cannot show it.
PRINTED_BESIDE: Final[dict[str, Promise]] = {
    "parties": gettext_lazy("Above this text come the parties with the people who represent them."),
    "domains": gettext_lazy("Below this text come the clauses, then each domain of the agreement."),
    "commitments": gettext_lazy("Below this heading come the commitments; without any, this text."),
    "contacts": gettext_lazy("Below this text come the contacts of both sides."),
    "closing": gettext_lazy("Below this text come the places to sign."),
}
# These hold clauses and are signed by the parties; the other kinds of paper tell what happened.
CONTRACTS: Final = (PaperKind.AGREEMENT, PaperKind.ADDENDUM)


@dataclass(frozen=True)
class Section:
    """A section of the paper: the names of the fields that hold its heading and its text, "" where it has none."""

    name: str
    heading: str
    text: str
    printed_beside: Promise | str = ""

    @property
    def label(self) -> Promise:
        return LABELS[self.name]

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(field for field in (self.heading, self.text) if field)


@dataclass(frozen=True)
class Text:
    """One text of a version, with the words that say which, and the page and field where it is changed."""

    where: str
    text: str
    url: str


def sections_of(kind: str) -> list[Section]:
    """The sections of a kind of paper, in the order of the paper."""
    beside = PRINTED_BESIDE if has_clauses(kind) else {}
    return [Section(name, *_fields(name), printed_beside=beside.get(name, "")) for name in SECTIONS[kind]]


def _fields(section: str) -> tuple[str, str]:
    if section == "title":
        return "title", ""
    if section == "commitments":
        return "commitments_heading", "no_commitments"
    return f"{section}_heading", section


def has_clauses(kind: str) -> bool:
    return kind in CONTRACTS


def texts_of(version: TemplateVersion) -> Iterator[Text]:
    """Every text that is not empty, in the order of the paper. Needs the version from `for_paper()`."""
    edit = reverse("agreements:template_version_edit", args=[version.pk])
    for section in sections_of(version.template.kind):
        for field in section.fields:
            if text := getattr(version, field):
                label = version._meta.get_field(field).verbose_name  # type: ignore[union-attr]
                yield Text(where=str(label).capitalize(), text=text, url=f"{edit}#id_{field}")
    for part in version.parts.all():
        for clause in part.clauses.all():
            url = reverse("agreements:clause_update", args=[clause.pk])
            name = {"part": part, "clause": clause.name}
            heading = _("%(part)s, clause “%(clause)s”, heading") % name
            yield Text(where=heading, text=clause.heading, url=f"{url}#id_heading")
            yield Text(where=_("%(part)s, clause “%(clause)s”") % name, text=clause.text, url=f"{url}#id_text")
