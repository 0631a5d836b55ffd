"""How many of the municipalities were visited and concluded an agreement, month after month."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Min, Q, QuerySet

from agreements.models import Stage
from dashboards.facts import Asked, effective_visits
from dashboards.places import Place, municipalities_of
from municipalities.lineage import undone_by
from municipalities.models import Municipality, Succession, Term

Span = tuple[date, date]
Firsts = dict[Term, dict[int, date]]  # per term and municipality the first day on which something happened


@dataclass(frozen=True)
class Point:
    """The three numbers of a day, as `figures` counts them."""

    on: date
    municipalities: int
    visited: int
    concluded: int


@dataclass(frozen=True)
class Turn:
    """A day on which something turned that the lines show: municipalities merged, a term began."""

    on: date
    mergers: int
    term: Term | None


@dataclass(frozen=True)
class Trend:
    """The points of each term, oldest first: a new term counts from zero, so its line stands apart."""

    terms: list[tuple[Term, list[Point]]]
    turns: list[Turn]

    @property
    def points(self) -> list[Point]:
        return [point for _term, points in self.terms for point in points]


class Spans:
    """How many spans of days hold a day: those that began by it, less those that were over before it."""

    def __init__(self, spans: Iterable[Span]) -> None:
        kept = [(first, last) for first, last in spans if first <= last]
        self._firsts = sorted(first for first, _last in kept)
        self._lasts = sorted(last for _first, last in kept)

    def holding(self, day: date) -> int:
        return bisect_right(self._firsts, day) - bisect_left(self._lasts, day)


def trend_of(place: Place | None, asked: Asked) -> Trend:
    """From the first term in which anything counts up to the day, in five queries."""
    terms = list(Term.objects.filter(starts_on__lte=asked.on).order_by("starts_on"))
    places = municipalities_of(place)
    lives = _lives(places, asked)
    visited = _firsts(effective_visits(asked).filter(municipality__in=places), "municipality", "held_on", terms)
    signatures = asked.steps.filter(stage=Stage.SIGNED, agreement__municipality__in=places)
    concluded = _firsts(signatures, "agreement__municipality", "effective_on", terms)
    told = [term for term in terms if visited[term] or concluded[term] or term is terms[-1]]
    shown = terms[terms.index(told[0]) :]
    area = Spans(lives.values())
    return Trend(
        [
            (term, _points(term, asked.on, area, _since(visited[term], lives), _since(concluded[term], lives)))
            for term in shown
        ],
        _turns(places, shown, asked),
    )


def _lives(places: QuerySet[Municipality], asked: Asked) -> dict[int, Span]:
    """The first and the last day of each, as they were known: a merger recorded since ended none of them."""
    rows = places.values_list("pk", "starts_on", "ends_on", "recorded_at", "undone_at", "succession__recorded_at")
    ended = {link.predecessor_id: link.last_day_before for link in undone_by(asked.on, known_at=asked.known_at)}
    lives = {}
    for pk, starts_on, ends_on, recorded_at, undone_at, merged_at in rows:
        if not _later(recorded_at, asked) and (undone_at is None or _later(undone_at, asked)):
            last = date.max if ends_on is None or _later(merged_at, asked) else ends_on
            lives[pk] = (starts_on or date.min, ended.get(pk, last))
    return lives


def _later(recorded_at: datetime | None, asked: Asked) -> bool:
    return asked.known_at is not None and recorded_at is not None and recorded_at > asked.known_at


def _firsts(rows: QuerySet, municipality: str, day: str, terms: list[Term]) -> Firsts:
    first_days = {
        f"in_{term.pk}": Min(day, filter=Q(**{f"{day}__range": (term.starts_on, term.ends_on)})) for term in terms
    }
    found = list(rows.order_by().values(municipality).annotate(**first_days))
    return {
        term: {row[municipality]: first for row in found if (first := row[f"in_{term.pk}"]) is not None}
        for term in terms
    }


def _since(firsts: dict[int, date], lives: dict[int, Span]) -> Spans:
    """A municipality counts from that first day on, as long as it lives."""
    return Spans((max(first, lives[pk][0]), lives[pk][1]) for pk, first in firsts.items() if pk in lives)


def _points(term: Term, on: date, area: Spans, visited: Spans, concluded: Spans) -> list[Point]:
    return [
        Point(day, area.holding(day), visited.holding(day), concluded.holding(day))
        for day in _months(term.starts_on, min(term.ends_on, on))
    ]


def _months(first: date, last: date) -> list[date]:
    """The first day, the last day of each month, and the last day of all."""
    days = [first]
    day = _end_of_month(first)
    while day < last:
        days.append(day)
        day = _end_of_month(day + timedelta(1))
    return days if last == first else [*days, last]


def _end_of_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(31)).replace(day=1) - timedelta(1)


def _turns(places: QuerySet[Municipality], terms: list[Term], asked: Asked) -> list[Turn]:
    began = {term.starts_on: term for term in terms}
    links = Succession.objects.by(asked.on, known_at=asked.known_at).filter(took_effect_on__gte=terms[0].starts_on)
    of_places = links.filter(Q(predecessor__in=places) | Q(successor__in=places))
    mergers: dict[date, set[int]] = defaultdict(set)
    for link in [*of_places, *_undone(places, terms, asked)]:
        mergers[link.took_effect_on].add(link.successor_id)
    return [Turn(day, len(mergers.get(day, ())), began.get(day)) for day in sorted({*began, *mergers})]


def _undone(places: QuerySet[Municipality], terms: list[Term], asked: Asked) -> list[Succession]:
    """The mergers that counted then and were undone since."""
    links = undone_by(asked.on, known_at=asked.known_at)
    here = set(places.values_list("pk", flat=True)) if links else set()
    return [
        link
        for link in links
        if link.took_effect_on >= terms[0].starts_on and here & {link.predecessor_id, link.successor_id}
    ]
