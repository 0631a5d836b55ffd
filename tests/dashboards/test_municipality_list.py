"""The list of municipalities: searching, filtering, sorting, as it was on any day."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from agreements.actions import stages
from agreements.models import Stage
from municipalities.models import Municipality, Province, Succession, Visit
from tests.factories import (
    AgreementFactory,
    DeclineReasonFactory,
    MunicipalityFactory,
    ProvinceFactory,
    RegionFactory,
    TermFactory,
    UserFactory,
    VisitFactory,
    signed,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("terms")]

LIST = "/municipalities/"
DAY = date(2021, 4, 26)


def names(client: Any, **filters: Any) -> list[str]:
    response = client.get(LIST, {"on": str(DAY)} | filters)
    assert response.status_code == 200
    return [row.record.municipality.name for row in response.context["table"].page.object_list]


@pytest.fixture
def antwerpen() -> Province:
    return ProvinceFactory(nis="10000", name="Antwerpen", abbreviation="ANT", position=1)


@pytest.fixture
def borsbeek(antwerpen: Province) -> Municipality:
    """Gone since 2025."""
    place = MunicipalityFactory(name="Borsbeek", province=antwerpen, ends_on=date(2024, 12, 31))
    successor = MunicipalityFactory(name="Antwerpen", province=antwerpen, agency=Municipality.Agency.ATLAS)
    Succession.objects.create(predecessor=place, successor=successor, took_effect_on=date(2025, 1, 1))
    return place


def test_shows_the_municipalities_of_the_day(staff_client, borsbeek):
    MunicipalityFactory(name="Pajottegem", starts_on=date(2025, 1, 1))
    assert names(staff_client) == ["Antwerpen", "Borsbeek"]
    assert names(staff_client, on="2025-01-01") == ["Antwerpen", "Pajottegem"]


def test_without_a_day_it_is_today(staff_client):
    MunicipalityFactory(name="Gisteren", ends_on=timezone.localdate() - timedelta(days=1))
    MunicipalityFactory(name="Vandaag", starts_on=timezone.localdate())
    TermFactory(starts_on=date(timezone.localdate().year - 1, 1, 1))
    assert names(staff_client, on="") == ["Vandaag"]


def test_an_old_name_is_found_and_says_what_became_of_it(staff_client, borsbeek):
    page = staff_client.get(LIST, {"q": "borsbeek", "on": "2025-06-01"}).content.decode()
    successor = borsbeek.succession.successor
    assert f'opgegaan in <a href="{successor.get_absolute_url()}">Antwerpen</a> op 1 januari 2025' in page


def test_a_name_that_does_not_exist_yet_is_found_too(staff_client):
    MunicipalityFactory(name="Pajottegem", starts_on=date(2025, 1, 1))
    page = staff_client.get(LIST, {"q": "pajot", "on": str(DAY)}).content.decode()
    assert "bestaat sinds 1 januari 2025" in page


def test_who_is_gone_does_not_count_under_a_filter_of_the_day(staff_client, borsbeek):
    assert names(staff_client, q="borsbeek", on="2025-06-01", visited="never") == []


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"province": "10000"}, ["Boom"]),
        ({"visited": "visited"}, ["Aalst"]),
        ({"visited": "contacted"}, ["Boom"]),
        ({"visited": "never"}, ["Zulte"]),
        ({"stage": "signed"}, ["Aalst"]),
        ({"stage": "declined"}, ["Boom"]),
        ({"stage": "none"}, ["Zulte"]),
        ({"figure": "concluded"}, ["Aalst"]),
        ({"figure": "declined-no-staff"}, ["Boom"]),
        ({"figure": "not_visited", "province": "10000"}, ["Boom"]),
        ({"q": "zul"}, ["Zulte"]),
        ({"mine": "on"}, ["Zulte"]),
        ({"visited": "visited", "stage": "declined"}, []),
    ],
)
def test_filters_stand_in_the_address(staff_client, antwerpen, filters, expected):
    aalst, boom = MunicipalityFactory(name="Aalst"), MunicipalityFactory(name="Boom", province=antwerpen)
    MunicipalityFactory(name="Zulte", fixed_contact=staff_client.user)
    VisitFactory(municipality=aalst, held_on=date(2020, 2, 1))
    VisitFactory(municipality=boom, held_on=date(2020, 2, 1), kind=Visit.Kind.PHONE)
    VisitFactory(municipality=boom, held_on=date(2018, 2, 1))
    signed(AgreementFactory(municipality=aalst), date(2020, 1, 15))
    refused = AgreementFactory(municipality=boom)
    by = UserFactory()
    stages.advance(refused, to=Stage.EXPLORING, effective_on=date(2020, 3, 1), by=by)
    stages.decline(refused, effective_on=date(2020, 4, 1), reason=DeclineReasonFactory(), by=by)
    assert names(staff_client, **filters) == expected


def test_region_and_fixed_contact_filter(staff_client):
    region, colleague = RegionFactory(), UserFactory()
    MunicipalityFactory(name="Aalst", region=region)
    MunicipalityFactory(name="Zulte", fixed_contact=colleague)
    assert names(staff_client, region=region.pk) == ["Aalst"]
    assert names(staff_client, fixed_contact=colleague.pk) == ["Zulte"]


def test_a_figure_counts_the_working_area_alone(staff_client, borsbeek):
    assert names(staff_client, figure="municipalities") == ["Borsbeek"]
    page = staff_client.get(LIST, {"on": str(DAY)}).content.decode()
    assert "Atlas, buiten het werkgebied" in page


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("name", ["Aalst", "Boom", "’s-Gravenwezel"]),
        ("-name", ["’s-Gravenwezel", "Boom", "Aalst"]),
        ("days", ["Boom", "Aalst", "’s-Gravenwezel"]),
        ("-days", ["’s-Gravenwezel", "Aalst", "Boom"]),
        ("last_visit", ["’s-Gravenwezel", "Aalst", "Boom"]),
        ("province", ["Boom", "Aalst", "’s-Gravenwezel"]),
        ("contact", ["Boom", "Aalst", "’s-Gravenwezel"]),
        ("stage", ["Aalst", "Boom", "’s-Gravenwezel"]),
        ("in_force", ["Aalst", "Boom", "’s-Gravenwezel"]),
    ],
)
def test_every_column_sorts_and_empty_cells_come_together(staff_client, antwerpen, sort, expected):
    aalst = MunicipalityFactory(name="Aalst")
    boom = MunicipalityFactory(name="Boom", province=antwerpen, fixed_contact=UserFactory(first_name="Ann"))
    MunicipalityFactory(name="’s-Gravenwezel")
    VisitFactory(municipality=aalst, held_on=date(2020, 2, 1))
    VisitFactory(municipality=boom, held_on=date(2021, 4, 20))
    signed(AgreementFactory(municipality=aalst), date(2020, 1, 15))
    assert names(staff_client, sort=sort) == expected


def test_days_since_the_last_visit_are_counted_to_the_day_of_the_list(staff_client):
    VisitFactory(municipality=MunicipalityFactory(name="Aalst"), held_on=date(2021, 4, 1))
    row = staff_client.get(LIST, {"on": str(DAY)}).context["table"].page.object_list[0].record
    assert row.days == 25


def test_pages_say_where_they_are(staff_client):
    for _number in range(30):
        MunicipalityFactory()
    page = staff_client.get(LIST, {"on": str(DAY), "per_page": "25"}).content.decode()
    assert "1–25 van 30" in page
    assert len(names(staff_client, per_page="25", page="2")) == 5


def test_nothing_found_says_what_to_do(staff_client):
    page = staff_client.get(LIST, {"on": str(DAY), "q": "nergens"}).content.decode()
    assert "Geen gemeenten gevonden." in page
    assert "Haal een filter weg" in page


@pytest.mark.parametrize("filters", [{"on": "2018-12-31"}, {"on": "gisteren"}, {"province": "99"}, {"figure": "x"}])
def test_a_filter_that_means_nothing_shows_an_error_and_no_rows(staff_client, filters):
    MunicipalityFactory()
    response = staff_client.get(LIST, {"on": str(DAY)} | filters)
    assert set(response.context["filterset"].form.errors) == set(filters)
    assert not response.context["table"].rows


def test_the_list_asks_the_same_number_of_queries_for_any_number_of_rows(
    staff_client, django_assert_num_queries, borsbeek
):
    def fill(number: int) -> None:
        for _number in range(number):
            place = MunicipalityFactory(fixed_contact=UserFactory(), region=RegionFactory())
            VisitFactory(municipality=place, held_on=date(2020, 2, 1))
            signed(AgreementFactory(municipality=place), date(2020, 1, 15))

    fill(2)
    with django_assert_num_queries(23):
        staff_client.get(LIST, {"on": "2025-06-01", "q": "e"})
    fill(12)
    with django_assert_num_queries(23):
        assert len(names(staff_client, on="2025-06-01", q="e")) > 12


# As it was known ------------------------------------------------------------------------------------------------------


def test_the_list_can_be_looked_at_as_it_was_known(staff_client: Any, region: Any) -> None:
    """The visit was filed late: nobody knew of it a week ago."""
    VisitFactory(municipality=MunicipalityFactory(region=region), held_on=date(2021, 3, 1))
    a_week_ago = (timezone.localdate() - timedelta(days=7)).isoformat()
    assert len(names(staff_client, on="2021-04-26", visited="visited")) == 1
    assert names(staff_client, on="2021-04-26", visited="visited", known_on=a_week_ago) == []


def test_what_is_not_known_yet_is_refused_beside_the_field(staff_client: Any, region: Any) -> None:
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert "weet nog niemand" in staff_client.get("/municipalities/", {"known_on": tomorrow}).text
