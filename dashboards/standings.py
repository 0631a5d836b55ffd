"""Where each municipality stands on a day. Everything that counts, lists or draws municipalities starts here."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.models import DeclineReason, Stage
from dashboards import facts
from dashboards.facts import Asked
from dashboards.inheritance import Family, Force, Held
from dashboards.lines import AgreementLine, MunicipalityLine, StepLine
from municipalities.models import Municipality, Term


class State(models.TextChoices):
    """Where a municipality stands in one word: the first that applies. For the map and for grouping."""

    OUTSIDE = "outside", _("outside the working area")
    IN_FORCE = "in_force", _("agreement in force")
    INHERITED_WHOLE = "inherited_whole", _("agreement inherited whole")
    INHERITED_PART = "inherited_part", _("agreement inherited in part")
    SIGNED = "signed", _("signed, not in force")
    IN_TALKS = "in_talks", _("in talks")
    DECLINED = "declined", _("no agreement for now")
    VISITED = "visited", _("visited, no talks going on")
    NOT_VISITED = "not_visited", _("not yet visited")


STATE_OF_FORCE = {
    Force.OWN: State.IN_FORCE,
    Force.INHERITED_WHOLE: State.INHERITED_WHOLE,
    Force.INHERITED_PART: State.INHERITED_PART,
}


class Traits(NamedTuple):
    """All that decides whether a municipality counts for a figure: those with the same traits count for the same."""

    visited: bool
    contacted_only: bool
    never_visited: bool
    concluded: bool
    in_force: Force | None
    lapsed: bool
    stage: Stage | None
    decline_reason_id: int | None
    review_overdue: bool
    state: State

    @classmethod
    def of(cls, standing: "Standing") -> Self:
        return cls(
            visited=standing.visited,
            contacted_only=standing.contacted_only,
            never_visited=standing.never_visited,
            concluded=standing.concluded,
            in_force=standing.in_force,
            lapsed=standing.lapsed,
            stage=standing.stage,
            decline_reason_id=standing.decline_reason.pk if standing.decline_reason else None,
            review_overdue=standing.reviews_overdue > 0,
            state=standing.state,
        )


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One municipality as it stands on a day, as far as was known at the moment we look from."""

    municipality: MunicipalityLine
    asked: Asked
    last_visited_on: date | None
    last_contacted_on: date | None
    first_visited_on: date | None  # of the term; known where an agreement was concluded
    concluded_on: date | None
    held: Held
    has_lapsed: bool
    step: StepLine | None
    reviews_held: int

    @property
    def on(self) -> date:
        return self.asked.on

    @property
    def term(self) -> Term:
        return self.asked.term

    @property
    def in_working_area(self) -> bool:
        return self.municipality.in_working_area

    @property
    def visited(self) -> bool:
        """Effectively visited in the term of the day."""
        return self.last_visited_on is not None and self.last_visited_on >= self.term.starts_on

    @property
    def contacted_only(self) -> bool:
        """A phone call or an e-mail in the term of the day, and no visit in it."""
        return not self.visited and self.last_contacted_on is not None and self.last_contacted_on >= self.term.starts_on

    @property
    def never_visited(self) -> bool:
        """No effective visit in any term."""
        return self.last_visited_on is None

    @property
    def days_since_visit(self) -> int | None:
        return Municipality.days_since(self.last_visited_on, on=self.on)

    @property
    def concluded(self) -> bool:
        """Signed by all in the term of the day."""
        return self.concluded_on is not None

    @property
    def days_to_signature(self) -> int | None:
        """From the first visit of the term to the first signature in it; None without either, or in another order."""
        if self.first_visited_on is None or self.concluded_on is None or self.first_visited_on > self.concluded_on:
            return None
        return (self.concluded_on - self.first_visited_on).days

    @property
    def in_force(self) -> Force | None:
        return self.held.force

    @property
    def lapsed(self) -> bool:
        """An agreement of its own ran to its last day, and none is in force since."""
        return self.has_lapsed and self.in_force is None

    @property
    def stage(self) -> Stage | None:
        return self.step.stage if self.step else None

    @property
    def stage_since(self) -> date | None:
        return self.step.effective_on if self.step else None

    @property
    def decline_reason(self) -> DeclineReason | None:
        return self.step.reason if self.step else None

    @property
    def reviews_overdue(self) -> int:
        """How many yearly reviews are overdue under the agreements in force, its own or inherited."""
        return sum(one.reviews_overdue for one in self.held.agreements)

    @property
    def commitments_done(self) -> int:
        """How many commitments are done under the agreements in force, its own or inherited."""
        return sum(one.commitments_done for one in self.held.agreements)

    @cached_property
    def state(self) -> State:
        if not self.in_working_area:
            return State.OUTSIDE
        if self.in_force:
            return STATE_OF_FORCE[self.in_force]
        if self.stage == Stage.SIGNED:
            return State.SIGNED
        if self.stage is not None and self.stage.is_open:
            return State.IN_TALKS
        if self.stage == Stage.DECLINED:
            return State.DECLINED
        return State.VISITED if self.visited else State.NOT_VISITED

    @cached_property
    def traits(self) -> Traits:
        return Traits.of(self)

    @property
    def agreement(self) -> AgreementLine | None:
        """The agreement its stage rests on; without a stage, the (first) one in force."""
        if self.step:
            return self.step.agreement
        return self.held.agreements[0].agreement if self.held.agreements else None


