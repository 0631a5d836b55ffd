"""Figures laid out for a page: which numbers stand beside which, and the list behind each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import Protocol, Self

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dashboards.definitions import Figure, Group, Unit, in_tables, state_code
from dashboards.figures import Figures, Row
from dashboards.places import query_of
from dashboards.standings import State
from municipalities.models import Province, Region


class Told(Protocol):
    """What a line is about: a figure as the register counts it, or as it was given out."""

    @property
    def code(self) -> str: ...
    @property
    def full_name(self) -> str: ...
    @property
    def explanation(self) -> str | Promise: ...
    @property
    def group(self) -> Group: ...
    @property
    def unit(self) -> Unit: ...
    @property
    def has_percentage(self) -> bool: ...
    @property
    def version(self) -> int | None: ...
    @property
    def since(self) -> date | None: ...


@dataclass(frozen=True)
class Column:
    """A province, a region, or all together."""

    name: str | Promise
    short: str = ""
    url: str = ""
    is_total: bool = False


@dataclass(frozen=True)
class Cell:
    column: Column
    number: int | None
    percentage: float | None
    url: str  # empty when there is nothing to list


@dataclass(frozen=True)
class Line:
    """A figure with its number in each column."""

    figure: Told
    cells: list[Cell]


@dataclass(frozen=True)
class LegendEntry:
    state: State
    number: int | None
    url: str


@dataclass(frozen=True)
class Sheet:
    columns: list[Column]
    groups: list[tuple[Group, list[Line]]]

    @classmethod
    def of(cls, columns: Sequence[Column], lines: Iterable[Line]) -> Self:
        groups = groupby(lines, key=lambda line: line.figure.group)
        return cls(list(columns), [(group, list(some)) for group, some in groups])

    @property
    def lines(self) -> list[Line]:
        return [line for _group, lines in self.groups for line in lines]

    def by_column(self) -> list[tuple[Column, list[tuple[Told, Cell]]]]:
        """The same numbers the other way round: a row for each place."""
        return [
            (column, [(line.figure, line.cells[place]) for line in self.lines])
            for place, column in enumerate(self.columns)
        ]


def sheet(found: Figures, rows: Iterable[Row], figures: Iterable[Figure]) -> Sheet:
    rows = list(rows)
    columns = [_column(row.place, found) for row in rows]
    lines = [
        Line(figure, [_cell(found, row, column, figure) for row, column in zip(rows, columns, strict=True)])
        for figure in figures
    ]
    return Sheet.of(columns, lines)


def of_provinces(found: Figures) -> Sheet:
    """Everything, per province and in total."""
    return sheet(found, [*found.provinces, found.total], in_tables(found.definitions))


def of_regions(found: Figures) -> Sheet:
    """The figures that come first, per region and in total."""
    return sheet(
        found, [*found.regions, found.total], [figure for figure in in_tables(found.definitions) if figure.headline]
    )


def of_place(found: Figures, place: Province | Region) -> Sheet:
    """Everything for one province or region, beside the total."""
    return sheet(found, [found.row_of(place), found.total], in_tables(found.definitions))


def legend(found: Figures, place: Province | Region | None) -> list[LegendEntry]:
    """How many municipalities have each colour on the map, all together or in one place."""
    row = found.total if place is None else found.row_of(place)
    return [
        LegendEntry(state, row.numbers[code], list_url(found.query, code, place))
        for state in State
        if (code := state_code(state)) in row.numbers
    ]


def list_url(clocks: str, figure: str, place: Province | Region | None) -> str:
    """The list of what a number counts; `clocks` as `dashboards.days.clock_query` writes them."""
    return f"{_list(figure)}?{clocks}{query_of(place)}"


@lru_cache
def _list(figure: str) -> str:
    return reverse("dashboards:figure_detail", args=[figure])


def _column(place: Province | Region | None, found: Figures) -> Column:
    if place is None:
        return Column(_("Total"), is_total=True)
    short = place.abbreviation if isinstance(place, Province) else ""
    return Column(place.name, short, f"{place.get_absolute_url()}?{found.query}")


def _cell(found: Figures, row: Row, column: Column, figure: Figure) -> Cell:
    number = row.numbers[figure.code]
    nothing = number is None or (figure.adds_up and number == 0)
    return Cell(
        column=column,
        number=number,
        percentage=row.percentage(figure.code) if figure.has_percentage else None,
        url="" if nothing else list_url(found.query, figure.code, row.place),
    )
