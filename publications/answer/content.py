"""An answer to somebody who asks for the figures of a day, made from its facts."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dashboards.definitions import DECLINED_BECAUSE
from papers.text.signs import tidy
from publications.answer.blocks import Block, Column, Count, Names, Section, Table, Terms, Text
from publications.answer.changes import Previous, changes
from publications.answer.facts import TALKS, TOTAL, Facts
from publications.answer.wording import share, summary
from publications.models import Part

COUNTED = ("visited", "concluded", "in_force")
HEADINGS = {
    Part.PARAGRAPH: gettext_lazy("In short"),
    Part.PROVINCES: gettext_lazy("Per province"),
    Part.REASONS: gettext_lazy("Why there is no agreement"),
    Part.TALKS: gettext_lazy("Where the talks go on"),
    Part.CHANGES: gettext_lazy("What changed since the answer before"),
    Part.DEFINITIONS: gettext_lazy("What the figures count"),
    Part.SOURCES: gettext_lazy("Where it comes from"),
}


@dataclass(frozen=True)
class Answer:
    """What a page, a PDF and a document of one answer all show."""

    title: str
    sections: tuple[Section, ...]


@translation.override("nl")
def answer_of(facts: Facts, *, parts: Collection[str], words: str = "", previous: Previous | None = None) -> Answer:
    """The chosen parts in their order, but for the sources, which tell the moment.

    Words of one's own stand in the place of the paragraph, never of a table.
    """
    writers: dict[Part, Callable[[], Sequence[Block]]] = {
        Part.PARAGRAPH: lambda: _paragraphs(words or summary(facts)),
        Part.PROVINCES: lambda: _provinces(facts),
        Part.REASONS: lambda: _reasons(facts),
        Part.TALKS: lambda: _talks(facts),
        Part.CHANGES: lambda: changes(facts, previous),
        Part.DEFINITIONS: lambda: _definitions(facts, parts),
    }
    return Answer(
        title=_("Visits and agreements on %(day)s") % {"day": date_format(facts.on)},
        sections=tuple(
            Section(part, str(HEADINGS[part]), tuple(write())) for part, write in writers.items() if part in parts
        ),
    )


@translation.override("nl")
def with_sources(answer: Answer, *, day: date, known_at: datetime, made_at: datetime) -> Answer:
    """The answer, with where it comes from: the register, the day looked at, what was known, the moment."""
    words = {
        "owner": settings.PAPER_OWNER,
        "day": date_format(day),
        "known": _moment(known_at),
        "made": _moment(made_at),
    }
    sentences = _(
        "Register of local governments of the %(owner)s. State on %(day)s, as known on %(known)s. Drawn up on %(made)s."
    )
    section = Section(Part.SOURCES, str(HEADINGS[Part.SOURCES]), (Text(sentences % words),))
    return replace(answer, sections=(*answer.sections, section))


def _paragraphs(words: str) -> list[Text]:
    return [Text(line) for line in tidy(words).splitlines() if line]


def _provinces(facts: Facts) -> list[Block]:
    """The counts, and the names of those with an agreement."""
    headings = [_("Local governments"), _("Visited"), _("With an agreement"), _("In force")]
    table = Table(
        caption=_("Local governments on %(day)s, with the share of all") % {"day": date_format(facts.on)},
        columns=(Column(_("Province")), *(Column(heading, is_number=True) for heading in headings)),
        rows=tuple((province, *_counts(facts, province)) for province in facts.frozen.provinces),
        total=(_("Total"), *_counts(facts, TOTAL)),
        counts=tuple(
            (None, *(Count(code, province) for code in ("municipalities", *COUNTED)))
            for province in (*facts.frozen.provinces, TOTAL)
        ),
    )
    if not facts.number("concluded"):
        return [table]
    names = Names(
        caption=_("Local governments with an agreement (%(number)s)") % {"number": facts.number("concluded")},
        provinces=tuple((province, facts.names("concluded", province)) for province in facts.frozen.provinces),
        count=Count("concluded"),
    )
    return [table, names]


def _counts(facts: Facts, province: str) -> list[str]:
    counts = [(facts.number(code, province), share(facts, code, province)) for code in COUNTED]
    shown = [f"{number} ({part})" if part else str(number) for number, part in counts]
    return [str(facts.number("municipalities", province)), *shown]


def _reasons(facts: Facts) -> list[Block]:
    """The one most given comes first."""
    names = {one["code"]: one["name"] for one in facts.frozen.definitions if one["code"].startswith(DECLINED_BECAUSE)}
    counts = {code: facts.number(code) or 0 for code in names}
    given = sorted((code for code in names if counts[code]), key=lambda code: -counts[code])
    if not given:
        return [Text(_("On this day no talks had ended without an agreement."))]
    table = Table(
        caption=_("The main reason, one for each local government"),
        columns=(Column(_("Reason")), Column(_("Local governments"), is_number=True)),
        rows=tuple((names[code], str(counts[code])) for code in given),
        total=(_("Total"), str(facts.number("declined"))),
        counts=tuple((None, Count(code)) for code in (*given, "declined")),
    )
    return [table]


def _talks(facts: Facts) -> list[Block]:
    """The names of each stage, those that are furthest first."""
    names = {one["code"]: one["name"] for one in facts.frozen.definitions}
    going_on = [code for code in TALKS if facts.number(code)]
    if not going_on:
        return [Text(_("No talks were going on."))]
    table = Table(
        caption=_("Talks about an agreement, by how far they are"),
        columns=(Column(_("Stage")), Column(_("Total"), is_number=True), Column(_("Local governments"))),
        rows=tuple((names[code], str(facts.number(code)), _listed(facts, code)) for code in going_on),
        counts=tuple((None, Count(code), None) for code in going_on),
    )
    return [table]


def _listed(facts: Facts, code: str) -> str:
    return ", ".join(place.name for place in facts.frozen.listed(code))


def _definitions(facts: Facts, parts: Collection[str]) -> list[Block]:
    """Of the figures that the chosen parts use."""
    used = {"municipalities", *COUNTED}
    if not {Part.PARAGRAPH, Part.TALKS}.isdisjoint(parts):
        used.update(TALKS)
    if not {Part.PARAGRAPH, Part.REASONS}.isdisjoint(parts):
        used.add("declined")
    return [Terms(tuple(_definition(one) for one in facts.frozen.definitions if one["code"] in used))]


def _definition(one: dict[str, Any]) -> tuple[str, str]:
    day = date_format(date.fromisoformat(one["since"]))
    words = {"sentence": one["sentence"], "version": one["version"], "day": day}
    return one["name"], _("%(sentence)s Version %(version)s, since %(day)s.") % words


def _moment(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return _("%(day)s at %(time)s") % {"day": date_format(local), "time": date_format(local, "H.i")}
