"""A merger that an administrator prepares, looks at, and carries out."""

from datetime import date, timedelta
from typing import Any

import pytest

from agreements.actions import stages
from agreements.models import Stage
from dashboards.figures import figures
from municipalities.models import Municipality, PlannedMerger, Region, Succession, Visit
from tests.conftest import UserClient
from tests.factories import (
    AgreementFactory,
    ContactFactory,
    MunicipalityFactory,
    PlannedMergerFactory,
    ProvinceFactory,
    TermFactory,
    UserFactory,
    VisitFactory,
    signed,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("terms")]

DAY = date(2029, 1, 1)


@pytest.fixture
def places(region: Region) -> list[Municipality]:
    return [MunicipalityFactory(name=name, region=region) for name in ("Aalst", "Lede")]


@pytest.fixture
def planned(places: list[Municipality], region: Region) -> PlannedMerger:
    return PlannedMergerFactory(new=True, region=region, took_effect_on=DAY, predecessors=places)


def typed(region: Region, **more: Any) -> dict[str, Any]:
    return {
        "took_effect_on": DAY.isoformat(),
        "predecessor_1": "aalst",
        "predecessor_2": "Lede",
        "name": "Aalst-Lede",
        "title": "stad",
        "nis": "41099",
        "province": ProvinceFactory().pk,
        "region": region.pk,
        "arrondissement": "Aalst",
        **more,
    }


def prepare(client: UserClient, region: Region, **more: Any) -> Any:
    return client.post("/mergers/planned/new/", typed(region, **more), follow=True)


def carry_out(client: UserClient, planned: PlannedMerger, shown: int | str = 0) -> str:
    answer = client.post(f"/mergers/planned/{planned.pk}/carry-out/", {"shown": shown}, follow=True)
    return answer.content.decode()


def test_preparing_changes_nothing_but_shows_what_will_follow(administrator_client, region, places):
    page = prepare(administrator_client, region).content.decode()
    assert "Wie na 31 december 2028 ophoudt te bestaan" in page
    assert PlannedMerger.objects.get().prepared_by == administrator_client.user
    assert not Succession.objects.exists()
    assert Municipality.objects.count() == 2


def test_what_will_follow_is_named_before_it_happens(administrator_client, planned, places):
    aalst, lede = places
    bound = signed(AgreementFactory(municipality=aalst, ends_on=date(2030, 12, 31)), date(2020, 1, 1)).agreement
    talks = AgreementFactory(municipality=lede)
    stages.advance(talks, to=Stage.EXPLORING, effective_on=date(2025, 3, 1), by=UserFactory())
    VisitFactory(municipality=lede, status=Visit.Status.PLANNED, held_on=date(2029, 2, 5))
    ContactFactory(municipality=lede, name="Kaat Bedacht")
    page = administrator_client.get(planned.get_absolute_url()).content.decode()
    review = "volgend jaarlijks overleg tegen 1 januari 2029"
    for words in (bound.reference, review, talks.reference, "deels geërfd", "5 februari 2029", "Kaat Bedacht"):
        assert words in page


def test_the_figures_without_and_with_it_are_those_of_the_register(administrator_client, planned, places):
    signed(AgreementFactory(municipality=places[0], ends_on=date(2030, 12, 31)), date(2025, 2, 1))
    MunicipalityFactory()
    foreseen = administrator_client.get(planned.get_absolute_url()).context["foreseen"]
    before = figures(on=DAY).total.numbers
    carry_out(administrator_client, planned)
    after = figures(on=DAY).total.numbers
    shown = {one.figure.code: (one.before, one.after) for one in foreseen.figures[0].changes}
    assert shown == {code: (before[code], after[code]) for code in shown}
    assert shown["municipalities"] == (3, 2)
    assert shown["inherited_part"] == (0, 1)


