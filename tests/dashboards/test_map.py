"""The map: every municipality of the day has its shape, and every state its colour, pattern and words."""

import csv
import re
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template.loader import render_to_string

from dashboards.map import FIRST_DAYS, Map, _borders, draw
from dashboards.outlines import Point, joined, rings_of
from dashboards.standings import State, standings
from municipalities.models import Municipality, Succession
from tests.factories import MunicipalityFactory, VisitFactory

DAY = date(2021, 4, 26)
MERGER = date(2028, 1, 1)
AALST, LEDE = "41002", "41034"


def lines_of(path: str) -> set[frozenset[Point]]:
    """From point to point, whichever way."""
    return {frozenset(line) for ring in rings_of(path) for line in pairwise([*ring, ring[0]])}


def rings(drawn: Map) -> list[str]:
    return re.findall(r'<path d="([^"]+)"', drawn.shapes)


def nis_codes_on(day: date) -> set[str]:
    with Path(settings.FIXTURES_DIR / "municipalities.csv").open(encoding="utf-8") as file:
        return {
            row["nis"]
            for row in csv.DictReader(file)
            if row["valid_from"] <= day.isoformat() and (not row["valid_to"] or day.isoformat() <= row["valid_to"])
        }


@pytest.mark.parametrize("day", [date(2019, 1, 1), date(2024, 12, 31), date(2025, 1, 1), date(2030, 12, 31)])
def test_each_municipality_of_the_day_has_a_shape(day: date) -> None:
    name = FIRST_DAYS[max(first_day for first_day in FIRST_DAYS if first_day <= day)]
    assert set(_borders(name).municipalities) == nis_codes_on(day)


@pytest.mark.django_db
@pytest.mark.usefixtures("terms")
def test_a_shape_says_its_name_and_state_and_leads_to_its_page() -> None:
    aalst = MunicipalityFactory(nis=AALST, name="Aalst & Co")
    VisitFactory(municipality=aalst)
    drawn = draw(standings(on=DAY), on=DAY)
    assert drawn is not None
    assert "<title>Aalst &amp; Co: bezocht, geen lopende gesprekken</title>" in drawn.shapes
    assert f'href="{aalst.get_absolute_url()}" tabindex="-1"' in drawn.shapes
    assert 'fill="url(#map-visited)"' in drawn.shapes


@pytest.mark.django_db
@pytest.mark.usefixtures("terms")
def test_outside_the_working_area_has_a_pattern_of_its_own() -> None:
    MunicipalityFactory(nis="11002", name="Antwerpen", agency="atlas")
    drawn = draw(standings(on=DAY), on=DAY)
    assert drawn is not None
    assert 'fill="url(#map-outside)"' in drawn.shapes


@pytest.mark.django_db
def test_before_2019_there_is_no_map() -> None:
    assert draw([], on=date(2018, 12, 31)) is None
    assert draw([], on=date(2019, 1, 1)) is not None


@pytest.mark.django_db
@pytest.mark.usefixtures("terms")
def test_a_municipality_without_a_shape_is_not_drawn_but_named() -> None:
    MunicipalityFactory(nis=AALST)
    without = MunicipalityFactory(nis="99999", name="Nieuwland")
    drawn = draw(standings(on=DAY), on=DAY)
    assert drawn is not None
    assert "Nieuwland" not in drawn.shapes
    assert [one.name for one in drawn.missing] == ["Nieuwland"]
    beside = render_to_string("dashboards/_map.html", {"map": drawn, "legend": [], "on": DAY, "steps": None})
    assert f'<a href="{without.get_absolute_url()}">Nieuwland</a>' in beside


@pytest.mark.django_db
@pytest.mark.usefixtures("terms")
def test_of_many_municipalities_without_a_shape_the_first_few_are_named() -> None:
    for number in range(12):
        MunicipalityFactory(nis=f"999{number:02}", name=f"Nieuwland {number:02}")
    drawn = draw(standings(on=DAY), on=DAY)
    beside = render_to_string("dashboards/_map.html", {"map": drawn, "legend": [], "on": DAY, "steps": None})
    assert "Nieuwland 09</a> en andere." in beside
    assert "Nieuwland 10" not in beside


