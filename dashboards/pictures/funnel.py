"""How far the talks of a term came: how many reached each stage, and how long they stayed in it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median

from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse

from agreements.models import Stage
from agreements.models.stage import OPEN_STAGES
from dashboards.facts import Asked
from dashboards.pictures.scale import WHOLE
from dashboards.places import Place, query_of, within

WAY = (*OPEN_STAGES, Stage.SIGNED)
Way = list[tuple[Stage, date]]  # the steps of one agreement, as they happened


@dataclass(frozen=True)
class StageRow:
    """A stage on the way to the signature. Who skipped it on the way to a later one reached it too."""

    stage: Stage
    reached: int
    percentage: float  # of all that began
    refused: int  # came no further, and stands at "no agreement"
    here: int | None  # stands here on the day; None for the end of the way
    url: str  # the list of those that stand here; empty when there is none
    days: int | None  # the median of how long those that went on had stayed
    stays: int


def funnel_of(place: Place | None, asked: Asked) -> list[StageRow]:
    """The agreements with a step in the term, or still in talks from an earlier one, in one query."""
    ways = _ways(place, asked)
    stays = _stays(ways)
    return [_row(stage, ways, stays[stage], _list(stage, place, asked)) for stage in WAY]


def _ways(place: Place | None, asked: Asked) -> list[Way]:
    own = asked.steps.filter(agreement=OuterRef("agreement"))
    of_term = Exists(own.filter(effective_on__gte=asked.term.starts_on))
    steps = (
        asked.steps.alias(last_stage=Subquery(own.latest_first().values("stage")[:1]))
        .filter(within(place, of="agreement__municipality__"))
        .filter(of_term | Q(last_stage__in=OPEN_STAGES))
    )
    ways: dict[int, Way] = defaultdict(list)
    for agreement_id, stage, day in steps.in_order().values_list("agreement_id", "stage", "effective_on"):
        ways[agreement_id].append((Stage(stage), day))
    return list(ways.values())


def _row(stage: Stage, ways: Iterable[Way], stays: Sequence[int], url: str) -> StageRow:
    place = WAY.index(stage)
    came = [(_farthest(way), way[-1][0]) for way in ways]
    reached = sum(farthest >= place for farthest, _last in came)
    here = sum(last == stage for _farthest, last in came)
    return StageRow(
        stage=stage,
        reached=reached,
        percentage=WHOLE * reached / max(len(came), 1),
        refused=sum(farthest == place and last == Stage.DECLINED for farthest, last in came),
        here=here if stage.is_open else None,
        url=url if stage.is_open and here else "",
        days=round(median(stays)) if stays else None,
        stays=len(stays),
    )


def _farthest(way: Way) -> int:
    """The place of the last stage reached; a refusal at once comes out of the first talk."""
    return max((WAY.index(stage) for stage, _day in way if stage in WAY), default=0)


def _stays(ways: Iterable[Way]) -> dict[Stage, list[int]]:
    """Per stage how many days lay between arriving and going on, for whoever went on."""
    stays: dict[Stage, list[int]] = defaultdict(list)
    for way in ways:
        for (stage, day), (_next, next_day) in pairwise(way):
            if stage.is_open:
                stays[stage].append((next_day - day).days)
    return stays


def _list(stage: Stage, place: Place | None, asked: Asked) -> str:
    """The list of agreements knows one clock only."""
    if asked.known_at is not None:
        return ""
    return f"{reverse('agreements:agreement_list')}?on={asked.on:%Y-%m-%d}&stage={stage}{query_of(place)}"
