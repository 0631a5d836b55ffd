"""The page of one province or region: its municipalities by state, and the way to the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.functional import Promise

from dashboards.standings import Standing, State
from municipalities.models import Municipality, Province, Region
from municipalities.models.municipality import MunicipalityQuerySet

Place = Province | Region

MARKS = {State.IN_TALKS: "negotiation", State.NOT_VISITED: "never_visited", State.OUTSIDE: "ring"}


@dataclass(frozen=True)
class Neighbours:
    """The place before and the place after this one, in the usual order."""

    before: Place | None
    after: Place | None


@dataclass(frozen=True)
class StateGroup:
    state: State
    standings: list[Standing]

    @property
    def label(self) -> str | Promise:
        return self.state.label

    @property
    def mark(self) -> str:
        """The name of its shape, which tells it from the others without colour."""
        return MARKS.get(self.state, self.state.value)


def municipalities_of(place: Place | None) -> MunicipalityQuerySet:
    """Those of the working area, of whatever day: all together, or of one province or region."""
    ours = Municipality.objects.in_working_area()
    if isinstance(place, Province):
        return ours.filter(province=place)
    return ours if place is None else ours.filter(region=place)


def neighbours(place: Place, places: Sequence[Place]) -> Neighbours:
    at = list(places).index(place)
    return Neighbours(places[at - 1] if at else None, places[at + 1] if at + 1 < len(places) else None)


def by_state(standings: Sequence[Standing]) -> list[StateGroup]:
    """In the order of the legend, with those outside the working area at the end."""
    order = [*(state for state in State if state != State.OUTSIDE), State.OUTSIDE]
    rows = sorted(standings, key=lambda standing: order.index(standing.state))
    return [StateGroup(state, list(found)) for state, found in groupby(rows, key=lambda standing: standing.state)]
