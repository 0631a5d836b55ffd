"""The trend as lines: where each point lies, and the words beside them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from dashboards.days import clock_query
from dashboards.definitions import BY_CODE
from dashboards.pictures.named_days import mergers_in_words
from dashboards.pictures.scale import Days, Scale, scale_to
from dashboards.pictures.trend import Point, Trend, Turn
from dashboards.places import Place
from dashboards.sheets import list_url
from municipalities.models import Term

LINES = ("municipalities", "visited", "concluded")
ROOM_FOR_A_YEAR = 95


@dataclass(frozen=True)
class Line:
    """One figure over time, in pieces: a term each."""

    code: str
    name: str | Promise
    pieces: list[str]


@dataclass(frozen=True)
class Mark:
    """A number or a year beside an axis."""

    at: float
    words: str


@dataclass(frozen=True)
class TurnMark:
    """A line across, with a number that leads to its words."""

    at: float
    number: int
    on: date
    words: str


@dataclass(frozen=True)
class Cell:
    number: int
    url: str


@dataclass(frozen=True)
class TableRow:
    on: date
    cells: list[Cell]

    def by_code(self) -> dict[str, Cell]:
        return dict(zip(LINES, self.cells, strict=True))


@dataclass(frozen=True)
class TrendDrawing:
    """What the template needs; `rows` are the same numbers as a table, the last day first."""

    lines: list[Line]
    heights: list[Mark]
    years: list[Mark]
    turns: list[TurnMark]
    rows: list[TableRow]
    terms: list[tuple[Term, dict[str, Cell]]]  # each with its last numbers: what one sees, in words

    @property
    def legend(self) -> list[tuple[Line, Cell]]:
        """Each line with its last number."""
        return list(zip(self.lines, self.rows[0].cells, strict=True))


def drawing_of(trend: Trend, place: Place | None, *, known_at: datetime | None = None) -> TrendDrawing:
    points = trend.points
    days = Days(trend.terms[0][0].starts_on, points[-1].on)
    heights = scale_to(point.municipalities for point in points)
    return TrendDrawing(
        lines=[Line(code, BY_CODE[code].name, _pieces(trend, code, days, heights)) for code in LINES],
        heights=[Mark(heights.height(tick), str(tick)) for tick in heights.ticks[1:]],
        years=_years(days),
        turns=[
            TurnMark(days.at(turn.on), number, turn.on, _of_turn(turn))
            for number, turn in enumerate(trend.turns, start=1)
        ],
        rows=[_row(point, place, known_at) for point in reversed(points)],
        terms=[(term, _row(points[-1], place, known_at).by_code()) for term, points in trend.terms],
    )


def _pieces(trend: Trend, code: str, days: Days, heights: Scale) -> list[str]:
    return [
        " ".join(f"{days.at(point.on)},{heights.height(getattr(point, code))}" for point in points)
        for _term, points in trend.terms
    ]


def _years(days: Days) -> list[Mark]:
    """Where each year begins, unless there is no room left for its name."""
    begun = [date(year, 1, 1) for year in range(days.first.year, days.last.year + 1)]
    return [Mark(days.at(day), str(day.year)) for day in begun if day in days and days.at(day) < ROOM_FOR_A_YEAR]


def _row(point: Point, place: Place | None, known_at: datetime | None) -> TableRow:
    query = clock_query(point.on, known_at)
    return TableRow(point.on, [Cell(getattr(point, code), list_url(query, code, place)) for code in LINES])


def _of_turn(turn: Turn) -> str:
    words = []
    if turn.mergers:
        words.append(mergers_in_words(turn.mergers))
    if turn.term:
        words.append(_("start of the term %(term)s") % {"term": turn.term})
    return ", ".join(words)
