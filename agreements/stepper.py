"""The way of an agreement through its stages, as its page shows it."""

from dataclasses import dataclass
from datetime import date

from agreements.actions.stages import in_order
from agreements.models import Agreement, Stage, StageChange
from agreements.models.stage import OPEN_STAGES

LAPSED = "lapsed"
WAY = (*OPEN_STAGES, Stage.SIGNED)


@dataclass(frozen=True)
class Station:
    """A stage on the way: "reached", "current", "skipped" or "ahead"; with its day where there is one."""

    stage: str
    state: str
    on: date | None = None


def stations(agreement: Agreement, *, on: date) -> list[Station]:
    """The stages up to the signature, and what became of the agreement: refused, ended, lapsed."""
    steps = in_order(step for step in agreement.stage_changes.all() if step.is_standing)
    taken = [step for step in steps if step.is_in_effect(on=on)]
    days = {Stage(step.stage): step.effective_on for step in taken}
    last = _last(agreement, steps, taken, on=on)
    reached = next((WAY.index(Stage(step.stage)) for step in reversed(taken) if step.stage in WAY), -1)
    way = [_station(stage, place - reached, days, last) for place, stage in enumerate(WAY)]
    if last is not None:
        way.insert(reached + 1, last)
    return way


def _station(stage: Stage, beyond: int, days: dict[Stage, date], last: Station | None) -> Station:
    if beyond > 0:
        return Station(stage, "ahead")
    if beyond == 0 and (last is None or last.state == "ahead"):
        return Station(stage, "current", days[stage])
    return Station(stage, "reached" if stage in days else "skipped", days.get(stage))


def _last(agreement: Agreement, steps: list[StageChange], taken: list[StageChange], *, on: date) -> Station | None:
    """Where it stopped or will stop early, if it does."""
    if not taken:
        return None
    stage = taken[-1].stage
    if stage in {Stage.DECLINED, Stage.ENDED}:
        return Station(stage, "current", taken[-1].effective_on)
    if stage == Stage.SIGNED and steps[-1].stage == Stage.ENDED:
        return Station(Stage.ENDED, "ahead", steps[-1].effective_on)
    if stage == Stage.SIGNED and agreement.ends_on is not None and agreement.ends_on < on:
        return Station(LAPSED, "current", agreement.ends_on)
    return None
