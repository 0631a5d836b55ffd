"""The overview, and the pages of a province and of a region."""

import gzip
from datetime import date, timedelta

import pytest
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agreements.models import Stage
from dashboards.map import _borders
from municipalities.models import Municipality, Province, Region, Visit
from tests.conftest import UserClient
from tests.dashboards.worlds import take
from tests.factories import (
    AgreementFactory,
    MunicipalityFactory,
    ProvinceFactory,
    RegionFactory,
    TermFactory,
    UserFactory,
    VisitFactory,
)

DAY = date(2021, 4, 26)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("terms")]


@pytest.fixture
def province(region: Region) -> Province:
    assert region.province
    return region.province


@pytest.fixture
def aalst(region: Region, province: Province) -> Municipality:
    place: Municipality = MunicipalityFactory(nis="41002", name="Aalst", region=region, province=province)
    return place


def page(client: UserClient, path: str = "/", **query: str) -> str:
    answer = client.get(path, query)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


# The day --------------------------------------------------------------------------------------------------------------


def test_without_a_day_the_overview_shows_today(manager_client: UserClient) -> None:
    assert manager_client.get("/").context["found"].on == timezone.localdate()


@pytest.mark.parametrize("typed", ["2021-04-26", "26.04.2021"])
def test_a_day_can_be_asked_for(manager_client: UserClient, aalst: Municipality, typed: str) -> None:
    shown = page(manager_client, on=typed)
    assert "Cijfers op 26 april 2021" in shown
    assert "bestuursperiode 2019–2024" in shown


@pytest.mark.parametrize(
    ("typed", "message"), [("1990-01-01", "geen bestuursperiode bekend voor 1 januari 1990"), ("gisteren", "datum")]
)
def test_a_day_that_cannot_be_counted_gets_a_message_and_no_figures(
    manager_client: UserClient, typed: str, message: str
) -> None:
    answer = manager_client.get("/", {"on": typed})
    assert message in answer.content.decode()
    assert "found" not in answer.context


def test_a_day_to_come_is_shown_as_such(manager_client: UserClient, aalst: Municipality) -> None:
    tomorrow = timezone.localdate() + timedelta(1)
    assert "moet nog komen" in page(manager_client, on=tomorrow.isoformat())
    assert "moet nog komen" not in page(manager_client)


def test_days_that_are_asked_for_often_are_one_click_away(manager_client: UserClient) -> None:
    last_year = timezone.localdate().year - 1
    shown = page(manager_client)
    assert f'href="?on={last_year}-12-31"' in shown
    assert 'href="?on=2025-01-01"' in shown


# Figures and map ------------------------------------------------------------------------------------------------------


def test_every_number_leads_to_the_list_it_counts(
    manager_client: UserClient, aalst: Municipality, province: Province, region: Region
) -> None:
    VisitFactory(municipality=aalst)
    shown = page(manager_client, on="2021-04-26")
    for place in (f"&amp;province={province.nis}", f"&amp;region={region.pk}", ""):
        assert f'<a data-number href="/figures/visited/?on=2021-04-26{place}">1</a>' in shown


def test_each_figure_says_what_it_counts(manager_client: UserClient, aalst: Municipality) -> None:
    assert "telefoontjes, e-mails en bezoeken die alleen gepland of afgelast zijn, tellen niet mee" in page(
        manager_client
    )


def test_the_map_says_the_state_of_each_municipality(manager_client: UserClient, aalst: Municipality) -> None:
    assert "<title>Aalst: nog niet bezocht</title>" in page(manager_client, on="2021-04-26")
    assert "vereenvoudigd door Provincies in Cijfers" in page(manager_client, on="2021-04-26")


def test_before_2019_the_overview_says_that_there_is_no_map(manager_client: UserClient, aalst: Municipality) -> None:
    TermFactory(starts_on=date(2013, 1, 1))
    assert "Er is geen kaart van de gemeenten van 1 juni 2018" in page(manager_client, on="2018-06-01")


def test_municipalities_outside_the_working_area_are_listed_apart(manager_client: UserClient) -> None:
    MunicipalityFactory(name="Gent", agency=Municipality.Agency.AMAL)
    assert "Buiten het werkgebied en niet meegeteld: <a" in page(manager_client)


