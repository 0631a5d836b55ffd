"""The list of visits and the page of one: what they show, find, sort and ask of the database."""

import pytest

from municipalities.models import Municipality, Visit
from tests.conftest import UserClient
from tests.factories import (
    ContactFactory,
    DomainFactory,
    MunicipalityFactory,
    ProvinceFactory,
    RegionFactory,
    UserFactory,
    VisitFactory,
)
from tests.municipalities.visiting import days

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("this_term")]

LIST = "/visits/"


def listed(client: UserClient, **query: str | int) -> list[Visit]:
    response = client.get(LIST, query)
    assert response.status_code == 200
    return [row.record for row in response.context["table"].page.object_list]


@pytest.fixture
def visits(staff_client: UserClient, aalst: Municipality) -> dict[str, Visit]:
    """One visit of each sort, the oldest first."""
    limburg = ProvinceFactory(nis="70000", name="Limburg", abbreviation="LIM", position=2)
    elsewhere = RegionFactory(name="Regio Maas", province=limburg)
    maaseik = MunicipalityFactory(name="Maaseik", province=limburg, region=elsewhere)
    found: dict[str, Visit] = {
        "called": VisitFactory(municipality=aalst, held_on=days(-40), kind="phone"),
        "held": VisitFactory(
            municipality=maaseik, held_on=days(-30), next_step="Cijfers bezorgen", next_step_due_on=days(5)
        ),
        "late": VisitFactory(municipality=aalst, held_on=days(-20), next_step="Bellen", next_step_due_on=days(-2)),
        "cancelled": VisitFactory(municipality=aalst, held_on=days(-10), status="cancelled", cancel_reason="Ziek"),
        "waiting": VisitFactory(municipality=aalst, held_on=days(-5), status="planned", kind="video"),
        "planned": VisitFactory(municipality=aalst, held_on=days(5), status="planned"),
    }
    found["called"].agency_people.set([staff_client.user])
    found["held"].agency_people.set([UserFactory(first_name="Jef", last_name="Bedacht")])
    found["late"].domains.set([DomainFactory(name="Regie")])
    return found


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["planned", "waiting", "cancelled", "late", "held", "called"]),
        ({"municipality": "maas"}, ["held"]),
        ({"municipality": "AALST", "kind": "phone"}, ["called"]),
        ({"held_from": days(-20).isoformat(), "held_to": days(-5).isoformat()}, ["waiting", "cancelled", "late"]),
        ({"held_to": f"{days(-30):%d.%m.%Y}"}, ["held", "called"]),
        ({"status": "cancelled"}, ["cancelled"]),
        ({"kind": "video"}, ["waiting"]),
        ({"effective": "on"}, ["late", "held"]),
        ({"waiting": "on"}, ["waiting"]),
        ({"mine": "on"}, ["called"]),
        ({"next_steps": "open"}, ["late", "held"]),
        ({"next_steps": "overdue"}, ["late"]),
        ({"sort": "held_on"}, ["called", "held", "late", "cancelled", "waiting", "planned"]),
        ({"sort": "-municipality"}, ["held", "called", "late", "cancelled", "waiting", "planned"]),
        ({"sort": "next_step", "next_steps": "open"}, ["late", "held"]),
    ],
)
def test_the_list_finds_and_sorts(staff_client: UserClient, visits, query: dict[str, str], expected: list[str]):
    names = {visit.pk: name for name, visit in visits.items()}
    assert [names[visit.pk] for visit in listed(staff_client, **query)] == expected


def test_next_steps_are_mine_when_i_am_to_do_them(staff_client: UserClient, visits):
    visits["held"].next_step_owner = staff_client.user
    visits["held"].save()
    assert listed(staff_client, next_steps="my-open") == [visits["held"]]
    assert listed(staff_client, next_steps="my-overdue") == []


