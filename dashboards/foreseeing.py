"""What a prepared merger will bring: tried out with the same rules that count, and then undone."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from django.core.exceptions import ValidationError

from accounts.models import User
from agreements.actions.merging import carried_out_for_now
from agreements.mergers.brought import Brought, brought_by
from agreements.mergers.obstacles import obstacles_to
from agreements.models import Agreement
from dashboards.definitions import BY_CODE, Figure
from dashboards.figures import Figures, Row, figures
from dashboards.inheritance import Force
from dashboards.standings import standings
from municipalities.backdating import changes_seen_by, looks_at
from municipalities.merging import Obstacle
from municipalities.models import Contact, Municipality, NoTerm, PlannedMerger, Province, Succession, Visit

CODES: Final = ("municipalities", "visited", "concluded", "in_force", "inherited_whole", "inherited_part")


@dataclass(frozen=True)
class Change:
    """A figure of a province or of all together on the day of the merger, without it and with it."""

    figure: Figure
    before: int
    after: int
    percentage_before: float | None
    percentage_after: float | None

    @property
    def differs(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True)
class Changes:
    place: Province | None
    changes: list[Change]


@dataclass(frozen=True)
class Ceasing:
    """A predecessor, and what it has on its last day or planned after it."""

    municipality: Municipality
    planned: list[Visit]
    contacts: list[Contact]
    pending: list[Agreement]


@dataclass(frozen=True)
class Foreseen:
    """What will follow. While something stands in the way, only that and what the predecessors have."""

    last_day: date
    obstacles: list[Obstacle]
    ceasing: list[Ceasing]
    successor: Municipality | None = None
    force: Force | None = None
    brought: tuple[Brought, ...] = ()
    figures: tuple[Changes, ...] = ()
    published: tuple[str, ...] = ()  # figures that were given out and change by it, in words


def foresee(planned: PlannedMerger, *, by: User, today: date) -> Foreseen:
    """Of one that was not carried out yet; the number of queries does not grow with what the predecessors have."""
    last_day = planned.took_effect_on - timedelta(days=1)
    found = Foreseen(last_day, obstacles_to(planned), _ceasing(planned.predecessors.all(), after=last_day, today=today))
    if found.obstacles:
        return found
    before = _figures(planned.took_effect_on)
    given_out = looks_at(planned.taking_part, since=planned.took_effect_on)
    try:
        with carried_out_for_now(planned, by=by) as successor:
            tried = _tried_out(found, planned, successor, before=before, today=today)
            return replace(tried, published=tuple(changes_seen_by(given_out)))
    except ValidationError as error:  # somebody was first, this very moment
        return replace(found, obstacles=[Obstacle("", text) for text in error.messages])


def _tried_out(
    found: Foreseen, planned: PlannedMerger, successor: Municipality, *, before: Figures | None, today: date
) -> Foreseen:
    after = _figures(planned.took_effect_on)
    return replace(
        found,
        successor=successor,
        force=_force_of(successor, on=planned.took_effect_on),
        brought=tuple(_brought_to(successor, planned, today=today)),
        figures=tuple(_compared(before, after, planned.predecessors.all(), successor)),
    )


def _ceasing(predecessors: Iterable[Municipality], *, after: date, today: date) -> list[Ceasing]:
    visits = Visit.objects.filter(municipality__in=predecessors, status=Visit.Status.PLANNED, held_on__gt=after)
    planned = list(visits.order_by("held_on"))
    contacts = list(Contact.objects.filter(municipality__in=predecessors).holding_on(after))
    talks = Agreement.objects.filter(municipality__in=predecessors).pending(on=today)
    pending = list(talks.select_related("municipality").order_by("pk"))
    return [
        Ceasing(
            municipality=one,
            planned=[visit for visit in planned if visit.municipality_id == one.pk],
            contacts=[contact for contact in contacts if contact.municipality_id == one.pk],
            pending=[agreement for agreement in pending if agreement.municipality_id == one.pk],
        )
        for one in predecessors
    ]


def _figures(day: date) -> Figures | None:
    """None on a day of which no term is known yet."""
    try:
        return figures(on=day)
    except NoTerm:
        return None


def _force_of(successor: Municipality, *, on: date) -> Force | None:
    try:
        return standings(on=on, municipalities=[successor])[0].in_force
    except NoTerm:
        return None


def _brought_to(successor: Municipality, planned: PlannedMerger, *, today: date) -> list[Brought]:
    links = Succession.objects.filter(successor=successor, took_effect_on=planned.took_effect_on)
    return brought_by(list(links.select_related("predecessor", "successor").order_by("predecessor__name")), on=today)


def _compared(
    before: Figures | None, after: Figures | None, predecessors: Iterable[Municipality], successor: Municipality
) -> list[Changes]:
    """In total, and for each province that a predecessor or the successor lies in."""
    if before is None or after is None:
        return []
    touched = {one.province for one in (*predecessors, successor)}
    places = sorted(touched, key=lambda province: province.position)
    rows = [(None, before.total, after.total), *((one, before.row_of(one), after.row_of(one)) for one in places)]
    return [Changes(place, _changes(then, now)) for place, then, now in rows]


def _changes(before: Row, after: Row) -> list[Change]:
    return [
        Change(
            figure=BY_CODE[code],
            before=before.numbers[code] or 0,
            after=after.numbers[code] or 0,
            percentage_before=before.percentage(code),
            percentage_after=after.percentage(code),
        )
        for code in CODES
    ]