def test_an_empty_register_still_has_an_overview(manager_client: UserClient) -> None:
    assert ">0</a> gemeenten" in page(manager_client)


# For one person -------------------------------------------------------------------------------------------------------


def test_staff_see_what_waits_for_them(staff_client: UserClient, aalst: Municipality) -> None:
    today, me = timezone.localdate(), staff_client.user
    planned = VisitFactory(municipality=aalst, status=Visit.Status.PLANNED, held_on=today + timedelta(3))
    waiting = VisitFactory(municipality=aalst, status=Visit.Status.PLANNED, held_on=today - timedelta(3))
    for visit in (planned, waiting):
        visit.agency_people.add(me)
    VisitFactory(
        municipality=aalst, next_step="Cijfers bezorgen", next_step_owner=me, next_step_due_on=today - timedelta(1)
    )
    aalst.fixed_contact = me
    aalst.save()
    take(
        AgreementFactory(municipality=aalst, starts_on=date(today.year - 2, 1, 1), ends_on=date(today.year + 2, 1, 1)),
        Stage.SIGNED,
        date(today.year - 2, 1, 1),
        by=me,
    )
    lists = staff_client.get("/").context["panel"]
    assert [len(some.tasks) for some in lists] == [1, 1, 1, 1]
    shown = page(staff_client)
    assert f'href="{planned.get_absolute_url()}"' in shown
    assert f'href="{waiting.get_absolute_url()}"' in shown
    assert "Cijfers bezorgen" in shown
    assert "overleg in te halen" in shown


def test_what_waits_for_others_is_not_shown(staff_client: UserClient, aalst: Municipality) -> None:
    visit = VisitFactory(municipality=aalst, status=Visit.Status.PLANNED, held_on=timezone.localdate())
    visit.agency_people.add(UserFactory())
    assert [some.tasks for some in staff_client.get("/").context["panel"]] == [[], [], [], []]


def test_more_than_five_visits_lead_to_the_whole_list(staff_client: UserClient, aalst: Municipality) -> None:
    for days in range(6):
        visit = VisitFactory(
            municipality=aalst, status=Visit.Status.PLANNED, held_on=timezone.localdate() + timedelta(days)
        )
        visit.agency_people.add(staff_client.user)
    planned = staff_client.get("/").context["panel"][0]
    assert len(planned.shown) == 5
    assert planned.has_more
    table = staff_client.get(planned.all_url).context["table"]
    assert len(table.rows) == 6


def test_a_coordinator_sees_the_overdue_reviews_of_the_region(
    coordinator_client: UserClient, aalst: Municipality
) -> None:
    year = timezone.localdate().year
    agreement = AgreementFactory(municipality=aalst, starts_on=date(year - 2, 1, 1), ends_on=date(year + 2, 1, 1))
    take(agreement, Stage.SIGNED, date(year - 2, 1, 1), by=UserFactory())
    assert [task.name for task in coordinator_client.get("/").context["panel"][3].tasks] == ["Aalst"]


def test_a_manager_has_no_list_of_visits_to_make(manager_client: UserClient) -> None:
    assert manager_client.get("/").context["panel"] == []


# Province and region --------------------------------------------------------------------------------------------------


def test_a_province_shows_its_municipalities_by_state(
    manager_client: UserClient, aalst: Municipality, province: Province
) -> None:
    VisitFactory(municipality=aalst)
    MunicipalityFactory(name="Zulte", province=province)
    MunicipalityFactory(
        name="Elders", province=ProvinceFactory(nis="10000", name="Antwerpen", abbreviation="ANT", position=1)
    )
    answer = manager_client.get(province.get_absolute_url(), {"on": "2021-04-26"})
    groups = [(group.state, [one.municipality.name for one in group.standings]) for group in answer.context["groups"]]
    assert groups == [("visited", ["Aalst"]), ("not_visited", ["Zulte"])]
    assert answer.context["row"].numbers["visited"] == 1


