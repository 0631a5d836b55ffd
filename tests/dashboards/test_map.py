"""The map: every municipality of the day has its shape, and every state its colour, pattern and words."""

import csv
import re
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string

from dashboards.map import FIRST_DAYS, _borders, draw
from dashboards.standings import State, standings
from tests.factories import MunicipalityFactory, VisitFactory

DAY = date(2021, 4, 26)
AALST = "41002"


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


def test_before_2019_there_is_no_map() -> None:
    assert draw([], on=date(2018, 12, 31)) is None
    assert draw([], on=date(2019, 1, 1)) is not None


@pytest.mark.django_db
@pytest.mark.usefixtures("terms")
def test_a_municipality_without_a_shape_does_not_break_the_map() -> None:
    MunicipalityFactory(nis="99999")
    drawn = draw(standings(on=DAY), on=DAY)
    assert drawn is not None
    assert drawn.shapes == ""


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