def standings(
    *, on: date, known_at: datetime | None = None, municipalities: Iterable[Any] | None = None
) -> list[Standing]:
    """One standing for each municipality that exists on the day, by name; of all of them, or of those given.

    With `known_at`: as the register had it at that moment, with corrections and changes since undone.
    Asks the same number of queries for any number of municipalities, visits and agreements. Raises NoTerm.
    """
    return standings_of(Asked(on, Term.objects.of(on), known_at), municipalities)


def standings_of(asked: Asked, municipalities: Iterable[Any] | None = None) -> list[Standing]:
    places = facts.places(asked, municipalities)
    family = Family(on=asked.on, known_at=asked.known_at)
    ids = [place.line.pk for place in places]
    among = None if municipalities is None else {*ids, *family.ancestors(ids)}
    gathered = _Gathered(asked, family, among)
    steps = facts.steps([place.step_id for place in places])
    return [gathered.standing(place, steps.get(place.step_id)) for place in places]


class _Gathered:
    """The facts of all municipalities together, from which the standing of each is made."""

    def __init__(self, asked: Asked, family: Family, among: facts.Ids) -> None:
        self.asked = asked
        self.family = family
        self.own = facts.in_force(asked, among)
        self.concluded = facts.concluded(asked, among)
        self.first_visits = facts.first_visits(asked, self.concluded)
        self.lapsed = facts.lapsed(asked, among)
        self.reviewed = _by_heir(facts.reviews_held(asked, among), family)

    def standing(self, place: facts.FoundPlace, step: StepLine | None) -> Standing:
        pk = place.line.pk
        return Standing(
            municipality=place.line,
            asked=self.asked,
            last_visited_on=place.last_visited_on,
            last_contacted_on=place.last_contacted_on,
            first_visited_on=self.first_visits.get(pk),
            concluded_on=self.concluded.get(pk),
            held=self.family.held(pk, self.own),
            has_lapsed=pk in self.lapsed,
            step=step,
            reviews_held=self.reviewed[pk],
        )


def _by_heir(numbers: Mapping[int, int], family: Family) -> Mapping[int, int]:
    """What was done for an agreement counts for the municipality that took it over."""
    found: dict[int, int] = defaultdict(int)
    for municipality_id, number in numbers.items():
        found[family.heir(municipality_id)] += number
    return found
