"""The page of one province or region: its municipalities by state, and the way to the others."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.core.paginator import Page
from django.db.models import Q
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
    """The municipalities of a state: those on the page, and how many there are in all."""

    state: State
    standings: list[Standing]
    number: int

    @property
    def label(self) -> str | Promise:
        return self.state.label

    @property
    def mark(self) -> str:
        """The name of its shape, which tells it from the others without colour."""
        return MARKS.get(self.state, self.state.value)


def within(place: Place | None, *, of: str = "") -> Q:
    """The rows of a place; `of` leads from a row to its municipality."""
    if place is None:
        return Q()
    return Q(**{f"{of}province" if isinstance(place, Province) else f"{of}region": place})


def municipalities_of(place: Place | None) -> MunicipalityQuerySet:
    """Those of the working area, of whatever day and known whenever: all, or of one province or region."""
    return Municipality.ever.in_working_area().filter(within(place))


def query_of(place: Place | None) -> str:
    """How the address of a list says the place."""
    if place is None:
        return ""
    return f"&province={place.nis}" if isinstance(place, Province) else f"&region={place.pk}"


def neighbours(place: Place, places: Sequence[Place]) -> Neighbours:
    at = list(places).index(place)
    return Neighbours(places[at - 1] if at else None, places[at + 1] if at + 1 < len(places) else None)


def in_order_of_state(standings: Iterable[Standing]) -> list[Standing]:
    """In the order of the legend, with those outside the working area at the end."""
    order = [*(state for state in State if state != State.OUTSIDE), State.OUTSIDE]
    return sorted(standings, key=lambda standing: order.index(standing.state))


def by_state(page: Page[Standing]) -> list[StateGroup]:
    """The rows of a page, which come in order of state. A group can begin on the page before, and go on on the next."""
    numbers = Counter(standing.state for standing in page.paginator.object_list)
    groups = groupby(page, key=lambda standing: standing.state)
    return [StateGroup(state, list(found), numbers[state]) for state, found in groups]
