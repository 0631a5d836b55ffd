"""Stories: a small world on paper, with when each thing happened and when it was recorded, changed or undone."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from hypothesis import strategies as st

from agreements.models import Commitment, Stage
from agreements.models.anniversaries import anniversaries
from agreements.models.stage import OPEN_STAGES
from municipalities.models import Municipality, Visit

FIRST, LAST = date(2019, 1, 1), date(2027, 12, 31)
MERGER_DAYS = (date(2020, 7, 1), date(2023, 1, 1), date(2025, 1, 1))
PROVINCES, REGIONS = 2, 3
REASONS = ("too-busy", "too-small")


@dataclass
class Town:
    number: int
    province: int
    region: int
    agency: str = Municipality.Agency.AGII
    first: date | None = None
    last: date | None = None
    recorded: datetime | None = None
    undone: datetime | None = None  # with the merger that it came from


@dataclass
class Merger:
    on: date
    predecessors: list[Town]
    successor: Town
    recorded: datetime | None
    undone: datetime | None = None


@dataclass(frozen=True)
class Version:
    """What was said of a visit, a review, a period or a state from a moment on."""

    at: datetime
    said: tuple[Any, ...]


@dataclass
class VisitStory:
    town: Town
    versions: list[Version]  # (held_on, kind, status)


@dataclass
class Step:
    stage: Stage
    on: date
    recorded: datetime
    corrected: datetime | None = None
    reason: str | None = None  # its code
    number: int = 0  # in the order of recording, over all agreements


@dataclass
class ReviewStory:
    year: int  # how many years after the first day
    versions: list[Version]  # (held_on,)


@dataclass
class CommitmentStory:
    versions: list[list[Version]]  # one list per progress: (state, on)


@dataclass
class AddendumStory:
    """It drops commitments, by their place in the agreement."""

    versions: list[Version]  # (signed on, holds from)
    dropped: set[int]


@dataclass
class AgreementStory:
    town: Town
    periods: list[Version]  # (first day, last day)
    steps: list[Step]
    reviews: list[ReviewStory] = field(default_factory=list)
    commitments: list[CommitmentStory] = field(default_factory=list)
    addenda: list[AddendumStory] = field(default_factory=list)


@dataclass
class Story:
    towns: list[Town]
    mergers: list[Merger]
    visits: list[VisitStory]
    agreements: list[AgreementStory]


def noon(day: date, *, later: int = 0) -> datetime:
    return datetime.combine(day + timedelta(days=later), time(12), tzinfo=UTC)


# Few days, so that much meets: the first of each quarter, the days on which something turns, and now and then another.
turns = [LAST, date(2024, 12, 31), *MERGER_DAYS, *(day - timedelta(1) for day in MERGER_DAYS)]
quarters = [date(year, month, 1) for year in range(FIRST.year, LAST.year + 1) for month in (1, 4, 7, 10)]
days = st.sampled_from(quarters) | st.sampled_from(turns) | st.dates(FIRST, LAST)
delays = st.sampled_from([0, 0, 1, 30, 400, 1200])
moments = st.none() | st.builds(noon, days, later=delays)


@st.composite
def versions(draw: st.DrawFn, on: date, *said: st.SearchStrategy[tuple[Any, ...]]) -> list[Version]:
    """What was said first, after the day itself, and what it was changed into later."""
    at = noon(on, later=draw(delays))
    found = []
    for words in said[: draw(st.integers(1, len(said)))]:
        found.append(Version(at, draw(words)))
        at += timedelta(days=draw(st.integers(1, 700)))
    return found


@st.composite
def towns_and_mergers(draw: st.DrawFn) -> tuple[list[Town], list[Merger]]:
    agencies = st.sampled_from([*[Municipality.Agency.AGII] * 5, Municipality.Agency.ATLAS])
    provinces, regions = st.integers(0, PROVINCES - 1), st.integers(0, REGIONS - 1)
    towns = [Town(number, draw(provinces), draw(regions), draw(agencies)) for number in range(draw(st.integers(2, 4)))]
    mergers: list[Merger] = []
    recorded: datetime | None = None
    for day in MERGER_DAYS:
        alive = [town for town in towns if town.last is None and town.undone is None]
        if len(alive) < 2 or not draw(st.integers(0, 2)):
            continue
        going = draw(st.lists(st.sampled_from(alive), min_size=1, max_size=3, unique_by=lambda town: town.number))
        staying = [town for town in alive if town not in going]
        if recorded is not None or draw(st.booleans()):  # what is recorded here comes after what was published
            recorded = max(recorded or noon(FIRST), noon(day, later=draw(st.integers(-300, 300)))) + timedelta(hours=1)
        absorbed = len(going) == 1 or (staying and draw(st.booleans()))
        if absorbed and not staying:
            continue
        if absorbed:
            successor = draw(st.sampled_from(staying))
        else:
            successor = Town(len(towns), draw(provinces), draw(regions), first=day, recorded=recorded)
            towns.append(successor)
        merger = Merger(day, going, successor, recorded)
        mergers.append(merger)
        if recorded is not None and draw(st.booleans()):
            merger.undone = recorded = recorded + timedelta(days=draw(st.sampled_from([1, 300, 1500])))
            successor.undone = None if absorbed else merger.undone
            continue
        for town in going:
            town.last = day - timedelta(1)
    return towns, mergers


@st.composite
def visits(draw: st.DrawFn, town: Town) -> VisitStory:
    words = st.tuples(days, st.sampled_from(Visit.Kind.values), st.sampled_from(Visit.Status.values))
    return VisitStory(town, draw(versions(draw(days), words, words, words)))


@st.composite
def chains(draw: st.DrawFn) -> list[Step]:
    """A legal chain of steps, some of which stand in the place of one that was wrong."""
    stages: list[Stage] = [stage for stage in OPEN_STAGES if draw(st.booleans())]
    endings = [(), (Stage.DECLINED,), *[(Stage.SIGNED,)] * 4, (Stage.SIGNED, Stage.ENDED)]
    stages += draw(st.sampled_from(endings)) or ([] if stages else [Stage.EXPLORING])
    taken = sorted(draw(st.lists(days, min_size=len(stages), max_size=len(stages))))
    steps = []
    for stage, on in zip(stages, taken, strict=True):
        reason = draw(st.sampled_from(REASONS)) if stage == Stage.DECLINED else None
        step = Step(stage, on, noon(on, later=draw(delays)), reason=reason)
        steps.append(step)
        fate = draw(st.sampled_from(["stands", "stands", "stands", "moved", "struck"]))
        if fate != "stands":
            step.corrected = corrected = step.recorded + timedelta(days=draw(st.integers(1, 900)))
            steps += [Step(stage, draw(days), corrected, reason=reason)] if fate == "moved" else []
    return steps


@st.composite
def agreements(draw: st.DrawFn, town: Town) -> AgreementStory:
    first = draw(days)
    last = first + timedelta(draw(st.sampled_from([1, 200, 800, 1500, 2500])))
    steps = draw(chains())
    known = min(step.recorded for step in steps)
    longer = st.builds(lambda more: (first, last + timedelta(more)), st.integers(1, 900))
    periods = [Version(known - timedelta(days=1), (first, last))]
    if draw(st.booleans()):
        periods.append(Version(known + timedelta(days=draw(st.integers(0, 900))), draw(longer)))
    reviews = [
        ReviewStory(year, draw(versions(draw(days), st.tuples(days), st.tuples(days))))
        for year in draw(st.lists(st.integers(1, 5), max_size=3, unique=True))
        if len(anniversaries(first, until=last)) >= year
    ]
    states = st.tuples(st.sampled_from(Commitment.State.values), days)
    commitments = [
        CommitmentStory([draw(versions(draw(days), states, states)) for _progress in range(draw(st.integers(0, 2)))])
        for _commitment in range(draw(st.integers(0, 2)))
    ]
    addenda = draw(st.lists(addenda_dropping(len(commitments)), max_size=2)) if commitments else []
    return AgreementStory(town, periods, steps, reviews, commitments, addenda)


@st.composite
def addenda_dropping(draw: st.DrawFn, commitments: int) -> AddendumStory:
    signed = st.tuples(days, days)
    return AddendumStory(draw(versions(draw(days), signed, signed)), draw(st.sets(st.integers(0, commitments - 1))))


@st.composite
def stories(draw: st.DrawFn) -> Story:
    towns, mergers = draw(towns_and_mergers())
    some = st.sampled_from([town for town in towns if town.undone is None])  # what has anything is not undone
    found = Story(
        towns,
        mergers,
        [draw(visits(draw(some))) for _visit in range(draw(st.integers(0, 6)))],
        [draw(agreements(draw(some))) for _agreement in range(draw(st.integers(0, 6)))],
    )
    steps = [step for agreement in found.agreements for step in agreement.steps]
    for number, step in enumerate(steps):
        step.number = number
    return found