def test_the_list_is_narrowed_by_place_person_and_domain(staff_client: UserClient, visits):
    place = visits["held"].municipality
    assert listed(staff_client, province=place.province.pk) == [visits["held"]]
    assert listed(staff_client, region=place.region.pk) == [visits["held"]]
    assert listed(staff_client, person=visits["held"].agency_people.get().pk) == [visits["held"]]
    assert listed(staff_client, domain=visits["late"].domains.get().pk) == [visits["late"]]


def test_what_the_filters_hold_is_said_and_can_be_reset(staff_client: UserClient, visits):
    page = staff_client.get(LIST, {"kind": "video", "waiting": "on"}).content.decode()
    assert f'<a class="chips-reset" href="{LIST}">' in page
    empty = staff_client.get(LIST, {"kind": "email"}).content.decode()
    assert "Geen bezoeken voldoen aan deze filters." in empty


def test_an_empty_register_says_what_to_do(staff_client: UserClient, manager_client: UserClient):
    assert 'href="/visits/new/"' in staff_client.get(LIST).content.decode()
    page = manager_client.get(LIST).content.decode()
    assert "Er zijn nog geen bezoeken vastgelegd." in page
    assert 'href="/visits/new/"' not in page


def test_long_lists_come_in_pages(staff_client: UserClient, aalst):
    VisitFactory.create_batch(60, municipality=aalst)
    assert len(listed(staff_client)) == 50
    assert len(listed(staff_client, page=2)) == 10
    assert len(listed(staff_client, per_page=25)) == 25
    assert "1–50 van 60" in staff_client.get(LIST).content.decode()


def busy_visits(number: int) -> None:
    for _n in range(number):
        visit = VisitFactory(next_step="Bellen", next_step_owner=UserFactory(), municipality=MunicipalityFactory())
        visit.agency_people.set([UserFactory(), UserFactory()])
        visit.domains.set([DomainFactory(), DomainFactory()])
        visit.contacts.set(ContactFactory.create_batch(3, municipality=visit.municipality))


def test_the_list_asks_the_same_number_of_queries_for_any_number_of_rows(
    staff_client: UserClient, django_assert_num_queries
):
    # session, user, the user's regions; waiting for me; the four lists of the filters; count, rows, people, domains
    for _time in range(2):
        busy_visits(15)
        with django_assert_num_queries(12):
            page = staff_client.get(LIST).content.decode()
    assert page.count("Verzonnen") > 60


def test_a_page_of_the_list_fetches_no_more_rows_than_it_shows(
    staff_client: UserClient, aalst, django_assert_num_queries
):
    VisitFactory.create_batch(60, municipality=aalst)
    with django_assert_num_queries(12) as context:
        staff_client.get(LIST)
    rows = [query["sql"] for query in context.captured_queries if '"report"' in query["sql"]]
    assert [sql.rpartition("LIMIT ")[2] for sql in rows] == ["50"]


def test_the_page_of_a_visit_asks_seven_queries(staff_client: UserClient, region, django_assert_num_queries):
    busy_visits(1)
    visit = Visit.objects.get()
    Municipality.objects.update(region=region)
    # session, user; the visit with people, domains and contacts; the regions of the user
    with django_assert_num_queries(7):
        page = staff_client.get(visit.get_absolute_url()).content.decode()
    assert page.count("Kaat Bedacht") == 3


def test_the_page_of_a_visit_offers_what_the_user_may_do(staff_client: UserClient, manager_client: UserClient, visits):
    for name, actions in {
        "late": ["edit", "cancel", "next-step-done"],
        "waiting": ["edit", "cancel", "outcome"],
        "planned": ["edit", "cancel"],
        "cancelled": ["edit"],
    }.items():
        visit = visits[name]
        pages = [client.get(visit.get_absolute_url()).content.decode() for client in (staff_client, manager_client)]
        for action in ("edit", "cancel", "outcome", "next-step-done"):
            address = f'"/visits/{visit.pk}/{action}/"'
            assert (address in pages[0]) == (action in actions), (name, action)
            assert address not in pages[1]
