"""How far each region is, against the others and against its target."""

from collections.abc import Iterable
from dataclasses import dataclass

from dashboards.definitions import BY_CODE, Figure
from dashboards.figures import Figures, Row
from dashboards.pictures.scale import WHOLE
from dashboards.places import Place
from dashboards.sheets import list_url
from municipalities.models import Province, Region, Target

PLANNED = ("visited", "concluded")


@dataclass(frozen=True)
class Bar:
    """One figure of a region, as a part of all its municipalities."""

    figure: Figure
    number: int
    percentage: float
    url: str
    target: int | None
    target_at: float | None

    @property
    def missing(self) -> int:
        return max((self.target or 0) - self.number, 0)


@dataclass(frozen=True)
class Progress:
    region: Region
    url: str
    municipalities: int
    municipalities_url: str
    bars: list[Bar]


def progress_of(found: Figures, place: Place | None) -> list[Progress]:
    """The regions of the place, by name, in one query."""
    targets = {target.region_id: target for target in Target.objects.filter(term=found.term)}
    return [
        Progress(
            region=region,
            url=f"{region.get_absolute_url()}?{found.query}",
            municipalities=row.municipalities,
            municipalities_url=list_url(found.query, "municipalities", region),
            bars=[_bar(found, row, code, targets.get(region.pk)) for code in PLANNED],
        )
        for region, row in _of_place(found.regions, place)
    ]


def _of_place(rows: Iterable[Row], place: Place | None) -> list[tuple[Region, Row]]:
    regions = [(row.place, row) for row in rows if isinstance(row.place, Region)]
    if isinstance(place, Province):
        return [(region, row) for region, row in regions if region.province_id == place.pk]
    return [(region, row) for region, row in regions if place in (None, region)]


def _bar(found: Figures, row: Row, code: str, planned: Target | None) -> Bar:
    target: int | None = getattr(planned, code, None)
    return Bar(
        figure=BY_CODE[code],
        number=row.numbers[code] or 0,
        percentage=row.percentage(code) or 0,
        url=list_url(found.query, code, row.place),
        target=target,
        target_at=None if target is None else min(WHOLE * target / max(row.municipalities, 1), WHOLE),
    )
