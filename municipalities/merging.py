"""What stands in the way of a merger: everything that would contradict what the register holds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from municipalities.models import Municipality, Succession, Visit
from municipalities.search import search_key

MOST_NAMED = 5


@dataclass(frozen=True)
class Obstacle:
    """Why not, in words, and the field of the prepared merger that it is about, or the page."""

    field: str
    text: str
    url: str = ""

    def __str__(self) -> str:
        return self.text


def obstacles(*, on: date, predecessors: Sequence[Municipality], into: Municipality) -> list[Obstacle]:
    """Empty when these municipalities can go into the other on the day; `into` may be a new one, not saved."""
    found = [*_too_few(predecessors, into), *_cannot_cease(predecessors, on)]
    found += _cannot_begin(into, predecessors, on) if into.pk is None else _cannot_take_in(into, predecessors, on)
    return [*found, *_visits_after(on, predecessors)]


def _too_few(predecessors: Sequence[Municipality], into: Municipality) -> Iterator[Obstacle]:
    if into.pk is None and len(predecessors) < 2:
        yield Obstacle("predecessors", _("At least two municipalities go together into a new one."))
    if not predecessors:
        yield Obstacle("predecessors", _("Say which municipality ceases to exist."))


def _cannot_cease(predecessors: Sequence[Municipality], on: date) -> Iterator[Obstacle]:
    links = Succession.objects.select_related("predecessor", "successor")
    gone = {link.predecessor_id: link for link in links.filter(predecessor__in=predecessors)}
    taking_in = {link.successor_id: link for link in links.filter(successor__in=predecessors, took_effect_on__gte=on)}
    for one in predecessors:
        if one.pk in gone:
            yield _goes_into(gone[one.pk])
        elif one.pk in taking_in:
            yield _goes_into(taking_in[one.pk])
        elif one.ends_on is not None or not one.exists_on(on - timedelta(days=1)):
            words = {"name": one.name, "day": date_format(on - timedelta(days=1))}
            yield Obstacle("predecessors", _("%(name)s does not exist on %(day)s, or ends by itself.") % words)


def _goes_into(link: Succession) -> Obstacle:
    words = {"name": link.predecessor, "successor": link.successor, "day": date_format(link.took_effect_on)}
    return Obstacle("predecessors", _("%(name)s goes or went into %(successor)s on %(day)s.") % words)


def _cannot_begin(into: Municipality, predecessors: Sequence[Municipality], on: date) -> Iterator[Obstacle]:
    if not into.nis:
        yield Obstacle("nis", _("The NIS code of the new municipality is not known yet."))
    elif (taken := Municipality.objects.filter(nis=into.nis).first()) is not None:
        yield Obstacle("nis", _("This is the NIS code of %(name)s.") % {"name": taken.name})
    names = Municipality.objects.filter(search_key=search_key(into.name)).existing_on(on)
    if (other := names.exclude(pk__in=[one.pk for one in predecessors]).first()) is not None:
        yield Obstacle("name", _("On that day %(name)s (%(nis)s) has this name.") % {"name": other, "nis": other.nis})
    if predecessors and into.province_id not in {one.province_id for one in predecessors}:
        yield Obstacle("province", _("None of the predecessors lies in %(province)s.") % {"province": into.province})


def _cannot_take_in(into: Municipality, predecessors: Sequence[Municipality], on: date) -> Iterator[Obstacle]:
    words = {"name": into.name, "day": date_format(on)}
    if into in predecessors:
        yield Obstacle("absorbed_by", _("%(name)s cannot go into itself.") % words)
    if not into.exists_on(on - timedelta(days=1)) or not into.exists_on(on):
        yield Obstacle("absorbed_by", _("%(name)s does not exist before and on %(day)s.") % words)


def _visits_after(on: date, predecessors: Sequence[Municipality]) -> Iterator[Obstacle]:
    """What took place under a name that was gone by then."""
    held = Visit.objects.filter(municipality__in=predecessors, status=Visit.Status.HELD, held_on__gte=on)
    visits = list(held.select_related("municipality").order_by("held_on")[:MOST_NAMED])
    if visits:
        named = ", ".join(f"{visit.municipality.name} {date_format(visit.held_on)}" for visit in visits)
        words = ngettext(
            "A visit took place on or after that day: %(named)s. Choose a later day, or correct it first.",
            "Visits took place on or after that day: %(named)s. Choose a later day, or correct them first.",
            len(visits),
        )
        yield Obstacle("took_effect_on", words % {"named": named})
