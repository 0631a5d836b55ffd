"""Figures over the whole house. Read-only: nothing here writes.

Everything that shows a figure (page, list, map, command) counts the standings of `dashboards.standings`
by the figures of `dashboards.definitions`.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from agreements.models import DeclineReason
from dashboards.days import clock_query
from dashboards.definitions import FIGURES, Figure, Group, Unit, choices, figure_of, with_reasons
from dashboards.facts import Asked
from dashboards.standings import Standing, State, Traits, standings, standings_of
from municipalities.models import Province, Region, Term

__all__ = [
    "FIGURES",
    "Figure",
    "Figures",
    "Group",
    "Row",
    "Standing",
    "State",
    "Unit",
    "choices",
    "counted",
    "figure_of",
    "figures",
    "standings",
]


# Per kind of place and key of the place, and for all together, what the municipalities bring to each figure.
Corner = tuple[type[Province] | type[Region] | None, int | None]
Tally = defaultdict[Corner, defaultdict[str, list[int]]]


@dataclass(frozen=True)
class Row:
    """The numbers of a province, of a region, or of all together (without a place)."""

    place: Province | Region | None
    numbers: dict[str, int | None]  # None: no median, of nothing

    @property
    def municipalities(self) -> int:
        return self.numbers["municipalities"] or 0

    def percentage(self, code: str) -> float | None:
        """Share of the municipalities of this row, from 0 to 100; None when there are none."""
        return 100 * (self.numbers[code] or 0) / self.municipalities if self.municipalities else None


@dataclass(frozen=True)
class Figures:
    """All figures of a day: the provinces in the order of the published figures, the regions by name, and the total."""

    on: date
    known_at: datetime | None
    term: Term
    definitions: list[Figure]
    provinces: list[Row]
    regions: list[Row]
    total: Row
    standings: list[Standing]

    @property
    def asked(self) -> Asked:
        return Asked(self.on, self.term, self.known_at)

    @property
    def query(self) -> str:
        """For the address of a page that looks at the same day, from the same moment."""
        return clock_query(self.on, self.known_at)

    @property
    def outside(self) -> list[Standing]:
        """Listed apart, not counted."""
        return [standing for standing in self.standings if not standing.in_working_area]

    def row_of(self, place: Province | Region) -> Row:
        """The numbers of a province or region; all zero when none of its municipalities counts on the day."""
        found = (row for row in [*self.provinces, *self.regions] if row.place == place)
        return next(found, Row(place, {figure.code: figure.number([]) for figure in self.definitions}))

    def standings_of(self, place: Province | Region) -> list[Standing]:
        return [one for one in self.standings if place in (one.municipality.province, one.municipality.region)]


def figures(*, on: date, known_at: datetime | None = None) -> Figures:
    """Count the day; with `known_at`, as the register knew it at that moment. Raises NoTerm."""
    asked = Asked(on, Term.objects.of(on), known_at)
    rows = standings_of(asked)
    ours = [standing for standing in rows if standing.in_working_area]
    definitions = with_reasons(_reasons(ours))
    tally = _tally(ours, definitions)
    regions = {standing.municipality.region for standing in ours}
    return Figures(
        on=on,
        known_at=known_at,
        term=asked.term,
        definitions=definitions,
        provinces=[_row(province, tally, definitions) for province in Province.objects.all()],
        regions=[_row(region, tally, definitions) for region in sorted(regions, key=lambda region: region.name)],
        total=_row(None, tally, definitions),
        standings=rows,
    )


def counted(rows: Iterable[Standing], figure: Figure) -> list[Standing]:
    """The standings that make up a figure: as many as its number says."""
    return [standing for standing in rows if figure.counts(standing)]


def _tally(rows: list[Standing], definitions: Iterable[Figure]) -> Tally:
    """What each figure is made of, per province, per region and in all.

    Municipalities of one province and region with the same traits are counted together: there are thousands of
    municipalities, and a few dozen ways to stand.
    """
    tally: Tally = defaultdict(lambda: defaultdict(list))
    alike: dict[tuple[int, int, Traits], list[Standing]] = defaultdict(list)
    for standing in rows:
        municipality = standing.municipality
        alike[municipality.province.pk, municipality.region.pk, standing.traits].append(standing)
    tests = [figure for figure in definitions if figure.amount is None]
    amounts = [figure for figure in definitions if figure.amount is not None]
    for (province, region, traits), some in alike.items():
        brought = {figure.code: [len(some)] for figure in tests if figure.holds_for(traits)}
        brought |= {figure.code: _amounts(figure, some) for figure in amounts}
        corners: list[Corner] = [(Province, province), (Region, region), (None, None)]
        for corner in corners:
            for code, numbers in brought.items():
                tally[corner][code] += numbers
    return tally


def _amounts(figure: Figure, rows: Iterable[Standing]) -> list[int]:
    return [amount for standing in rows if (amount := figure.of(standing)) is not None]


def _row(place: Province | Region | None, tally: Tally, definitions: Iterable[Figure]) -> Row:
    brought = tally[(type(place), place.pk) if place else (None, None)]
    return Row(place, {figure.code: figure.number(brought[figure.code]) for figure in definitions})


def _reasons(rows: list[Standing]) -> list[DeclineReason]:
    reasons = {standing.decline_reason for standing in rows if standing.decline_reason}
    return sorted(reasons, key=lambda reason: (reason.position, reason.label))
