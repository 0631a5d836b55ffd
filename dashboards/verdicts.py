"""Under which figures one municipality counts on a day, under which it does not, and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboards.days import clock_query
from dashboards.definitions import Figure, Group, with_reasons
from dashboards.evidence import CountedRow, Reason, counted_rows, question_of
from dashboards.facts import Asked
from dashboards.sheets import list_url
from dashboards.standings import Standing, standings_of
from municipalities.models import Municipality


@dataclass(frozen=True)
class Counts:
    """A figure that counts the municipality, with what it brings to it and the list it stands in."""

    figure: Figure
    brings: int
    url: str

    @property
    def is_number(self) -> bool:
        """More than that it counts: its days, reviews or commitments."""
        return not self.figure.has_percentage and self.figure.code != "municipalities"


@dataclass(frozen=True)
class Verdict:
    """Figures that the same facts answer for; their group tells *not yet visited* from the colour of that name."""

    group: Group
    counts: list[Counts]
    not_counts: list[Figure]
    reasons: list[Reason]

    @property
    def figures(self) -> list[tuple[Figure, int | None]]:
        """Each with what the municipality brings to it; None where it does not count."""
        return [*((one.figure, one.brings) for one in self.counts), *((figure, None) for figure in self.not_counts)]


def verdicts_of(municipality: Municipality, asked: Asked) -> list[Verdict]:
    """None when it does not exist on the day; outside the working area only that it is."""
    found = standings_of(asked, [municipality])
    return [_verdict(asked, standing, figures) for standing in found for figures in _by_question(standing)]


def _by_question(standing: Standing) -> Iterable[list[Figure]]:
    figures = with_reasons([standing.decline_reason] if standing.decline_reason else [])
    if not standing.in_working_area:
        return [[figure for figure in figures if figure.code == "municipalities"]]
    questions = dict.fromkeys(question_of(figure) for figure in figures)
    return [[figure for figure in figures if question_of(figure) is question] for question in questions]


def _verdict(asked: Asked, standing: Standing, figures: Sequence[Figure]) -> Verdict:
    clocks = clock_query(asked.on, asked.known_at)
    rows = counted_rows(figures[0], asked, [standing]) or [CountedRow(standing)]
    return Verdict(
        group=figures[0].group,
        counts=[
            Counts(figure, brings, list_url(clocks, figure.code, None))
            for figure in figures
            if (brings := figure.of(standing)) is not None
        ],
        not_counts=[figure for figure in figures if not figure.counts(standing)],
        reasons=[one for some in question_of(figures[0])(asked, rows) for one in some],
    )