@pytest.mark.parametrize("place", ["/provinces/40000/", "/regions/{}/"])
def test_a_place_of_many_municipalities_lists_them_in_pages(
    manager_client: UserClient, region: Region, place: str
) -> None:
    for municipality in MunicipalityFactory.create_batch(30, region=region, province=region.province)[:3]:
        VisitFactory(municipality=municipality)
    asked = {"on": "2021-04-26", "per_page": "25", "page": "2"}
    answer = manager_client.get(place.format(region.pk), asked)
    (group,) = answer.context["groups"]
    assert (group.state, group.number, len(group.standings)) == ("not_visited", 27, 5)
    assert "26–30 van 30" in answer.text
    assert answer.context["row"].municipalities == 30
    export = manager_client.get(place.format(region.pk), asked | {"export": "csv", "table": "municipalities"})
    assert export.getvalue().count(b"\r\n") == 31  # the header and all of them


def test_the_map_of_a_province_shows_the_municipalities_of_every_page(
    manager_client: UserClient, region: Region
) -> None:
    for nis in [nis for nis in _borders("map_2019.json").municipalities if nis.startswith("4")][:30]:
        MunicipalityFactory(nis=nis, region=region, province=region.province)
    answer = manager_client.get("/provinces/40000/", {"on": "2021-04-26", "per_page": "25", "page": "2"})
    assert answer.content.count(b"<title>") > 30


def test_the_municipalities_of_a_real_province_fit_on_one_page(manager_client: UserClient, region: Region) -> None:
    MunicipalityFactory.create_batch(69, region=region, province=region.province)
    assert 'class="pages"' not in page(manager_client, "/provinces/40000/", on="2021-04-26")


def test_the_way_to_the_next_province_keeps_the_day(manager_client: UserClient, province: Province) -> None:
    ProvinceFactory(nis="10000", name="Antwerpen", abbreviation="ANT", position=1)
    shown = page(manager_client, province.get_absolute_url(), on="2021-04-26")
    assert 'rel="prev" href="/provinces/10000/?on=2021-04-26"' in shown
    assert 'rel="next"' not in shown


def test_a_region_shows_its_own_figures(manager_client: UserClient, aalst: Municipality, region: Region) -> None:
    MunicipalityFactory(region=RegionFactory(name="Andere regio"))
    answer = manager_client.get(region.get_absolute_url())
    assert answer.context["row"].municipalities == 1
    assert "Regio van het agentschap in Oost-Vlaanderen" in answer.content.decode()


def test_a_region_without_municipalities_says_so(manager_client: UserClient, region: Region) -> None:
    assert "Geen gemeente op deze dag." in page(manager_client, region.get_absolute_url())


@pytest.mark.parametrize("path", ["/provinces/99999/", "/regions/9999/"])
def test_a_place_that_is_not_there_is_not_found(manager_client: UserClient, path: str) -> None:
    assert manager_client.get(path).status_code == 404


def test_the_overview_needs_a_login(client: UserClient) -> None:
    assert client.get("/").status_code == 302


# Costs ----------------------------------------------------------------------------------------------------------------


def many(region: Region) -> None:
    for place in MunicipalityFactory.create_batch(20, region=region):
        VisitFactory(municipality=place, next_step="x")
        take(AgreementFactory(municipality=place), Stage.SIGNED, date(2020, 1, 1), by=UserFactory())


@pytest.mark.parametrize(("path", "queries"), [("/", 32), ("/provinces/40000/", 28), ("/regions/{}/", 24)])
def test_the_pages_ask_the_same_number_of_queries_for_any_number_of_rows(
    staff_client: UserClient,
    region: Region,
    path: str,
    queries: int,
    django_assert_num_queries: CaptureQueriesContext,
) -> None:
    path = path.format(region.pk)
    many(region)
    staff_client.get(path)
    for _round in range(2):
        with django_assert_num_queries(queries):  # type: ignore[operator]
            staff_client.get(path, {"on": "2021-04-26"})
        many(region)


def test_the_page_stays_light(manager_client: UserClient, region: Region) -> None:
    """Of the 150 kB of a first load the page itself takes at most 75: the borders of 300 municipalities are in it."""
    for nis in _borders("map_2019.json").municipalities:
        MunicipalityFactory(nis=nis, region=region)
    answer = manager_client.get("/", {"on": "2021-04-26"})
    assert answer.content.count(b"<title>") > 290
    assert len(gzip.compress(answer.content, 6)) < 75_000
