"""Worlds to count in: a few municipalities that merge along the way, and what happened to them."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from hypothesis import strategies as st

from accounts.models import User
from agreements.actions.stages import Step, record
from agreements.models import Agreement, DeclineReason, Review, Stage
from agreements.models.stage import OPEN_STAGES
from municipalities.models import Municipality, Succession, Visit
from tests.factories import (
    AgreementFactory,
    DeclineReasonFactory,
    MunicipalityFactory,
    ProvinceFactory,
    RegionFactory,
    TermFactory,
    UserFactory,
    VisitFactory,
)

FIRST, LAST = date(2019, 1, 1), date(2026, 12, 31)
TERMS = (date(2019, 1, 1), date(2025, 1, 1))


@dataclass(frozen=True)
class Place:
    """A municipality on paper: province, region, life-span, what it went into and when."""

    province: int
    region: int
    starts_on: date | None = None
    ends_on: date | None = None
    into: str = ""
    agency: str = Municipality.Agency.AGII


MIDWAY, TURN = date(2021, 7, 1), date(2025, 1, 1)
PLACES = {
    "Anzem": Place(0, 0, ends_on=MIDWAY - timedelta(1), into="Anzem-Bele"),
    "Bele": Place(0, 1, ends_on=MIDWAY - timedelta(1), into="Anzem-Bele"),
    "Anzem-Bele": Place(0, 0, starts_on=MIDWAY, ends_on=TURN - timedelta(1), into="Drievoort"),
    "Clere": Place(1, 2, ends_on=TURN - timedelta(1), into="Drievoort"),
    "Drievoort": Place(0, 0, starts_on=TURN),  # from two provinces and over two mergers
    "Eppe": Place(1, 1),  # keeps its code and takes in Fonteyne midway
    "Fonteyne": Place(1, 1, ends_on=MIDWAY - timedelta(1), into="Eppe"),
    "Grootstad": Place(1, 2, agency=Municipality.Agency.ATLAS),  # outside the working area, takes in Hulle
    "Hulle": Place(1, 2, ends_on=TURN - timedelta(1), into="Grootstad"),
    "Ieke": Place(0, 1),
}


def exists(name: str, day: date) -> bool:
    place = PLACES[name]
    return (place.starts_on is None or place.starts_on <= day) and (place.ends_on is None or day <= place.ends_on)


def lineage(name: str) -> set[str]:
    """A municipality and what it became."""
    return {name} | (lineage(PLACES[name].into) if PLACES[name].into else set())


@dataclass(frozen=True)
class VisitEvent:
    place: str
    day: date
    kind: str = Visit.Kind.ON_THE_SPOT
    status: str = Visit.Status.HELD


@dataclass(frozen=True)
class AgreementEvent:
    place: str
    starts_on: date
    ends_on: date
    steps: tuple[tuple[Stage, date], ...]
    reviews: tuple[tuple[int, date], ...] = field(default=())  # how many years after the start, held on

    @property
    def day(self) -> date:
        """The first day on which anything of it happened."""
        return min([self.steps[0][1], *(held_on for _years, held_on in self.reviews)])

    def postponed(self, days: int) -> "AgreementEvent":
        steps = tuple((stage, day + timedelta(days)) for stage, day in self.steps)
        return replace(self, steps=steps, reviews=tuple((year, day + timedelta(days)) for year, day in self.reviews))


Event = VisitEvent | AgreementEvent

days = st.dates(FIRST, LAST)
# Days on which something turns are drawn as often as all others together.
telling_days = days | st.sampled_from([FIRST, MIDWAY - timedelta(1), MIDWAY, TURN - timedelta(1), TURN, LAST])
places = st.sampled_from(sorted(PLACES))
visits = st.builds(
    VisitEvent, places, telling_days, st.sampled_from(Visit.Kind.values), st.sampled_from(Visit.Status.values)
).filter(lambda visit: exists(visit.place, visit.day))


@st.composite
def agreements(draw: st.DrawFn) -> AgreementEvent:
    stages: list[Stage] = [one for one in OPEN_STAGES if draw(st.booleans())]
    last: list[tuple[Stage, ...]] = [
        (),
        (Stage.DECLINED,),
        (Stage.SIGNED,),
        (Stage.SIGNED,),
        (Stage.SIGNED, Stage.ENDED),
    ]
    stages += draw(st.sampled_from(last)) or ([] if stages else [Stage.EXPLORING])
    taken = sorted(draw(st.lists(telling_days, min_size=len(stages), max_size=len(stages))))
    starts_on = draw(telling_days)
    reviews = draw(st.lists(st.tuples(st.integers(1, 6), telling_days), max_size=3, unique_by=lambda one: one[0]))
    return AgreementEvent(
        place=draw(places),
        starts_on=starts_on,
        ends_on=starts_on + timedelta(draw(st.integers(1, 2500))),
        steps=tuple(zip(stages, taken, strict=True)),
        reviews=tuple(reviews),
    )


events = st.lists(visits | agreements(), max_size=14)


class World:
    """The municipalities in the database, and a way to let things happen to them."""

    def __init__(self) -> None:
        for first_day in TERMS:
            TermFactory(starts_on=first_day)
        provinces = [
            ProvinceFactory(nis="10000", name="Eerste provincie", abbreviation="EEN", position=1),
            ProvinceFactory(nis="20000", name="Tweede provincie", abbreviation="TWE", position=2),
        ]
        regions = [RegionFactory(name=f"Regio {letter}") for letter in "ABC"]
        self.by: User = UserFactory()
        self.reason: DeclineReason = DeclineReasonFactory()
        self.places: dict[str, Municipality] = {
            name: MunicipalityFactory(
                name=name,
                province=provinces[place.province],
                region=regions[place.region],
                agency=place.agency,
                starts_on=place.starts_on,
                ends_on=place.ends_on,
            )
            for name, place in PLACES.items()
        }
        for name, place in PLACES.items():
            if place.into and place.ends_on:
                Succession.objects.create(
                    predecessor=self.places[name],
                    successor=self.places[place.into],
                    took_effect_on=place.ends_on + timedelta(1),
                )

    def happen(self, *what: Event) -> None:
        for event in what:
            if isinstance(event, VisitEvent):
                self._visit(event)
            else:
                self._agree(event)

    def _visit(self, event: VisitEvent) -> None:
        VisitFactory(
            municipality=self.places[event.place],
            held_on=event.day,
            kind=event.kind,
            status=event.status,
            cancel_reason="verzet" if event.status == Visit.Status.CANCELLED else "",
        )

    def _agree(self, event: AgreementEvent) -> None:
        agreement = AgreementFactory(
            municipality=self.places[event.place], starts_on=event.starts_on, ends_on=event.ends_on
        )
        for stage, day in event.steps:
            take(agreement, stage, day, by=self.by, reason=self.reason)
        for years, held_on in event.reviews:
            due_on = next(iter(agreement.anniversaries(until=LAST)[years - 1 : years]), None)
            if due_on:
                Review.objects.create(agreement=agreement, due_on=due_on, held_on=held_on)


def take(agreement: Agreement, stage: Stage, day: date, *, by: User, reason: DeclineReason | None = None) -> None:
    """A step, written down without asking whether it was wise."""
    signed_on = day if stage == Stage.SIGNED else None
    step = Step(
        stage=stage,
        effective_on=day,
        note="afgesproken" if stage == Stage.ENDED else "",
        reason=(reason or DeclineReasonFactory()) if stage == Stage.DECLINED else None,
        agency_signed_on=signed_on,
        municipality_signed_on=signed_on,
    )
    record(agreement, step, by=by)


# The same counted by hand, from the events alone ----------------------------------------------------------------------


def term_start(day: date) -> date:
    return max(start for start in TERMS if start <= day)


def visited_by_hand(name: str, events: Iterable[Event], day: date) -> bool:
    return any(
        isinstance(one, VisitEvent)
        and one.place == name
        and one.status == "held"
        and one.kind in {"on_the_spot", "video"}
        and term_start(day) <= one.day <= day
        for one in events
    )


def concluded_by_hand(name: str, events: Iterable[Event], day: date) -> bool:
    return any(
        stage == Stage.SIGNED and term_start(day) <= on <= day
        for one in events
        if isinstance(one, AgreementEvent) and one.place == name
        for stage, on in one.steps
    )


def binds(agreement: AgreementEvent, day: date) -> bool:
    signed = any(stage == Stage.SIGNED and on <= day for stage, on in agreement.steps)
    ended = any(stage == Stage.ENDED and on < day for stage, on in agreement.steps)
    return signed and not ended and agreement.starts_on <= day <= agreement.ends_on


def force_by_hand(name: str, events: Iterable[Event], day: date) -> str | None:
    """own, inherited_whole, inherited_part or None; written out per place, because there are only a few."""
    have = {one.place for one in events if isinstance(one, AgreementEvent) and binds(one, day)}
    if name in have:
        return "own"
    if name == "Anzem-Bele":
        return _of_some(len({"Anzem", "Bele"} & have), 2)
    if name == "Drievoort":
        before = force_by_hand("Anzem-Bele", events, day)
        whole = (before in {"own", "inherited_whole"}) + ("Clere" in have)
        return _of_some(whole, 2) or ("inherited_part" if before else None)
    if name == "Eppe":
        return "inherited_part" if "Fonteyne" in have and day >= MIDWAY else None
    if name == "Grootstad":
        return "inherited_part" if "Hulle" in have and day >= TURN else None
    return None


def _of_some(number: int, of: int) -> str | None:
    return None if not number else "inherited_whole" if number == of else "inherited_part"


def stage_by_hand(name: str, events: Iterable[Event], day: date) -> set[str | None]:
    """The stages it may have: more than one when two agreements took their last step on the same day."""
    candidates: list[tuple[date, str]] = []
    for one in events:
        if isinstance(one, AgreementEvent) and one.place == name:
            taken = [(on, stage) for stage, on in one.steps if on < day or (on == day and stage != Stage.ENDED)]
            if taken and (taken[-1][1] in OPEN_STAGES or taken[-1][0] >= term_start(day)):
                candidates.append(taken[-1])
    latest = max((on for on, _stage in candidates), default=None)
    return {stage for on, stage in candidates if on == latest} or {None}
