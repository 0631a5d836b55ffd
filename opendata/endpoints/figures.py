"""The figures of a day, per province and in total. With a token."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from dashboards.definitions import Figure
from dashboards.figures import Figures, Row, figures
from opendata.asked import AsKnown, InATerm, OfAProvince
from opendata.csv_files import csv_file
from opendata.doors import unchanged
from opendata.editions import FIGURES
from opendata.endpoints.definitions import defined
from opendata.reading import context_of, reads
from opendata.schemas import FigureLine, FiguresOut

router = Router(tags=[_("figures")])


class AskedFigures(OfAProvince, AsKnown, InATerm):
    def counted(self) -> tuple[Figures, list[Row]]:
        """All figures of the day, and the rows that are asked for."""
        province = self.chosen()
        found = figures(on=self.day, known_at=self.known_at)
        return found, [found.row_of(province)] if province else [*found.provinces, found.total]


@reads(
    router,
    "/figures",
    name="figure_list",
    answer=FiguresOut,
    needs_token=True,
    summary=_("The figures of a day"),
    description=_("Per province and for all together, with the definition of each figure."),
)
def figure_list(request: HttpRequest, asked: Query[AskedFigures]) -> Any:
    return unchanged(request, FIGURES, asked) or _answer(request, asked)


@reads(
    router,
    "/figures.csv",
    name="figure_list_csv",
    needs_token=True,
    summary=_("The figures of a day, as CSV"),
    description=_("A line for each figure of each province, and of all together: there the province is empty."),
)
def figure_csv(request: HttpRequest, asked: Query[AskedFigures]) -> Any:
    return unchanged(request, FIGURES, asked) or csv_file("cijfers", FigureLine, _lines(asked))


def _answer(request: HttpRequest, asked: AskedFigures) -> dict[str, Any]:
    found, rows = asked.counted()
    return {
        "context": context_of(request),
        "on": found.on,
        "known_on": asked.known_on,
        "term": found.term,
        "definitions": [defined(figure) for figure in found.definitions],
        "rows": [_row(found, row) for row in rows],
    }


def _row(found: Figures, row: Row) -> dict[str, Any]:
    return {
        "province": row.place,
        "numbers": row.numbers,
        "percentages": {one.code: _share(row, one) for one in found.definitions if one.has_percentage},
    }


def _share(row: Row, figure: Figure) -> float | None:
    share = row.percentage(figure.code) if figure.has_percentage else None
    return None if share is None else round(share, 2)


def _lines(asked: AskedFigures) -> Iterator[dict[str, Any]]:
    found, rows = asked.counted()
    clocks = {"on": asked.day, "known_on": asked.known_on}
    for row in rows:
        for figure in found.definitions:
            numbers = {"number": row.numbers[figure.code], "percentage": _share(row, figure)}
            yield clocks | {"province": row.place} | defined(figure) | numbers
