"""The municipalities drawn on a map, each in the colour and pattern of its state. Drawn here, not in the browser."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.conf import settings
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from dashboards.lines import MunicipalityLine
from dashboards.outlines import joined, rings_of
from dashboards.standings import Standing, State
from municipalities.lineage import undone_by
from municipalities.models import Succession

# The borders of a map hold from its first day until the next one begins; before the first there is none.
FIRST_DAYS = {date(2019, 1, 1): "map_2019.json", date(2025, 1, 1): "map_2025.json"}
MARGIN = 4.0
MOST_NAMED = 10  # municipalities without borders, beside the map


@dataclass(frozen=True)
class Borders:
    """SVG paths per NIS code, on a canvas of `view_box`."""

    view_box: str
    municipalities: dict[str, str]
    provinces: dict[str, str]
    context: dict[str, str]


@dataclass(frozen=True)
class Map:
    """What the template needs: the canvas, and its layers as finished SVG."""

    view_box: str
    shapes: SafeString
    outlines: SafeString
    context: SafeString
    missing: list[MunicipalityLine]  # the first few of which no borders are known
    misses_more: bool


def draw(
    rows: Iterable[Standing], *, on: date, known_at: datetime | None = None, province: str | None = None
) -> Map | None:
    """The municipalities of these standings; with the NIS code of a province, only that part of the map.

    None on a day for which there are no borders. One query, for the mergers since the borders began.
    """
    first_days = [first_day for first_day in FIRST_DAYS if first_day <= on]
    if not first_days:
        return None
    borders = _borders(FIRST_DAYS[max(first_days)])
    shapes = _shapes(borders, _mergers(on, known_at, since=max(first_days)))
    rows = list(rows)
    missing = [one.municipality for one in rows if one.municipality.nis not in shapes]
    outlines = borders.provinces if province is None else {province: borders.provinces[province]}
    return Map(
        view_box=borders.view_box if province is None else _view_box(borders.provinces[province]),
        shapes=_groups(rows, shapes),
        outlines=_paths(outlines.values()),
        context=format_html(
            "<g><title>{}</title>{}</g>", _("Brussels-Capital Region"), _paths(borders.context.values())
        ),
        missing=missing[:MOST_NAMED],
        misses_more=len(missing) > MOST_NAMED,
    )


@lru_cache
def _borders(name: str) -> Borders:
    found = json.loads((settings.FIXTURES_DIR / name).read_text(encoding="utf-8"))
    return Borders(found["viewBox"], found["paths"], found["provinces"], found["context"])


def _mergers(on: date, known_at: datetime | None, *, since: date) -> list[Succession]:
    """Those that were known, also when they were undone since, in order."""
    links = Succession.objects.by(on, known_at=known_at).filter(took_effect_on__gte=since)
    undone = (link for link in undone_by(on, known_at=known_at) if link.took_effect_on >= since)
    return sorted([*links.select_related("predecessor", "successor"), *undone], key=lambda link: link.took_effect_on)


def _shapes(borders: Borders, mergers: Iterable[Succession]) -> dict[str, str]:
    """The path of each municipality by its NIS code: with these mergers, what went into it is a part of it."""
    shapes = dict(borders.municipalities)
    grown = set()
    for link in mergers:
        gone, successor = link.predecessor.nis, link.successor.nis
        if gone in shapes:
            shapes[successor] = shapes.get(successor, "") + shapes.pop(gone)
            grown.add(successor)
    return shapes | {nis: joined(shapes[nis]) for nis in grown & shapes.keys()}


def _groups(rows: Iterable[Standing], shapes: Mapping[str, str]) -> SafeString:
    """One group per state, so that colour and pattern are named once. Written by hand: 300 shapes at every visit."""
    by_state: dict[State, list[str]] = defaultdict(list)
    for standing in rows:
        path = shapes.get(standing.municipality.nis)
        if path:
            by_state[standing.state].append(
                f'<a href="{escape(standing.municipality.get_absolute_url())}" tabindex="-1"><title>'
                f'{escape(standing.municipality.name)}: {escape(standing.state.label)}</title><path d="{path}"/></a>'
            )
    groups = (
        format_html('<g class="map-{}" fill="url(#map-{})">{}</g>', state, state, mark_safe("".join(by_state[state])))  # noqa: S308  escaped above
        for state in State
        if by_state[state]
    )
    return mark_safe("".join(groups))  # noqa: S308  each part is escaped


def _paths(paths: Iterable[str]) -> SafeString:
    return mark_safe("".join(f'<path d="{path}"/>' for path in paths))  # noqa: S308  our own fixtures


@lru_cache
def _view_box(path: str) -> str:
    """The part of the canvas that a path covers, with a margin."""
    xs, ys = zip(*((x / 10, y / 10) for ring in rings_of(path) for x, y in ring), strict=True)
    left, top = min(xs) - MARGIN, min(ys) - MARGIN
    return f"{left:.1f} {top:.1f} {max(xs) + MARGIN - left:.1f} {max(ys) + MARGIN - top:.1f}"
