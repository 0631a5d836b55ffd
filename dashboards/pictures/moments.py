"""The days at which the map is shown one after another."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from dashboards.days import AskedDay, clock_query
from dashboards.map import FIRST_DAYS
from dashboards.pictures import named_days
from dashboards.pictures.named_days import NamedDay, mergers_in_words
from municipalities.lineage import undone_by
from municipalities.models import Succession, Term


@dataclass(frozen=True)
class Moment:
    """A day on the way, with what it is known for, if anything, and how an address says it."""

    day: date
    words: str
    query: str


@dataclass(frozen=True)
class Steps:
    """Every moment, oldest first, and which of them is shown."""

    moments: list[Moment]
    at: int

    @property
    def shown(self) -> Moment:
        return self.moments[self.at]

    @property
    def before(self) -> Moment | None:
        return self.moments[self.at - 1] if self.at else None

    @property
    def after(self) -> Moment | None:
        return self.moments[self.at + 1] if self.at < self.last else None

    @property
    def last(self) -> int:
        return len(self.moments) - 1

    @property
    def years(self) -> list[tuple[int, list[Moment]]]:
        return [(year, list(some)) for year, some in groupby(self.moments, key=lambda moment: moment.day.year)]


def steps_of(asked: AskedDay) -> Steps | None:
    """From the first day that has borders up to today, and the asked day wherever it lies; None without a map.

    What a day is known for is what was known at the moment that is looked from.
    """
    first = min(FIRST_DAYS)
    if asked.day is None or asked.day < first:
        return None
    words = dict.fromkeys([asked.day, asked.today, *_halves(first, asked.today)], "")
    for day, about in _named(asked):
        if first <= day <= asked.today:
            words[day] = ", ".join(filter(None, [words.get(day), about]))
    moments = [Moment(day, words[day], clock_query(day, asked.known_at)) for day in sorted(words)]
    return Steps(moments, [moment.day for moment in moments].index(asked.day))


def _halves(first: date, last: date) -> Iterator[date]:
    """The first day of each half-year of a known term."""
    known = [(term.starts_on, term.ends_on) for term in Term.objects.all()]
    for year in range(first.year, last.year + 1):
        for day in (date(year, 1, 1), date(year, 7, 1)):
            if first <= day <= last and any(begin <= day <= end for begin, end in known):
                yield day


def _named(asked: AskedDay) -> Iterator[NamedDay]:
    yield from _merger_days(asked)
    for days in named_days.sources:
        yield from days(asked.known_at)


def _merger_days(asked: AskedDay) -> Iterator[NamedDay]:
    known = Succession.objects.by(asked.today, known_at=asked.known_at)
    undone = undone_by(asked.today, known_at=asked.known_at)
    links = {(link.took_effect_on, link.successor_id) for link in [*known, *undone]}
    for day, some in groupby(sorted(links), key=lambda link: link[0]):
        yield day, mergers_in_words(len(list(some)))