def test_looking_leaves_nothing_behind(administrator_client, planned):
    administrator_client.get(planned.get_absolute_url())
    assert not Succession.objects.exists()
    assert not Municipality.objects.filter(ends_on__isnull=False).exists()
    assert not Municipality.history.filter(history_change_reason="merger").exists()


def test_a_day_beyond_the_known_terms_has_no_figures_yet(administrator_client, planned):
    planned.took_effect_on = date(2031, 1, 1)
    planned.save()
    page = administrator_client.get(planned.get_absolute_url()).content.decode()
    assert "Voor die dag is nog geen bestuursperiode bekend" in page
    TermFactory(starts_on=date(2031, 1, 1))
    assert "Cijfers zonder en met de fusie" in administrator_client.get(planned.get_absolute_url()).content.decode()


def test_carrying_out_leads_to_the_work_list_of_the_day(administrator_client, planned, places):
    page = carry_out(administrator_client, planned)
    assert "De fusie is uitgevoerd." in page
    assert "/mergers/2029-01-01/" in page
    planned.refresh_from_db()
    assert planned.carried_out_by == administrator_client.user
    assert set(planned.successor.predecessor_links.values_list("predecessor", flat=True)) == {one.pk for one in places}


def test_until_the_day_the_pages_of_the_municipalities_say_what_will_come(administrator_client, planned, places):
    carry_out(administrator_client, planned)
    new = Municipality.objects.get(nis=planned.nis)
    words = f'Aalst gaat op 1 januari 2029 op in <a href="{new.get_absolute_url()}">Nieuwland</a>.'
    assert words in administrator_client.get(places[0].get_absolute_url()).content.decode()
    page = administrator_client.get(new.get_absolute_url()).content.decode()
    assert "Nieuwland ontstaat op 1 januari 2029; tot dan bestaan de voorgangers." in page
    assert "worden samen <strong>Nieuwland</strong>" in " ".join(page.split())
    assert "werden samen" not in page


def test_a_merger_is_carried_out_once(administrator_client, planned):
    carry_out(administrator_client, planned)
    assert "voerde deze fusie al uit" in carry_out(administrator_client, planned)
    assert Municipality.objects.count() == 3


def test_what_changed_since_it_was_looked_at_is_looked_at_again(administrator_client, planned):
    PlannedMerger.objects.update(version=1)
    assert "Iemand anders wijzigde deze fusie intussen." in carry_out(administrator_client, planned, shown=0)
    for nothing in ("", "²", "1" * 5000):
        assert "Bekijk eerst wat er volgt" in carry_out(administrator_client, planned, shown=nothing)
    assert not Succession.objects.exists()


def test_what_stands_in_the_way_is_said_and_nothing_is_offered(administrator_client, planned, places):
    step = signed(AgreementFactory(municipality=places[0]), date(2025, 2, 1))
    planned.took_effect_on = date(2025, 2, 1)
    planned.save()
    page = administrator_client.get(planned.get_absolute_url()).content.decode()
    assert f"{step.agreement} (ondertekend 1 februari 2025)" in page
    assert "De fusie uitvoeren" not in page
    assert "Deze fusie kan nog niet" in carry_out(administrator_client, planned)
    assert not Succession.objects.exists()


def test_an_early_end_after_the_day_is_no_obstacle(administrator_client, planned, places):
    agreement = signed(AgreementFactory(municipality=places[0], ends_on=date(2030, 12, 31)), date(2020, 1, 1)).agreement
    stages.end(agreement, effective_on=DAY + timedelta(days=90), reason="Zo afgesproken.", by=UserFactory())
    assert "De fusie is uitgevoerd." in carry_out(administrator_client, planned)


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"predecessor_1": "Nergenshuizen"}, "predecessor_1", "Nergenshuizen"),
        ({"predecessor_2": ""}, "predecessor_2", "Dit veld is verplicht."),
        ({"predecessor_2": "Aalst"}, "predecessor_2", "Aalst staat hier twee keer."),
        ({"kbo_number": "0207437469"}, "kbo_number", "de laatste twee cijfers"),
        ({"ovo_code": "OVO12"}, "ovo_code", "Een OVO-code is OVO en zes cijfers"),
        ({"nis": "4109"}, "nis", "Een NIS-code heeft vijf cijfers"),
        ({"took_effect_on": "0001-01-01"}, "took_effect_on", "Dit jaar kan niet kloppen."),
        ({"took_effect_on": ""}, "took_effect_on", "Dit veld is verplicht."),
        ({"name": ""}, "name", "Dit veld is verplicht."),
    ],
)
def test_says_beside_the_field_what_is_wrong(administrator_client, region, places, wrong, field, words):
    form = prepare(administrator_client, region, **wrong).context["form"]
    assert any(words in error for error in form.errors[field])
    assert not PlannedMerger.objects.exists()


