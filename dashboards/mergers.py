"""The work list of each day of mergers: what every predecessor had, what was taken over, and what was decided."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.db.models import Q

from accounts.models import User
from accounts.permissions import region_ids
from agreements.mergers.brought import Brought, brought_by
from agreements.mergers.following import FollowUp, FollowUps
from agreements.permissions import may_decide_on_merger
from dashboards.places import MARKS
from dashboards.standings import Standing, standings
from municipalities.models import Municipality, NoTerm, Succession
from municipalities.models.municipality import SuccessionQuerySet


@dataclass(frozen=True)
class MergerDay:
    """A day of mergers in numbers."""

    on: date
    successors: int
    predecessors: int
    brought: int
    undecided: int


@dataclass(frozen=True)
class MergersInNumbers:
    """Some mergers of a day in numbers."""

    successors: int
    predecessors: int
    brought: int
    undecided: int


@dataclass(frozen=True)
class Before:
    """A predecessor as it stood on the day before; without a standing when no term is known for that day."""

    municipality: Municipality
    standing: Standing | None

    @property
    def mark(self) -> str:
        """The name of the shape of its state."""
        return MARKS.get(self.standing.state, self.standing.state.value) if self.standing else ""


@dataclass(frozen=True)
class Inherited:
    """An agreement that was brought along, and what follows from what was decided about it."""

    brought: Brought
    follow_up: FollowUp | None


@dataclass(frozen=True)
class Merged:
    """One successor on its first day."""

    successor: Municipality
    on: date
    standing: Standing | None
    predecessors: list[Before]
    inherited: list[Inherited]
    may_decide: bool

    @property
    def absorbs(self) -> bool:
        """Whether it was there before, and lives on under its own NIS code."""
        return self.successor.starts_on != self.on

    @property
    def undecided(self) -> int:
        return sum(one.brought.is_undecided for one in self.inherited)

    @property
    def urgency(self) -> tuple[bool, bool, str]:
        """What is undecided comes first, what took over nothing last; else by name."""
        return not self.undecided, not self.inherited, self.successor.search_key


def merger_days(*, on: date) -> list[MergerDay]:
    """Every day of mergers, the newest first; `on` is the day that looks back."""
    successions = list(_successions().order_by("-took_effect_on", "pk"))
    brought = brought_by(successions, on=on)
    return [
        _in_numbers(day, list(links), [one for one in brought if one.succession.took_effect_on == day])
        for day, links in groupby(successions, key=lambda link: link.took_effect_on)
    ]


def _in_numbers(day: date, links: Collection[Succession], brought: Collection[Brought]) -> MergerDay:
    return MergerDay(
        on=day,
        successors=len({link.successor_id for link in links}),
        predecessors=len(links),
        brought=len(brought),
        undecided=sum(one.is_undecided for one in brought),
    )


def merged_on(day: date, successors: Iterable[Municipality], *, on: date, user: User) -> list[Merged]:
    """The mergers of the day into these successors, with what is undecided first, as this user looks on `on`.

    The number of queries does not grow with the mergers.
    """
    links = list(_successions().filter(took_effect_on=day, successor__in=successors).order_by("predecessor__name"))
    brought = brought_by(links, on=on)
    follow_ups = FollowUps(brought, on=on, user=user)
    before = _standings(day - timedelta(days=1), [link.predecessor for link in links])
    after = _standings(day, [link.successor for link in links])
    rows = []
    for key, group in groupby(sorted(links, key=lambda link: link.successor_id), key=lambda link: link.successor_id):
        own = list(group)
        rows.append(
            Merged(
                successor=own[0].successor,
                on=day,
                standing=after.get(key),
                predecessors=[Before(link.predecessor, before.get(link.predecessor_id)) for link in own],
                inherited=[Inherited(one, follow_ups.of(one)) for one in brought if one.successor.pk == key],
                may_decide=may_decide_on_merger(user, own[0].successor),
            )
        )
    return sorted(rows, key=lambda row: row.urgency)


def in_numbers(rows: Collection[Merged]) -> MergersInNumbers:
    return MergersInNumbers(
        successors=len(rows),
        predecessors=sum(len(row.predecessors) for row in rows),
        brought=sum(len(row.inherited) for row in rows),
        undecided=sum(row.undecided for row in rows),
    )


def undecided_of(municipality: Municipality, *, on: date) -> list[Brought]:
    """What the municipality took over in a merger and is still bound by on the day, while nothing was decided."""
    return _undecided(_successions().filter(successor=municipality), on=on)


def undecided_for(user: User, *, on: date) -> list[Brought]:
    """The same of the municipalities that one is the fixed contact of; a coordinator answers for the whole region."""
    mine = Q(successor__fixed_contact=user)
    if user.role == User.Role.COORDINATOR:
        mine |= Q(successor__region__in=region_ids(user))
    return _undecided(_successions().filter(mine, successor__in=Municipality.objects.existing_on(on)), on=on)


def _undecided(successions: SuccessionQuerySet, *, on: date) -> list[Brought]:
    links = successions.by(on).order_by("took_effect_on", "successor__name", "predecessor__name")
    return [one for one in brought_by(list(links), on=on) if one.is_undecided and one.last_day >= on]


def _successions() -> SuccessionQuerySet:
    return Succession.objects.select_related("predecessor", "successor__province", "successor__region")


def _standings(day: date, municipalities: Collection[Municipality]) -> dict[int, Standing]:
    try:
        return {one.municipality.pk: one for one in standings(on=day, municipalities=municipalities)}
    except NoTerm:
        return {}
