"""The work list of a day of mergers."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given

from agreements.actions import mergers, stages
from agreements.mergers.brought import brought_by
from agreements.models import Agreement, MergerDecision, Stage
from dashboards.mergers import Merged
from dashboards.standings import standings
from municipalities.models import Municipality, Region, Succession
from tests.conftest import UserClient
from tests.dashboards.test_figures_properties import IN_ONE_WORLD, happened
from tests.dashboards.worlds import Event, World, events
from tests.exports.reading import csv_rows, exported
from tests.factories import AgreementFactory, MunicipalityFactory, RegionFactory, UserFactory, VisitFactory, signed

DAY = date(2025, 1, 1)
EVE = DAY - timedelta(days=1)
ADDRESS = "/mergers/2025-01-01/"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("terms")]


def merged(region: Region, name: str, *predecessors: str, bound: int = 1, **fields: Any) -> Municipality:
    """A successor of these predecessors, of which the first ones had an agreement in force."""
    successor: Municipality = MunicipalityFactory(name=name, region=region, **{"starts_on": DAY} | fields)
    for number, one in enumerate(predecessors):
        gone = MunicipalityFactory(name=one, region=region, ends_on=EVE)
        Succession.objects.create(predecessor=gone, successor=successor, took_effect_on=DAY)
        if number < bound:
            signed(AgreementFactory(municipality=gone), date(2020, 1, 1))
    return successor


def decide_all(successor: Municipality) -> None:
    user = UserFactory()
    for brought in brought_by(list(successor.predecessor_links.select_related("predecessor", "successor")), on=DAY):
        mergers.decide(
            brought.succession,
            brought.agreement,
            replaces=None,
            choice=MergerDecision.Choice.CONTINUE,
            decided_on=DAY,
            decided_by=user,
            recorded_by=user,
        )


def names(client: UserClient, **query: str) -> list[str]:
    rows: list[Merged] = client.get(ADDRESS, query).context["mergers"].object_list
    return [row.successor.name for row in rows]


def test_what_is_undecided_stands_first_and_what_inherits_nothing_last(staff_client, region):
    merged(region, "Aldorp", "Een", "Twee", bound=0)
    decide_all(merged(region, "Beddorp", "Drie", "Vier"))
    merged(region, "Celdorp", "Vijf", "Zes")
    assert names(staff_client) == ["Celdorp", "Beddorp", "Aldorp"]


def test_tells_what_each_predecessor_had_the_day_before(staff_client, region):
    merged(region, "Nieuwdorp", "Bindgem", "Praatgem", "Bezoekgem", "Stilgem")
    talks = AgreementFactory(municipality=Municipality.objects.get(name="Praatgem"))
    stages.advance(talks, to=Stage.NEGOTIATION, effective_on=date(2024, 3, 1), by=UserFactory())
    VisitFactory(municipality=Municipality.objects.get(name="Bezoekgem"), held_on=date(2024, 6, 1))
    (row,) = staff_client.get(ADDRESS).context["mergers"]
    found = {one.municipality.name: str(one.standing.state) for one in row.predecessors}
    assert found == {"Bindgem": "in_force", "Praatgem": "in_talks", "Bezoekgem": "visited", "Stilgem": "not_visited"}
    assert "deels geërfd" in staff_client.get(ADDRESS).content.decode()


def test_a_city_with_its_own_agency_is_shown_and_stays_outside_the_working_area(staff_client, region):
    merged(region, "Grootstad", "Kleingem", starts_on=None, agency=Municipality.Agency.ATLAS)
    page = staff_client.get(ADDRESS).content.decode()
    assert "leefde voort onder de eigen NIS-code" in page
    assert "buiten het werkgebied: heeft een eigen agentschap, Atlas" in page


@pytest.mark.parametrize("who", ["staff_client", "manager_client"])
def test_only_who_writes_in_the_region_is_offered_to_decide(request, region, who):
    merged(region, "Nieuwdorp", "Oudgem")
    merged(RegionFactory(), "Verdorp", "Vergem")
    page = request.getfixturevalue(who).get(ADDRESS).content.decode()
    assert page.count("De beslissing registreren") == (1 if who == "staff_client" else 0)


def test_filters_by_region_province_mine_and_undecided(staff_client, region):
    mine = merged(region, "Mijndorp", "Een", fixed_contact=staff_client.user)
    decide_all(mine)
    merged(RegionFactory(), "Verdorp", "Twee")
    assert names(staff_client, region=str(region.pk)) == ["Mijndorp"]
    assert names(staff_client, mine="on") == ["Mijndorp"]
    assert names(staff_client, undecided="on") == ["Verdorp"]
    assert names(staff_client, province=mine.province.nis) == ["Verdorp", "Mijndorp"]
    assert "Geen fusies gevonden." in staff_client.get(ADDRESS, {"mine": "on", "undecided": "on"}).content.decode()


def test_the_list_of_days_counts_what_is_undecided(staff_client, region):
    merged(region, "Aldorp", "Een", "Twee", bound=2)
    decide_all(merged(region, "Beddorp", "Drie"))
    (day,) = staff_client.get("/mergers/").context["days"]
    assert (day.on, day.successors, day.predecessors, day.brought, day.undecided) == (DAY, 2, 3, 3, 2)


def test_a_register_without_mergers_says_so(staff_client):
    assert "Er zijn geen fusies bekend." in staff_client.get("/mergers/").content.decode()


def test_the_work_list_leaves_the_house_as_it_is_filtered(manager_client, region):
    decide_all(merged(region, "Beddorp", "Drie", "Vier"))
    merged(region, "Celdorp", "Vijf")
    header, *rows = csv_rows(exported(manager_client, ADDRESS))
    named = [dict(zip(header, row, strict=True)) for row in rows]
    assert [(row["Opvolger"], row["Voorganger"], row["Beslissing"]) for row in named] == [
        ("Celdorp", "Vijf", ""),
        ("Beddorp", "Drie", "verder laten lopen"),
        ("Beddorp", "Vier", ""),
    ]
    assert named[1]["Loopt tot en met"] == "2025-12-31"
    assert len(csv_rows(exported(manager_client, ADDRESS, undecided="on"))) == 2


def test_the_days_leave_the_house_with_their_numbers(manager_client, region):
    merged(region, "Beddorp", "Drie", "Vier")
    assert csv_rows(exported(manager_client, "/mergers/"))[1] == ["2025-01-01", "2", "1", "1", "1"]


@pytest.mark.parametrize("day", ["2024-01-01", "gisteren", "2024-02-30"])
def test_a_day_without_mergers_has_no_page(staff_client, day):
    assert staff_client.get(f"/mergers/{day}/").status_code == 404


def test_the_page_of_a_successor_says_that_the_region_has_to_decide(staff_client, region):
    successor = merged(region, "Nieuwdorp", "Oudgem")
    Agreement.objects.update(ends_on=timezone.localdate())
    words = "De regio moet nog beslissen wat er gebeurt met:"
    assert words in staff_client.get(successor.get_absolute_url()).content.decode()
    decide_all(successor)
    page = staff_client.get(successor.get_absolute_url()).content.decode()
    assert words not in page
    assert "Beslissing over de geërfde OVL" in page


def test_what_lapsed_needs_no_decision_on_the_page_of_a_successor(staff_client, region):
    successor = merged(region, "Nieuwdorp", "Oudgem")
    Agreement.objects.update(ends_on=timezone.localdate() - timedelta(days=1))
    assert "De regio moet nog beslissen" not in staff_client.get(successor.get_absolute_url()).content.decode()


@pytest.mark.parametrize(("path", "queries"), [(ADDRESS, 41), ("/mergers/", 7)])
def test_asks_the_same_number_of_queries_for_any_number_of_mergers(
    staff_client, region, django_assert_num_queries, path, queries
):
    for number in range(2):
        decide_all(merged(region, f"Dorp {number}", f"Een {number}", f"Twee {number}", bound=2))
        merged(region, f"Stad {number}", f"Drie {number}")
        staff_client.get(path)
        with django_assert_num_queries(queries):
            staff_client.get(path)


@pytest.fixture
def world(db: None) -> World:
    return World()


@IN_ONE_WORLD
@given(what=events)
def test_what_was_brought_along_is_what_the_figures_count_as_inherited(world: World, what: list[Event]) -> None:
    with happened(world, what):
        for link in Succession.objects.select_related("predecessor", "successor"):
            links = link.successor.predecessor_links.select_related("predecessor", "successor")
            brought = brought_by(list(links), on=link.took_effect_on)
            (standing,) = standings(on=link.took_effect_on, municipalities=[link.successor])
            if standing.in_force is None or standing.in_force.is_inherited:
                assert bool(brought) == (standing.in_force is not None)