def merged(*names: str, into: Municipality, on: date, recorded_at: datetime | None = None) -> None:
    """Real neighbours, by their NIS codes, go into another."""
    for nis in names:
        gone = MunicipalityFactory(nis=nis, name=f"Was {nis}", ends_on=on - timedelta(days=1))
        Succession.objects.create(predecessor=gone, successor=into, took_effect_on=on, recorded_at=recorded_at)


def drawn_on(day: date, **asked: Any) -> Map:
    found = draw(standings(on=day, **asked), on=day, **asked)
    assert found is not None
    return found


@pytest.mark.django_db
@pytest.mark.usefixtures("terms")
def test_who_came_out_of_a_merger_is_drawn_as_what_went_into_it_without_the_border_between() -> None:
    nieuwland = MunicipalityFactory(nis="99999", name="Nieuwland", starts_on=MERGER)
    merged(AALST, LEDE, into=nieuwland, on=MERGER)
    assert "Was 41002" in drawn_on(MERGER - timedelta(days=1)).shapes
    drawn = drawn_on(MERGER)
    assert drawn.missing == []
    assert re.findall(r"<title>(\w+):", drawn.shapes) == ["Nieuwland"]
    [outline] = re.findall(r'<path d="([^"]+)"', drawn.shapes)
    aalst, lede = (lines_of(_borders("map_2025.json").municipalities[nis]) for nis in (AALST, LEDE))
    assert aalst & lede
    assert lines_of(outline) == aalst ^ lede


@pytest.mark.django_db
@pytest.mark.usefixtures("terms")
def test_who_takes_in_a_neighbour_and_merges_later_keeps_all_ground() -> None:
    aalst, later = MunicipalityFactory(nis=AALST, name="Aalst"), date(2029, 1, 1)
    merged(LEDE, into=aalst, on=MERGER)
    assert len(set(rings(drawn_on(MERGER)))) == 1
    nieuwland = MunicipalityFactory(nis="99999", name="Nieuwland", starts_on=later)
    Municipality.objects.filter(pk=aalst.pk).update(ends_on=later - timedelta(days=1))
    Succession.objects.create(predecessor=aalst, successor=nieuwland, took_effect_on=later)
    assert rings(drawn_on(later)) == rings(drawn_on(MERGER))


@pytest.mark.django_db
@pytest.mark.usefixtures("terms")
def test_as_it_was_known_before_a_merger_is_not_drawn() -> None:
    nieuwland = MunicipalityFactory(nis="99999", name="Nieuwland", starts_on=MERGER)
    merged(AALST, into=nieuwland, on=MERGER, recorded_at=datetime(2026, 5, 1, tzinfo=UTC))
    assert "Nieuwland" in drawn_on(MERGER).shapes
    assert "Nieuwland" not in drawn_on(MERGER, known_at=datetime(2026, 4, 1, tzinfo=UTC)).shapes


@pytest.mark.parametrize("name", FIRST_DAYS.values())
def test_neighbours_share_their_points_exactly(name: str) -> None:
    """All municipalities joined are all provinces joined: no border in between is left."""
    borders = _borders(name)
    municipalities, provinces = ("".join(some.values()) for some in (borders.municipalities, borders.provinces))
    assert lines_of(joined(municipalities)) == lines_of(joined(provinces))


@pytest.mark.django_db
def test_the_map_of_a_province_shows_that_part_of_the_canvas() -> None:
    whole, part = draw([], on=DAY), draw([], on=DAY, province="70000")
    assert whole is not None
    assert part is not None
    left, top, width, height = map(float, part.view_box.split())
    canvas = [float(number) for number in whole.view_box.split()]
    assert canvas[0] < left
    assert left + width < canvas[2] + 10
    assert height < canvas[3]
    assert top + height < canvas[3] + 10
    assert part.outlines.count("<path") == 1
    assert whole.outlines.count("<path") == 5


def test_every_state_has_a_pattern_in_the_drawing() -> None:
    patterns = set(re.findall(r'<pattern id="map-(\w+)"', render_to_string("dashboards/_map_patterns.html")))
    assert patterns == set(State.values)


def test_the_map_knows_the_provinces_by_their_nis_code() -> None:
    with Path(settings.FIXTURES_DIR / "provinces.csv").open(encoding="utf-8") as file:
        codes = {row["nis"] for row in csv.DictReader(file)}
    assert all(set(_borders(name).provinces) == codes for name in FIRST_DAYS.values())