def test_a_code_may_be_filled_in_later(administrator_client, region, places):
    page = prepare(administrator_client, region, nis="").content.decode()
    assert "De NIS-code van de nieuwe gemeente is nog niet bekend." in page
    planned = PlannedMerger.objects.get()
    answer = administrator_client.post(f"/mergers/planned/{planned.pk}/edit/", typed(region, version=0), follow=True)
    assert "De fusie uitvoeren" in answer.content.decode()


def test_one_municipality_takes_in_another_under_its_own_code(administrator_client, places):
    form = {"took_effect_on": DAY.isoformat(), "predecessor_1": "Lede", "absorbed_by": "Aalst"}
    page = administrator_client.post("/mergers/planned/new/?absorption", form, follow=True).content.decode()
    assert "Gemeente die voortleeft" in page
    carry_out(administrator_client, PlannedMerger.objects.get())
    assert Succession.objects.get().successor == places[0]
    assert Municipality.objects.count() == 2
    page = administrator_client.get(places[1].get_absolute_url()).content.decode()
    assert "<strong>Lede</strong> gaat op in <a href" in " ".join(page.split())
    assert "leeft voort onder de eigen NIS-code" in administrator_client.get("/mergers/2029-01-01/").content.decode()


def test_who_changes_what_a_colleague_changed_sees_both(administrator_client, region, planned):
    address = f"/mergers/planned/{planned.pk}/edit/"
    administrator_client.post(address, typed(region, name="Groot-Aalst", version=0))
    page = administrator_client.post(address, typed(region, name="Klein-Aalst", version=0)).content.decode()
    assert "De twee versies" in page
    assert PlannedMerger.objects.get().name == "Groot-Aalst"


def test_what_was_only_prepared_can_be_removed(administrator_client, planned):
    administrator_client.post(f"/mergers/planned/{planned.pk}/delete/")
    assert not PlannedMerger.objects.exists()


@pytest.mark.parametrize("verb", ["edit", "delete"])
def test_what_was_carried_out_stays_as_it_is(administrator_client, planned, verb):
    carry_out(administrator_client, planned)
    assert administrator_client.post(f"/mergers/planned/{planned.pk}/{verb}/").status_code == 404


def test_what_is_prepared_waits_in_the_list_of_administrators(administrator_client, staff_client, planned):
    assert "Nieuwland" in administrator_client.get("/mergers/").content.decode()
    assert "Nieuwland" not in staff_client.get("/mergers/").content.decode()


def test_asks_the_same_number_of_queries_whatever_the_predecessors_have(
    administrator_client, planned, places, django_assert_num_queries
):
    VisitFactory(municipality=places[0], status=Visit.Status.PLANNED, held_on=DAY)
    for year in (2019, 2020):
        for place in places:
            ContactFactory(municipality=place)
            signed(
                AgreementFactory(municipality=place, starts_on=date(year, 1, 1), ends_on=date(year, 12, 1)),
                date(year, 2, 1),
            )
            VisitFactory(municipality=place, held_on=date(year, 3, 1))
        administrator_client.get(planned.get_absolute_url())
        with django_assert_num_queries(108):
            administrator_client.get(planned.get_absolute_url())
