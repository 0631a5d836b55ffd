"""A merger that is carried out after its day, and so changes figures that were given out, is explained."""

from datetime import date
from http import HTTPStatus
from typing import Any

import pytest
from django.core.management import call_command

from municipalities.models import LateEntry, Municipality, PlannedMerger, Region, Succession
from publications.models import Verification
from tests.conftest import UserClient
from tests.factories import MunicipalityFactory, PlannedMergerFactory
from tests.publications.giving import DAY, published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("terms")]

CHANGES = "nr. 275 (2020-2021), cijfers van 26 april 2021: Aalst ("


@pytest.fixture
def places(region: Region) -> list[Municipality]:
    return [MunicipalityFactory(name=name, region=region) for name in ("Aalst", "Lede")]


@pytest.fixture
def planned(places: list[Municipality], region: Region) -> PlannedMerger:
    """Of a day before that of the figures."""
    return PlannedMergerFactory(new=True, region=region, took_effect_on=date(2021, 1, 1), predecessors=places)


def carry_out(client: UserClient, planned: PlannedMerger, **typed: str) -> Any:
    return client.post(f"/mergers/planned/{planned.pk}/carry-out/", {"shown": "0"} | typed)


def test_a_merger_that_changes_published_figures_asks_why_and_names_them(administrator_client, planned):
    published()
    answer = carry_out(administrator_client, planned)
    assert "late_reason" in answer.context["form"].errors
    assert CHANGES in answer.content.decode()
    assert "cijfers van 26 april 2021: Nieuwland (" in answer.content.decode()
    assert "De fusie is uitgevoerd" not in answer.content.decode()
    assert not Succession.objects.exists()
    planned.refresh_from_db()
    assert planned.carried_out_at is None


def test_the_page_that_shows_what_will_follow_names_them_and_asks_beforehand(administrator_client, planned):
    published()
    page = administrator_client.get(planned.get_absolute_url()).content.decode()
    assert CHANGES in page
    assert 'name="late_reason"' in page


def test_with_the_reason_it_is_carried_out_and_the_reason_stays_with_who_took_part(
    administrator_client, planned, places
):
    published()
    answer = carry_out(administrator_client, planned, late_reason="Het besluit bereikte ons nu pas.")
    assert answer.status_code == HTTPStatus.FOUND
    assert Succession.objects.count() == 2
    entries = LateEntry.objects.all()
    assert {(one.municipality, one.day, one.recorded_by) for one in entries} == {
        (place, date(2021, 1, 1), administrator_client.user) for place in places
    }
    assert CHANGES in entries[0].changes


def test_the_verification_names_the_reason_with_each_place_that_counts_differently(administrator_client, planned):
    published()
    carry_out(administrator_client, planned, late_reason="Het besluit bereikte ons nu pas.")
    with pytest.raises(SystemExit):
        call_command("verify_publications", verbosity=0)
    broken = Verification.objects.broken().get().places
    assert {place["name"] for place in broken} == {"Aalst", "Lede", "Nieuwland"}
    for place in broken:
        assert "Het besluit bereikte ons nu pas." in {cause["reason"] for cause in place["causes"]}


def test_one_that_takes_in_another_is_explained_too(administrator_client, places):
    published()
    planned = PlannedMergerFactory(took_effect_on=DAY, absorbed_by=places[0], predecessors=[places[1]])
    assert "late_reason" in carry_out(administrator_client, planned).context["form"].errors
    carry_out(administrator_client, planned, late_reason="Vergeten.")
    assert {one.municipality for one in LateEntry.objects.all()} == set(places)


def test_a_day_after_that_of_the_figures_asks_nothing(administrator_client, planned):
    published()
    planned.took_effect_on = date(2021, 4, 27)
    planned.save()
    assert "late_reason" not in administrator_client.get(planned.get_absolute_url()).content.decode()
    assert carry_out(administrator_client, planned).status_code == HTTPStatus.FOUND
    assert Succession.objects.count() == 2
    assert not LateEntry.objects.exists()


def test_nothing_published_asks_nothing(administrator_client, planned):
    assert carry_out(administrator_client, planned).status_code == HTTPStatus.FOUND
    assert Succession.objects.count() == 2


def test_the_reason_that_was_typed_stays_when_something_else_stands_in_the_way(administrator_client, planned):
    published()
    PlannedMerger.objects.update(version=1)
    answer = carry_out(administrator_client, planned, late_reason="Vergeten.")
    assert answer.context["form"]["late_reason"].value() == "Vergeten."
    assert "Iemand anders wijzigde deze fusie intussen." in answer.content.decode()
    assert not LateEntry.objects.exists()


def test_sent_twice_it_is_explained_once(administrator_client, planned):
    published()
    typed = {"late_reason": "Vergeten.", "submission": "5c2e9a2e-52b8-4f36-9f0c-6a3c3e9f7e11"}
    for _time in range(2):
        assert carry_out(administrator_client, planned, **typed).status_code == HTTPStatus.FOUND
    assert LateEntry.objects.count() == 2
