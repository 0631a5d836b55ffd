"""The trend: the same numbers as the figures, on many days, at the price of a few queries."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given

from agreements.models import Stage
from dashboards.facts import Asked
from dashboards.figures import figures
from dashboards.pictures.scale import scale_to
from dashboards.pictures.trend import Point, Trend, trend_of
from dashboards.pictures.trend_drawing import drawing_of
from dashboards.places import Place
from municipalities.models import Municipality, Province, Region, Succession, Term
from tests.conftest import UserClient
from tests.dashboards.test_figures_properties import IN_ONE_WORLD, happened
from tests.dashboards.worlds import LAST, TURN, Event, World, events, take, telling_days
from tests.factories import AgreementFactory, MunicipalityFactory, TermFactory, UserFactory, VisitFactory

DAY = date(2021, 4, 26)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> World:
    return World()


def counted(place: Place | None, day: date, known_at: datetime | None = None) -> Point:
    found = figures(on=day, known_at=known_at)
    row = found.row_of(place) if place else found.total
    return Point(day, *(row.numbers[code] or 0 for code in ("municipalities", "visited", "concluded")))


def trend(place: Place | None = None, *, on: date = DAY, known_at: datetime | None = None) -> Trend:
    return trend_of(place, Asked(on, Term.objects.of(on), known_at))


def points(place: Place | None = None, *, on: date = DAY, known_at: datetime | None = None) -> dict[date, Point]:
    return {point.on: point for point in trend(place, on=on, known_at=known_at).points}


@IN_ONE_WORLD
@given(what=events, on=telling_days, other=telling_days)
def test_each_point_is_what_the_figures_of_its_day_count(
    world: World, what: list[Event], on: date, other: date
) -> None:
    with happened(world, what):
        for place in (None, Province.objects.get(nis="10000"), Region.objects.get(name="Regio B")):
            found = points(place, on=on)
            nearest = min(found, key=lambda day: abs((day - other).days))
            for day in (on, nearest):
                assert found[day] == counted(place, day)


def test_there_is_a_point_at_the_end_of_each_month_and_on_the_day_itself(world: World) -> None:
    days = list(points(on=date(2021, 3, 15)))
    assert days[0] == date(2019, 1, 1)
    assert days[-3:] == [date(2021, 1, 31), date(2021, 2, 28), date(2021, 3, 15)]
    VisitFactory(municipality=world.places["Ieke"], held_on=date(2019, 5, 6))
    assert list(points(on=TURN))[-2:] == [TURN - timedelta(1), TURN]


def test_it_begins_with_the_first_term_in_which_something_counts(world: World) -> None:
    TermFactory(starts_on=date(2013, 1, 1))
    assert next(iter(points(on=DAY))) == date(2019, 1, 1)
    VisitFactory(municipality=world.places["Ieke"], held_on=date(2014, 5, 6))
    assert next(iter(points(on=DAY))) == date(2013, 1, 1)


def test_mergers_and_the_turn_of_terms_are_marked(world: World) -> None:
    VisitFactory(municipality=world.places["Ieke"], held_on=date(2019, 5, 6))
    turns = trend(on=LAST).turns
    assert [(turn.on, turn.mergers, str(turn.term or "")) for turn in turns] == [
        (date(2019, 1, 1), 0, "2019–2024"),
        (date(2021, 7, 1), 2, ""),
        (TURN, 2, "2025–2030"),  # one of them into a city outside the working area
    ]


def test_the_page_says_what_the_lines_show_and_each_number_leads_to_its_list(
    manager_client: UserClient, world: World
) -> None:
    VisitFactory(municipality=world.places["Ieke"], held_on=DAY)
    shown = " ".join(manager_client.get("/trends/", {"on": "2021-04-26"}).content.decode().split())
    assert "Bestuursperiode 2019–2024: van de 7 gemeenten zijn er 1 bezocht en sloten er 0 een overeenkomst." in re.sub(
        "<[^>]+>", "", shown
    )
    assert '<a data-number href="/figures/visited/?on=2021-04-26">1</a>' in shown
    assert "1 januari 2019: begin van de bestuursperiode 2019–2024" in shown


def test_the_lines_of_a_term_stand_apart_and_stay_on_the_drawing(world: World) -> None:
    VisitFactory(municipality=world.places["Ieke"], held_on=date(2019, 5, 6))
    drawing = drawing_of(trend(on=LAST), None)
    for line in drawing.lines:
        assert len(line.pieces) == 2
        spots = [tuple(map(float, spot.split(","))) for piece in line.pieces for spot in piece.split()]
        assert all(0 <= x <= 100 and 0 <= y <= 100 for x, y in spots)


@pytest.mark.parametrize(
    ("highest", "ticks"), [(0, [0, 1]), (4, [0, 1, 2, 3, 4]), (43, [0, 10, 20, 30, 40, 50]), (298, [0, 100, 200, 300])]
)
def test_the_axis_goes_in_round_steps(highest: int, ticks: list[int]) -> None:
    assert scale_to([highest]).ticks == ticks


@pytest.mark.usefixtures("terms")
def test_a_trend_costs_five_queries_for_any_number_of_rows(django_assert_num_queries: CaptureQueriesContext) -> None:
    asked = Asked(DAY, Term.objects.of(DAY))
    for _round in range(2):
        for place in MunicipalityFactory.create_batch(10):
            VisitFactory(municipality=place)
            take(AgreementFactory(municipality=place), Stage.SIGNED, date(2020, 1, 1), by=UserFactory())
        with django_assert_num_queries(5):  # type: ignore[operator]
            trend_of(None, asked)


@pytest.mark.usefixtures("terms")
def test_what_one_year_brought_stays_when_a_municipality_merges_away(region: Region) -> None:
    before = MunicipalityFactory(region=region, ends_on=date(2020, 12, 31))
    after = MunicipalityFactory(region=region, starts_on=date(2021, 1, 1))
    Succession.objects.create(predecessor=before, successor=after, took_effect_on=date(2021, 1, 1))
    VisitFactory(municipality=before, held_on=date(2020, 2, 3))
    found = points(region)
    assert found[date(2020, 12, 31)].visited == 1
    assert found[date(2021, 1, 31)] == Point(date(2021, 1, 31), 1, 0, 0)


@pytest.mark.usefixtures("terms")
def test_a_city_with_an_agency_of_its_own_is_no_part_of_it() -> None:
    VisitFactory(municipality=MunicipalityFactory(agency=Municipality.Agency.ATLAS), held_on=date(2020, 2, 3))
    assert points()[DAY] == Point(DAY, 0, 0, 0)


@pytest.mark.usefixtures("terms")
def test_it_can_be_asked_as_it_was_known_before_a_merger_and_a_visit_were_recorded(region: Region) -> None:
    before = MunicipalityFactory(region=region, ends_on=date(2020, 12, 31))
    known_at = timezone.now()
    after = MunicipalityFactory(region=region, starts_on=date(2021, 1, 1), recorded_at=timezone.now())
    link = {"predecessor": before, "successor": after, "took_effect_on": date(2021, 1, 1)}
    Succession.objects.create(**link, recorded_at=timezone.now())
    VisitFactory(municipality=after, held_on=date(2021, 2, 3))
    for moment in (None, known_at):
        found = points(region, known_at=moment)
        assert {day: counted(region, day, moment) for day in found if day.month == 4} == {
            day: point for day, point in found.items() if day.month == 4
        }
    assert (points()[DAY].visited, points(known_at=known_at)[DAY].visited) == (1, 0)
    assert [turn.mergers for turn in trend(known_at=known_at).turns] == [0]
