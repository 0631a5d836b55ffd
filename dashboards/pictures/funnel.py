"""How far the talks of a term came: how many reached each stage, and how long they stayed in it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agreements.models import Stage
from agreements.models.stage import OPEN_STAGES
from dashboards.days import clock_query
from dashboards.facts import Asked
from dashboards.pictures.scale import WHOLE
from dashboards.places import Place, query_of, within

WAY = (*OPEN_STAGES, Stage.SIGNED)


class Step(NamedTuple):
    pk: int
    stage: Stage
    on: date


Ways = Mapping[int, Sequence[Step]]  # per agreement its steps, as they happened


class Counted(models.TextChoices):
    """What a number beside a stage counts."""

    REACHED = "reached", _("reached")
    HERE = "here", _("stands there now")
    REFUSED = "refused", _("no agreement after that")
    WENT_ON = "went-on", _("went on")


@dataclass(frozen=True)
class OnTheWay:
    """An agreement under a number, with the steps that make it count; or one of its stays, with the days it took."""

    agreement_id: int
    steps: tuple[Step, ...]
    days: int | None = None


@dataclass(frozen=True)
class StageRow:
    """A stage on the way to the signature, with all that each of its numbers counts."""

    stage: Stage
    counted: Mapping[Counted, Sequence[OnTheWay]]
    percentage: float  # of all that began
    urls: Mapping[str, str]  # of the list behind each number, by what it counts

    @property
    def reached(self) -> int:
        return len(self.counted[Counted.REACHED])

    @property
    def here(self) -> int | None:
        """How many stand here on the day; None for the end of the way."""
        return len(self.counted[Counted.HERE]) if self.stage.is_open else None

    @property
    def refused(self) -> int:
        """How many came no further, and stand at "no agreement"."""
        return len(self.counted[Counted.REFUSED])

    @property
    def stays(self) -> int:
        return len(self.counted[Counted.WENT_ON])

    @property
    def days(self) -> int | None:
        return median_of(self.counted[Counted.WENT_ON])


def funnel_of(place: Place | None, asked: Asked) -> list[StageRow]:
    """The agreements with a step in the term, or still in talks from an earlier one, in one query."""
    ways = ways_of(within(place, of="agreement__municipality__"), asked)
    return [_row(stage, ways, place, asked) for stage in WAY]


def ways_of(places: Q, asked: Asked) -> Ways:
    """Of the agreements that the funnel counts, in some places."""
    own = asked.steps.filter(agreement=OuterRef("agreement"))
    of_term = Exists(own.filter(effective_on__gte=asked.term.starts_on))
    steps = (
        asked.steps.alias(last_stage=Subquery(own.latest_first().values("stage")[:1]))
        .filter(places)
        .filter(of_term | Q(last_stage__in=OPEN_STAGES))
    )
    ways: dict[int, list[Step]] = defaultdict(list)
    for agreement_id, pk, stage, day in steps.in_order().values_list("agreement_id", "pk", "stage", "effective_on"):
        ways[agreement_id].append(Step(pk, Stage(stage), day))
    return ways


def counted_at(stage: Stage, ways: Ways) -> dict[Counted, list[OnTheWay]]:
    """All that the numbers of a stage count. Who skipped it on the way to a later one reached it too."""
    place = WAY.index(stage)
    found: dict[Counted, list[OnTheWay]] = {one: [] for one in Counted}
    for agreement_id, way in ways.items():
        farthest, last = _farthest(way), way[-1]
        if farthest >= place:
            found[Counted.REACHED].append(OnTheWay(agreement_id, (_arrival(way, place),)))
        if last.stage == stage:
            found[Counted.HERE].append(OnTheWay(agreement_id, (last,)))
        if farthest == place and last.stage == Stage.DECLINED:
            found[Counted.REFUSED].append(OnTheWay(agreement_id, (last,)))
        found[Counted.WENT_ON] += _stays(agreement_id, way, stage)
    return found


def median_of(stays: Sequence[OnTheWay]) -> int | None:
    """The median of how long those that went on had stayed."""
    return round(median(one.days or 0 for one in stays)) if stays else None


def _row(stage: Stage, ways: Ways, place: Place | None, asked: Asked) -> StageRow:
    counted = counted_at(stage, ways)
    return StageRow(
        stage=stage,
        counted=counted,
        percentage=WHOLE * len(counted[Counted.REACHED]) / max(len(ways), 1),
        urls={one.name.lower(): _list(stage, one, place, asked) for one in Counted},
    )


def _farthest(way: Sequence[Step]) -> int:
    """The place of the last stage reached; a refusal at once comes out of the first talk."""
    return max((WAY.index(step.stage) for step in way if step.stage in WAY), default=0)


def _arrival(way: Sequence[Step], place: int) -> Step:
    """The step that reached the stage, or passed it; of a refusal at once the refusal itself."""
    return next((step for step in way if step.stage in WAY and WAY.index(step.stage) >= place), way[0])


def _stays(agreement_id: int, way: Sequence[Step], stage: Stage) -> Iterator[OnTheWay]:
    """How many days lay between arriving and going on, each time that it went on."""
    for step, after in pairwise(way):
        if step.stage == stage and stage.is_open:
            yield OnTheWay(agreement_id, (step, after), (after.on - step.on).days)


def _list(stage: Stage, counted: Counted, place: Place | None, asked: Asked) -> str:
    address = reverse("dashboards:way_list", args=[stage, counted])
    return f"{address}?{clock_query(asked.on, asked.known_at)}{query_of(place)}"
