from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from municipalities.models import Domain, Region
from tests.factories import DomainFactory, MunicipalityFactory, ProvinceFactory, RegionFactory, TermFactory, UserFactory

COUNTED = ("name", "nis", "province_id", "agency", "starts_on", "ends_on")

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", ["province", "region", "municipality", "succession", "term", "domain"])
def test_administrators_find_every_list(administrator_client, model):
    MunicipalityFactory()
    TermFactory()
    DomainFactory()
    assert administrator_client.get(reverse(f"admin:municipalities_{model}_changelist")).status_code == 200


def test_coordinators_do_not_come_in(coordinator_client):
    assert coordinator_client.get(reverse("admin:municipalities_region_changelist")).status_code == 403


def test_an_administrator_puts_people_in_a_region(administrator_client):
    region, member = RegionFactory(name="Regio Dender"), UserFactory()
    administrator_client.post(
        reverse("admin:municipalities_region_change", args=[region.pk]),
        {"name": "Regio Dender", "province": region.province_id, "members": [member.pk]},
    )
    assert list(Region.objects.get().members.all()) == [member]


def test_what_the_authorities_publish_cannot_be_typed(administrator_client):
    aalst, other = MunicipalityFactory(name="Aalst"), RegionFactory()
    address = reverse("admin:municipalities_municipality_change", args=[aalst.pk])
    known = {name: getattr(aalst, name) for name in COUNTED}
    typed = {
        "name": "Oilsjt",
        "nis": "41999",
        "province": ProvinceFactory(nis="70000", name="Limburg", abbreviation="LIM", position=2).pk,
    }
    typed |= {"agency": "atlas", "starts_on": "01/01/2020", "ends_on": "01/01/2021"}
    administrator_client.post(address, {**typed, "region": other.pk, "fixed_contact": ""})
    aalst.refresh_from_db()
    assert {name: getattr(aalst, name) for name in COUNTED} == known
    assert (aalst.region, aalst.version) == (other, 1)
    assert "ook die al gegeven zijn, steunen erop" in administrator_client.get(address).content.decode()
    history = administrator_client.get(reverse("admin:municipalities_municipality_history", args=[aalst.pk]))
    assert str(administrator_client.user) in history.content.decode()


def test_a_term_that_has_begun_keeps_its_days_and_one_to_come_does_not(administrator_client):
    begun, later = TermFactory(starts_on=date(2025, 1, 1)), TermFactory(starts_on=date(2099, 1, 1))
    moved = {"starts_on": "02/01/2099", "ends_on": "31/12/2104"}
    answers = [
        administrator_client.post(reverse("admin:municipalities_term_change", args=[term.pk]), moved)
        for term in (begun, later)
    ]
    assert [answer.status_code for answer in answers] == [403, 302]
    for term in (begun, later):
        term.refresh_from_db()
    assert (begun.starts_on, later.starts_on) == (date(2025, 1, 1), date(2099, 1, 2))


def test_a_region_with_municipalities_cannot_be_removed(administrator_client):
    region = MunicipalityFactory().region
    administrator_client.post(reverse("admin:municipalities_region_delete", args=[region.pk]), {"post": "yes"})
    assert Region.objects.filter(pk=region.pk).exists()


def test_a_region_that_once_had_a_municipality_cannot_be_removed(administrator_client):
    aalst, unused = MunicipalityFactory(), RegionFactory()
    earlier, aalst.region = aalst.region, RegionFactory()
    aalst.save()
    for region in (earlier, unused):
        administrator_client.post(reverse("admin:municipalities_region_delete", args=[region.pk]), {"post": "yes"})
        chosen = {"action": "delete_selected", "_selected_action": [region.pk], "post": "yes"}
        administrator_client.post(reverse("admin:municipalities_region_changelist"), chosen)
    assert Region.objects.filter(pk=earlier.pk).exists()
    assert not Region.objects.filter(pk=unused.pk).exists()


def test_the_members_of_a_region_are_searched_in_a_list_that_speaks_dutch(administrator_client):
    page = administrator_client.get(reverse("admin:municipalities_region_change", args=[RegionFactory().pk]))
    assert "select2/i18n/nl.js" in page.content.decode()


@pytest.mark.parametrize("model", ["municipality", "term", "domain"])
def test_what_others_rest_on_offers_no_removal(administrator_client, model):
    rows: dict[str, Any] = {"municipality": MunicipalityFactory(), "term": TermFactory(), "domain": DomainFactory()}
    address = reverse(f"admin:municipalities_{model}_delete", args=[rows[model].pk])
    answer = administrator_client.post(address, {"post": "yes"})
    assert answer.status_code == 403


def test_the_code_of_a_domain_stays(administrator_client):
    domain = DomainFactory(code="cohesion", name="Samenhang", position=4)
    administrator_client.post(
        reverse("admin:municipalities_domain_change", args=[domain.pk]),
        {"code": "other", "name": "Samenleven", "short_name": "Samenleven", "position": 4},
    )
    assert (Domain.objects.get().code, Domain.objects.get().name) == ("cohesion", "Samenleven")


def test_the_history_of_a_municipality_that_is_not_there_is_a_missing_page(administrator_client):
    aalst = MunicipalityFactory()
    lists = "/beheer/municipalities/municipality/"
    for path in ("abc/history/", "999999/history/", "abc/history/1/", f"{aalst.pk}/history/abc/"):
        assert administrator_client.get(lists + path).status_code == 404


def test_a_municipality_is_never_put_back_to_an_earlier_version(administrator_client):
    aalst = MunicipalityFactory()
    earlier, later = aalst.region, RegionFactory()
    version = aalst.history.get()
    aalst.region = later
    aalst.save()
    address = f"/beheer/municipalities/municipality/{aalst.pk}/history/{version.pk}/"
    assert administrator_client.get(address).status_code == 200
    assert administrator_client.post(address, {"region": earlier.pk, "agency": "agii"}).status_code == 403
    aalst.refresh_from_db()
    assert aalst.region == later
