"""The figures of a story, counted the slow and obvious way: one municipality, one question at a time."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

from agreements.models import Stage
from agreements.models.stage import OPEN_STAGES, ORDER_WITHIN_A_DAY
from dashboards.figures import Row
from municipalities.models import Municipality
from tests.dashboards.clocks.stories import (
    AgreementStory,
    CommitmentStory,
    Merger,
    Step,
    Story,
    Town,
    Version,
    VisitStory,
)

TERMS = ((date(2019, 1, 1), date(2024, 12, 31)), (date(2025, 1, 1), date(2030, 12, 31)))
EFFECTIVE = {"on_the_spot", "video"}


class SlowModel:
    def __init__(self, story: Story, day: date, known: datetime | None) -> None:
        self.story, self.day, self.known = story, day, known
        self.term_begins = next(first for first, last in TERMS if first <= day <= last)
        self.visits: dict[int, list[VisitStory]] = defaultdict(list)
        self.agreements: dict[int, list[AgreementStory]] = defaultdict(list)
        for visit in story.visits:
            self.visits[visit.town.number].append(visit)
        for agreement in story.agreements:
            self.agreements[agreement.town.number].append(agreement)

    # What was known

    def _is_known(self, at: datetime | None) -> bool:
        return at is None or self.known is None or at <= self.known

    def _said(self, versions: list[Version]) -> tuple[Any, ...] | None:
        known = [version for version in versions if self._is_known(version.at)]
        return known[-1].said if known else None

    def _counts(self, one: Merger | Town) -> bool:
        """Recorded by then, and not undone by then."""
        return self._is_known(one.recorded) and not (one.undone and self._is_known(one.undone))

    def _mergers(self) -> list[Merger]:
        return [one for one in self.story.mergers if one.on <= self.day and self._counts(one)]

    def exists(self, town: Town) -> bool:
        if not self._counts(town) or (town.first and town.first > self.day):
            return False
        return not any(town in merger.predecessors for merger in self._mergers())

    def towns(self) -> list[Town]:
        return [town for town in self.story.towns if self.exists(town)]

    # Visits

    def _contacts(self, town: Town) -> Iterator[tuple[date, bool]]:
        """The day of each contact that took place, and whether it was a visit."""
        for visit in self.visits[town.number]:
            said = self._said(visit.versions)
            if said and said[2] == "held" and said[0] <= self.day:
                yield said[0], said[1] in EFFECTIVE

    def visited(self, town: Town) -> bool:
        return any(is_visit and on >= self.term_begins for on, is_visit in self._contacts(town))

    def contacted_only(self, town: Town) -> bool:
        return not self.visited(town) and any(on >= self.term_begins for on, _is_visit in self._contacts(town))

    def never_visited(self, town: Town) -> bool:
        return not any(is_visit for _on, is_visit in self._contacts(town))

    # Steps

    def _standing(self, agreement: AgreementStory) -> list[Step]:
        return [
            step
            for step in agreement.steps
            if self._is_known(step.recorded) and not (step.corrected and self._is_known(step.corrected))
        ]

    def _taken(self, agreement: AgreementStory) -> list[Step]:
        """In the order in which they happened."""
        taken = [
            step
            for step in self._standing(agreement)
            if step.on < self.day or (step.on == self.day and step.stage != Stage.ENDED)
        ]
        return sorted(taken, key=_moment)

    def _own(self, town: Town) -> list[AgreementStory]:
        return self.agreements[town.number]

    def step(self, town: Town) -> Step | None:
        """The latest of the term; without one, the latest of talks that are still open."""
        chains = [chain for agreement in self._own(town) if (chain := self._taken(agreement))]
        in_term = [step for chain in chains for step in chain if step.on >= self.term_begins]
        still_open = [chain[-1] for chain in chains if chain[-1].stage in OPEN_STAGES]
        return max(in_term or still_open, key=_moment, default=None)

    def _signed(self, agreement: AgreementStory) -> date | None:
        return min((step.on for step in self._taken(agreement) if step.stage == Stage.SIGNED), default=None)

    def _ended(self, agreement: AgreementStory) -> date | None:
        return min((step.on for step in self._standing(agreement) if step.stage == Stage.ENDED), default=None)

    def concluded_on(self, town: Town) -> date | None:
        signed = [
            step.on
            for agreement in self._own(town)
            for step in self._taken(agreement)
            if step.stage == Stage.SIGNED and step.on >= self.term_begins
        ]
        return min(signed, default=None)

    # In force

    def _period(self, agreement: AgreementStory) -> tuple[Any, ...]:
        return self._said(agreement.periods) or agreement.periods[-1].said

    def binds(self, agreement: AgreementStory) -> bool:
        first, last = self._period(agreement)
        ended = self._ended(agreement)
        return bool(self._signed(agreement)) and first <= self.day <= last and not (ended and ended < self.day)

    def held(self, town: Town) -> tuple[str | None, list[AgreementStory]]:
        """How it holds agreements (own, whole, part or not at all), and which."""
        own = [agreement for agreement in self._own(town) if self.binds(agreement)]
        if own:
            return "own", own
        how: str | None = None
        which: list[AgreementStory] = []
        for merger in self._mergers():
            if merger.successor is town:
                brought = [self.held(one) for one in merger.predecessors]
                if town.first != merger.on:
                    brought.append((how, which))
                which = [agreement for _how, some in brought for agreement in some]
                whole = all(kind in {"own", "whole"} for kind, _some in brought)
                how = None if not which else "whole" if whole else "part"
        return how, which

    def lapsed(self, town: Town) -> bool:
        past = [
            agreement
            for agreement in self._own(town)
            if self._signed(agreement)
            and self._period(agreement)[1] < self.day
            and not any(step.stage == Stage.ENDED for step in self._taken(agreement))
        ]
        return bool(past) and self.held(town)[0] is None

    # Follow-up

    def _overdue(self, agreement: AgreementStory) -> int:
        first, last = self._period(agreement)
        signed, ended = self._signed(agreement), self._ended(agreement)
        reviewed = {
            _years_after(agreement.periods[0].said[0], review.year)
            for review in agreement.reviews
            if (said := self._said(review.versions)) and said[0] <= self.day
        }
        due = [_years_after(first, years) for years in range(1, 10)]
        due = [on for on in due if signed and signed <= on < self.day and on <= last and not (ended and on > ended)]
        return sum(on not in reviewed for on in due)

    def review_overdue(self, town: Town) -> bool:
        return any(self._overdue(agreement) for agreement in self.held(town)[1])

    def heir(self, town: Town) -> Town:
        for merger in self._mergers():
            if town in merger.predecessors:
                town = merger.successor
        return town

    def reviews_held(self, town: Town) -> int:
        return sum(
            bool(said) and self.term_begins <= said[0] <= self.day
            for agreement in self.story.agreements
            if self.heir(agreement.town) is town
            for review in agreement.reviews
            for said in [self._said(review.versions)]
        )

    def _held_commitments(self, agreement: AgreementStory) -> list[CommitmentStory]:
        dropped: set[int] = set()
        for addendum in agreement.addenda:
            said = self._said(addendum.versions)
            if said and max(said) <= self.day:
                dropped |= addendum.dropped
        return [one for place, one in enumerate(agreement.commitments) if place not in dropped]

    def commitments_done(self, town: Town) -> int:
        done = 0
        for agreement in self.held(town)[1]:
            for commitment in self._held_commitments(agreement):
                said = [one for versions in commitment.versions if (one := self._said(versions))]
                known = [one for one in said if one[1] <= self.day]
                # Of two that hold since the same day, the one that was recorded last.
                done += bool(known) and max(enumerate(known), key=lambda one: (one[1][1], one[0]))[1][0] == "done"
        return done

    def days_to_signature(self, town: Town) -> int | None:
        signed = self.concluded_on(town)
        visits = [on for on, is_visit in self._contacts(town) if is_visit and on >= self.term_begins]
        return (signed - min(visits)).days if signed and visits and min(visits) <= signed else None

    # Numbers

    def numbers(self, province: int | None = None) -> dict[str, int | None]:
        """Per code of a figure: of a province, or of all together. Figures that nothing counts for are left out."""
        numbers: Counter[str] = Counter()
        days: list[int] = []
        for town in self.towns():
            if town.agency == Municipality.Agency.AGII and province in (None, town.province):
                numbers.update(self._codes(town))
                numbers["reviews_held"] += self.reviews_held(town)
                numbers["commitments_done"] += self.commitments_done(town)
                days += [took] if (took := self.days_to_signature(town)) is not None else []
        found: dict[str, int | None] = {code: number for code, number in numbers.items() if number}
        return found | ({"days_to_signature": round(median(days))} if days else {})

    def _codes(self, town: Town) -> Iterator[str]:
        yield "municipalities"
        yield "visited" if self.visited(town) else "not_visited"
        if self.contacted_only(town):
            yield "contacted_only"
        if self.never_visited(town):
            yield "never_visited"
        if self.concluded_on(town):
            yield "concluded"
        how = self.held(town)[0]
        if how:
            yield "in_force"
            yield {"own": "in_force_own", "whole": "inherited_whole", "part": "inherited_part"}[how]
        if self.lapsed(town):
            yield "lapsed"
        step = self.step(town)
        yield step.stage.value if step else "no_talks"
        if step and step.reason is not None:
            yield f"declined-{step.reason}"
        if self.review_overdue(town):
            yield "reviews_overdue"
        yield f"state-{self._state(town, how, step)}"

    def _state(self, town: Town, how: str | None, step: Step | None) -> str:
        if how:
            return {"own": "in_force", "whole": "inherited_whole", "part": "inherited_part"}[how]
        if step and step.stage == Stage.SIGNED:
            return "signed"
        if step and step.stage in OPEN_STAGES:
            return "in_talks"
        if step and step.stage == Stage.DECLINED:
            return "declined"
        return "visited" if self.visited(town) else "not_visited"


def told_by(row: Row) -> dict[str, int | None]:
    """The numbers of a row as the slow model tells them: what counts for nothing is left out."""
    medians = {"days_to_signature"}
    return {code: number for code, number in row.numbers.items() if number or (code in medians and number is not None)}


def _moment(step: Step) -> tuple[date, int, int]:
    return step.on, ORDER_WITHIN_A_DAY.index(step.stage), step.number


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 2, 28) + timedelta(1)
