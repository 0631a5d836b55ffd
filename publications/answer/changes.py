"""What changed between two answers: the numbers, and by name who came in and who went out."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from publications.answer.blocks import Block, Column, Count, Table, Text
from publications.answer.facts import Facts
from publications.answer.why import Events
from publications.models import NamedPlace

NUMBERS: Final = ("municipalities", "visited", "concluded", "in_force")
LISTS: Final = ("concluded", "in_force")


@dataclass(frozen=True)
class Previous:
    """An earlier answer: what it is called and what it told; None where its seal is broken."""

    name: str
    facts: Facts | None
    pk: int | None = None  # of the publication


def changes(now: Facts, previous: Previous | None) -> list[Block]:
    if previous is None:
        return [Text(_("There is no earlier answer to compare with."))]
    if previous.facts is None:
        words = {"name": previous.name}
        return [Text(_("%(name)s cannot be compared with: what is kept of it no longer matches its seal.") % words)]
    words = {"name": previous.name, "day": date_format(previous.facts.on)}
    opening = Text(_("Compared with: %(name)s, figures on %(day)s.") % words)
    return [opening, _numbers(now, previous.facts, previous.pk), *_by_name(now, previous.facts)]


def _numbers(now: Facts, before: Facts, given_in: int | None) -> Table:
    told = [code for code in NUMBERS if before.number(code) is not None and now.number(code) is not None]
    names = {one["code"]: one["name"] for one in now.frozen.definitions}
    then, at_present = {"day": date_format(before.on)}, {"day": date_format(now.on)}
    headings = [_("Then: %(day)s") % then, _("Now: %(day)s") % at_present, _("Difference")]
    return Table(
        caption=_("The numbers then and now"),
        columns=(Column(_("Figure")), *(Column(heading, is_number=True) for heading in headings)),
        rows=tuple(
            (names[code], _said(before, code), str(now.number(code)), _difference(before, code, now.number(code) or 0))
            for code in told
        ),
        counts=tuple((None, _given(before, code, given_in), Count(code), None) for code in told),
    )


def _given(before: Facts, code: str, given_in: int | None) -> Count:
    """Earlier answers gave some numbers without a list."""
    return Count(code if before.frozen.listed(code) else "", given_in=given_in or 0)


def _said(before: Facts, code: str) -> str:
    number = str(before.number(code))
    return _("at least %(number)s") % {"number": number} if before.is_at_least(code) else number


def _difference(before: Facts, code: str, number: int) -> str:
    """Nothing where the earlier answer gave no exact number."""
    difference = number - (before.number(code) or 0)
    if before.is_at_least(code):
        return ""
    return f"{difference:+d}".replace("-", "−") if difference else "0"


def _by_name(now: Facts, before: Facts) -> list[Block]:
    """Of each list that both answers have: who is on one and not on the other."""
    compared = [code for code in LISTS if code in before.frozen.lists]
    came = {code: _only_in(now, before, code) for code in compared}
    went = {code: _only_in(before, now, code) for code in compared}
    everyone = [place for lists in (came, went) for places in lists.values() for place in places]
    if compared and not everyone:
        return [Text(_("The same local governments stand in both lists."))]
    events = Events(everyone, since=before.on, until=now.on, known_at=now.known_at)
    blocks: list[Block] = []
    if "concluded" in compared:
        blocks += _table(_("New with an agreement"), came["concluded"], events.why_concluded)
        blocks += _no_longer_concluded(now, before, went["concluded"], events)
    if "in_force" in compared:
        others = [place for place in came["in_force"] if place not in came.get("concluded", [])]
        blocks += _table(_("Also new with an agreement in force"), others, events.why_in_force)
        blocks += _table(_("No longer with an agreement in force"), went["in_force"], events.why_no_longer_in_force)
    return blocks


def _no_longer_concluded(now: Facts, before: Facts, went: list[NamedPlace], events: Events) -> list[Block]:
    """A new term counts anew: then all of the earlier list went for one and the same reason."""
    if now.term == before.term:
        return _table(_("No longer with an agreement"), went, events.why_no_longer_concluded)
    words = {"term": now.term, "before": before.term}
    return [
        Text(
            _(
                "The term %(term)s counts anew. Agreements of the term %(before)s are no longer counted as concluded; "
                "they can still be in force."
            )
            % words
        )
    ]


def _only_in(these: Facts, those: Facts, code: str) -> list[NamedPlace]:
    there = those.frozen.lists[code]
    return [place for place in these.frozen.listed(code) if place.nis not in there]


def _table(caption: str, places: Collection[NamedPlace], why: Callable[[NamedPlace], str]) -> list[Block]:
    if not places:
        return []
    return [
        Table(
            caption=f"{caption} ({len(places)})",
            columns=(Column(_("Local government")), Column(_("Province")), Column(_("Why"))),
            rows=tuple((place.name, place.province, why(place)) for place in places),
        )
    ]
