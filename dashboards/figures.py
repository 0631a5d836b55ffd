"""Figures over the whole house. Read-only: nothing here writes.

Everything that shows a figure (page, list, map, command) counts the standings of `dashboards.standings`
by the figures of `dashboards.definitions`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from agreements.models import DeclineReason
from dashboards.definitions import FIGURES, Figure, Group, choices, figure_of, with_reasons
from dashboards.standings import Standing, State, standings
from municipalities.models import Province, Region, Term

__all__ = [
    "FIGURES",
    "Figure",
    "Figures",
    "Group",
    "Row",
    "Standing",
    "State",
    "choices",
    "counted",
    "figure_of",
    "figures",
    "standings",
]


# Per kind of place and key of the place, and for all together, how often each figure counts.
Tally = defaultdict[tuple[type[Province] | type[Region] | None, int | None], Counter[str]]


@dataclass(frozen=True)
class Row:
    """The numbers of a province, of a region, or of all together (without a place)."""

    place: Province | Region | None
    numbers: dict[str, int]

    @property
    def municipalities(self) -> int:
        return self.numbers["municipalities"]

    def percentage(self, code: str) -> float | None:
        """Share of the municipalities of this row, from 0 to 100; None when there are none."""
        return 100 * self.numbers[code] / self.municipalities if self.municipalities else None


@dataclass(frozen=True)
class Figures:
    """All figures of a day: the provinces in the order of the published figures, the regions by name, and the total."""

    on: date
    term: Term
    definitions: list[Figure]
    provinces: list[Row]
    regions: list[Row]
    total: Row
    standings: list[Standing]

    @property
    def outside(self) -> list[Standing]:
        """Listed apart, not counted."""
        return [standing for standing in self.standings if not standing.in_working_area]

    def row_of(self, place: Province | Region) -> Row:
        """The numbers of a province or region; all zero when none of its municipalities counts on the day."""
        found = (row for row in [*self.provinces, *self.regions] if row.place == place)
        return next(found, Row(place, {figure.code: 0 for figure in self.definitions}))

    def standings_of(self, place: Province | Region) -> list[Standing]:
        return [one for one in self.standings if place in (one.municipality.province, one.municipality.region)]


def figures(*, on: date) -> Figures:
    """Count the day. Raises NoTerm."""
    term = Term.objects.of(on)
    rows = standings(on=on)
    ours = [standing for standing in rows if standing.in_working_area]
    definitions = with_reasons(_reasons(ours))
    tally = _tally(ours, definitions)
    regions = {standing.municipality.region_id: standing.municipality.region for standing in ours}
    return Figures(
        on=on,
        term=term,
        definitions=definitions,
        provinces=[_row(province, tally, definitions) for province in Province.objects.all()],
        regions=[
            _row(region, tally, definitions) for region in sorted(regions.values(), key=lambda region: region.name)
        ],
        total=_row(None, tally, definitions),
        standings=rows,
    )


def counted(rows: Iterable[Standing], figure: Figure) -> list[Standing]:
    """The standings that make up a figure: as many as its number says."""
    return [standing for standing in rows if figure.counts(standing)]


def _tally(rows: Iterable[Standing], definitions: Iterable[Figure]) -> Tally:
    """How often each figure counts, per province, per region and in all: every standing is asked once."""
    tally: Tally = defaultdict(Counter)
    for standing in rows:
        codes = [figure.code for figure in definitions if figure.counts(standing)]
        for place in (
            (Province, standing.municipality.province_id),
            (Region, standing.municipality.region_id),
            (None, None),
        ):
            tally[place].update(codes)
    return tally


def _row(place: Province | Region | None, tally: Tally, definitions: Iterable[Figure]) -> Row:
    counts = tally[(type(place), place.pk) if place else (None, None)]
    return Row(place, {figure.code: counts[figure.code] for figure in definitions})


def _reasons(rows: list[Standing]) -> list[DeclineReason]:
    reasons = {standing.decline_reason for standing in rows if standing.decline_reason}
    return sorted(reasons, key=lambda reason: (reason.position, reason.label))
