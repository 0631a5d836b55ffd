"""Agreements that lapse: which are listed, and preparing the next one of many in one go."""

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from agreements.actions import stages
from agreements.actions.renewal import renew
from agreements.models import Agreement
from municipalities.models import Municipality, Region, Succession
from tests.conftest import UserClient
from tests.factories import (
    AgreementFactory,
    DeclineReasonFactory,
    DomainFactory,
    MunicipalityFactory,
    ProvinceFactory,
    UserFactory,
    signed,
)

TODAY = timezone.localdate()
SOON = TODAY + timedelta(days=40)

pytestmark = pytest.mark.usefixtures("terms")


def running(name: str, ends_on: date = SOON, on: date = date(2020, 2, 1), **municipality: Any) -> Agreement:
    row: Agreement = AgreementFactory(municipality=MunicipalityFactory(name=name, **municipality), ends_on=ends_on)
    signed(row, on=on)
    return row


def merged(agreement: Agreement, into: Municipality) -> None:
    agreement.municipality.ends_on = date(2024, 12, 31)
    agreement.municipality.save()
    Succession.objects.create(predecessor=agreement.municipality, successor=into, took_effect_on=date(2025, 1, 1))


def renewed(agreement: Agreement) -> Agreement:
    return renew(agreement, talk_on=TODAY, starts_on=SOON + timedelta(days=1), ends_on=None, by=UserFactory())


def found(client: UserClient, **filters: Any) -> list[str]:
    answer = client.get("/agreements/lapsing/", filters)
    return [row.record.municipality.name for row in answer.context["table"].page.object_list]


# The list ------------------------------------------------------------------------------------------------------------


def test_without_days_it_looks_to_the_end_of_next_year(staff_client: UserClient):
    running("Vandaag", TODAY)
    running("Nog net", date(TODAY.year + 1, 12, 31))
    running("Later", date(TODAY.year + 2, 1, 1))
    assert found(staff_client) == ["Vandaag", "Nog net"]


def test_the_days_are_a_choice(staff_client: UserClient):
    running("Eerst", SOON)
    running("Dan", SOON + timedelta(days=1))
    running("Laatst", date(TODAY.year + 5, 1, 1))
    assert found(staff_client, since=(SOON + timedelta(days=1)).isoformat()) == ["Dan"]
    assert found(staff_client, until=SOON.isoformat()) == ["Eerst"]
    assert found(staff_client, until=f"{TODAY.year + 5}-01-01") == ["Eerst", "Dan", "Laatst"]


def test_what_has_lapsed_in_the_period_is_listed_says_so_and_can_be_chosen(staff_client: UserClient, region: Region):
    yesterday = TODAY - timedelta(days=1)
    agreement = running("Afgelopen", yesterday, region=region)
    assert found(staff_client) == []
    text = staff_client.get("/agreements/lapsing/", {"since": yesterday.isoformat()}).text
    assert "afgelopen</span>" in text
    assert f'value="{agreement.pk}" form="renew-many"' in text
    sent(staff_client, agreement)
    assert agreement.renewed_by.get().starts_on == date(TODAY.year + 1, 1, 1)


def test_an_agreement_that_goes_on_after_it_is_shown_as_the_next(staff_client: UserClient, region: Region):
    old = running("Aalst", region=region)
    running("Zulte", region=region)
    new = AgreementFactory(
        municipality=old.municipality, starts_on=SOON + timedelta(days=1), ends_on=date(TODAY.year + 5, 12, 31)
    )
    signed(new, on=TODAY)
    text = staff_client.get("/agreements/lapsing/").text
    assert new.get_absolute_url() in text
    assert f'value="{old.pk}" form="renew-many"' not in text
    assert said(sent(staff_client, old)) == [
        f"Niet voor {old}: Met Aalst loopt of liep er al een latere overeenkomst: {new.reference}."
    ]


def test_of_two_that_lapsed_one_after_the_other_the_latest_is_offered(staff_client: UserClient, region: Region):
    old = running("Zulte", date(2020, 12, 31), region=region)
    last = AgreementFactory(municipality=old.municipality, starts_on=date(2021, 1, 1), ends_on=date(2025, 12, 31))
    signed(last, on=date(2021, 1, 1))
    text = staff_client.get("/agreements/lapsing/", {"since": "2018-01-01"}).text
    assert f'value="{old.pk}" form="renew-many"' not in text
    assert f'value="{last.pk}" form="renew-many"' in text
    assert said(sent(staff_client, old, last)) == [
        "1 overeenkomst is gestart; ze heeft haar nummer.",
        f"Niet voor {old}: Met Zulte loopt of liep er al een latere overeenkomst: {last.reference}.",
    ]
    assert last.renewed_by.exists()


def test_what_still_runs_with_a_predecessor_comes_after_what_lapsed_there(staff_client: UserClient, region: Region):
    old = running("Oud", date(2020, 12, 31), region=region)
    last = AgreementFactory(municipality=old.municipality, starts_on=date(2021, 1, 1), ends_on=date(2027, 12, 31))
    signed(last, on=date(2021, 1, 1))
    merged(old, MunicipalityFactory(name="Nieuw", region=region, starts_on=date(2025, 1, 1)))
    text = staff_client.get("/agreements/lapsing/", {"since": "2018-01-01", "until": "2030-01-01"}).text
    assert f'value="{old.pk}" form="renew-many"' not in text
    assert f'value="{last.pk}" form="renew-many"' in text
    assert said(sent(staff_client, old)) == [
        f"Niet voor {old}: Met Oud loopt of liep er al een latere overeenkomst: {last.reference}."
    ]


@pytest.mark.parametrize(
    ("signed_on", "ended_on", "offered"),
    [(date(2020, 2, 1), date(2020, 6, 1), True), (date(2023, 2, 1), date(2023, 6, 1), False)],
)
def test_what_was_ended_early_counts_to_the_day_of_its_end(
    staff_client: UserClient, region: Region, signed_on: date, ended_on: date, offered: bool
):
    other = running("Zulte", date(2024, 12, 31), on=signed_on, region=region)
    stages.end(other, effective_on=ended_on, reason="Vervangen", by=UserFactory())
    agreement = AgreementFactory(municipality=other.municipality, ends_on=date(2022, 12, 31))
    signed(agreement, on=date(2021, 1, 1))
    text = staff_client.get("/agreements/lapsing/", {"since": "2018-01-01"}).text
    assert (f'value="{agreement.pk}" form="renew-many"' in text) is offered
    sent(staff_client, agreement)
    assert agreement.renewed_by.exists() is offered


def test_a_talk_that_a_merger_cut_short_leaves_room_for_the_successor(staff_client: UserClient, region: Region):
    agreement = running("Oud", region=region)
    AgreementFactory(municipality=agreement.municipality)
    merged(agreement, MunicipalityFactory(name="Nieuw", region=region, starts_on=date(2025, 1, 1)))
    assert f'value="{agreement.pk}" form="renew-many"' in staff_client.get("/agreements/lapsing/").text
    sent(staff_client, agreement)
    assert agreement.renewed_by.get().municipality.name == "Nieuw"


def test_only_what_was_signed_and_not_ended_early_is_listed(staff_client: UserClient):
    AgreementFactory(municipality__name="Nooit ondertekend", ends_on=SOON)
    ended, will_end = running("Beëindigd"), running("Eindigt straks")
    stages.end(ended, effective_on=date(2021, 1, 1), reason="Fusie", by=UserFactory())
    stages.end(will_end, effective_on=TODAY + timedelta(days=3), reason="Fusie", by=UserFactory())
    running("Loopt")
    assert found(staff_client, since="2000-01-01") == ["Loopt"]


def test_filter_by_place_and_by_mine(staff_client: UserClient, region: Region):
    limburg = ProvinceFactory(nis="70000", name="Limburg", abbreviation="LIM", position=2)
    running("Aalst", region=region, fixed_contact=staff_client.user)
    running("Bilzen", province=limburg)
    assert found(staff_client, province=limburg.pk) == ["Bilzen"]
    assert found(staff_client, region=region.pk) == ["Aalst"]
    assert found(staff_client, mine="on") == ["Aalst"]


@pytest.mark.parametrize("column", ["municipality", "reference", "ends_on", "province", "region", "next"])
def test_each_column_sorts_both_ways(staff_client: UserClient, region: Region, column: str):
    running("Aalst", region=region)
    renewed(running("Zulte", SOON + timedelta(days=1)))
    up, down = found(staff_client, sort=column), found(staff_client, sort=f"-{column}")
    assert up == down[::-1]
    assert sorted(up) == ["Aalst", "Zulte"]


def test_what_follows_is_shown_with_its_stage_and_cannot_be_chosen(staff_client: UserClient, region: Region):
    agreement = running("Aalst", region=region)
    open_box = f'value="{agreement.pk}" form="renew-many"'
    assert open_box in staff_client.get("/agreements/lapsing/").text
    following = renewed(agreement)
    text = staff_client.get("/agreements/lapsing/").text
    assert following.get_absolute_url() in text
    assert "verkennend gesprek" in text.lower()
    assert open_box not in text
    stages.decline(following, effective_on=TODAY, reason=DeclineReasonFactory(), by=UserFactory())
    assert open_box in staff_client.get("/agreements/lapsing/").text


def test_one_chooses_in_the_own_region_or_that_of_the_successor(staff_client: UserClient, region: Region):
    elsewhere, gone = running("Zulte"), running("Oud", ends_on=SOON)
    new = MunicipalityFactory(name="Nieuw", region=region, starts_on=date(2025, 1, 1))
    merged(gone, new)
    text = staff_client.get("/agreements/lapsing/").text
    assert f'value="{elsewhere.pk}" form' not in text
    assert f'value="{gone.pk}" form' in text


def test_a_manager_reads_and_is_offered_nothing(manager_client: UserClient):
    running("Aalst")
    text = manager_client.get("/agreements/lapsing/").text
    assert "Aalst" in text
    assert 'id="renew-many"' not in text


def test_nothing_that_lapses_says_so(staff_client: UserClient):
    assert "Er loopt geen overeenkomst af" in staff_client.get("/agreements/lapsing/").text
    assert "Haal een filter weg" in staff_client.get("/agreements/lapsing/", {"mine": "on"}).text


@pytest.mark.parametrize("day", ["ooit", "0001-01-01", "9999-12-31"])
def test_any_day_in_the_address_gets_an_answer(staff_client: UserClient, day: str):
    assert staff_client.get("/agreements/lapsing/", {"since": day, "until": day}).status_code == 200


@pytest.mark.parametrize("rows", [3, 40])
def test_the_list_asks_the_same_number_of_queries_for_any_number_of_rows(
    staff_client: UserClient, region: Region, django_assert_num_queries: DjangoAssertNumQueries, rows: int
):
    for number in range(rows):
        agreement = running(f"Plaats {number}", region=region)
        if number % 2:
            renewed(agreement)
    staff_client.get("/agreements/lapsing/")
    # session, user, regions of the user; provinces and regions to choose from; count, rows, what follows them,
    # what else goes on with the same municipality
    with django_assert_num_queries(9):
        staff_client.get("/agreements/lapsing/")


# Many in one go ------------------------------------------------------------------------------------------------------


def sent(client: UserClient, *agreements: Agreement, **changes: str) -> Any:
    data = {"agreements": [one.pk for one in agreements], **changes}
    return client.post("/agreements/lapsing/renew/?list=mine%3Don", data)


def said(answer: Any) -> list[str]:
    return [str(one) for one in get_messages(answer.wsgi_request)]


def test_the_page_before_shows_the_chosen_with_their_next_period(staff_client: UserClient, region: Region):
    one, other = running("Aalst", region=region), running("Zulte", region=region)
    running("Niet gekozen", region=region)
    answer = staff_client.get("/agreements/lapsing/renew/", {"agreements": [one.pk, other.pk]})
    assert [row[0] for row in answer.context["rows"]] == [one, other]
    assert {row[1] for row in answer.context["rows"]} == {SOON + timedelta(days=1)}
    assert "2 overeenkomsten starten" in answer.text
    assert "Niet gekozen" not in answer.text


@pytest.mark.parametrize("chosen", [[], ["abc"], ["9" * 30], ["12345678"]])
def test_with_nothing_chosen_one_goes_back_to_the_list(staff_client: UserClient, chosen: list[str]):
    answer = staff_client.get("/agreements/lapsing/renew/", {"agreements": chosen, "list": "mine=on"})
    assert answer["Location"] == "/agreements/lapsing/?mine=on"


def test_what_stands_in_the_way_of_all_is_said_and_what_was_chosen_stays(
    staff_client: UserClient, region: Region, monkeypatch: pytest.MonkeyPatch
):
    def undone(*_keys: int) -> None:
        raise ValidationError("De fusie werd ongedaan gemaakt.")

    monkeypatch.setattr("agreements.actions.renewal.hold", undone)
    one = running("Aalst", region=region)
    answer = sent(staff_client, one)
    assert "De fusie werd ongedaan gemaakt." in answer.text
    assert [row[0] for row in answer.context["rows"]] == [one]


def test_each_gets_its_next_agreement_and_the_list_shows_it(staff_client: UserClient, region: Region):
    one, other = running("Aalst", region=region), running("Zulte", region=region)
    one.domains.add(DomainFactory())
    answer = sent(staff_client, one, other)
    assert answer["Location"] == "/agreements/lapsing/?mine=on"
    assert said(answer) == ["2 overeenkomsten zijn gestart; elk heeft haar nummer."]
    assert one.renewed_by.get().domains.count() == 1
    assert other.renewed_by.get().starts_on == SOON + timedelta(days=1)
    assert not other.renewed_by.get().stage_changes.exists()
    text = staff_client.get("/agreements/lapsing/").text
    assert text.count("nog geen gesprek") == 2


def test_one_that_cannot_stops_no_other_and_is_named_with_why(staff_client: UserClient, region: Region):
    good, followed, elsewhere = running("Aalst", region=region), running("Balen", region=region), running("Zulte")
    following = renewed(followed)
    answer = sent(staff_client, good, followed, elsewhere)
    assert said(answer) == [
        "1 overeenkomst is gestart; ze heeft haar nummer.",
        f"Niet voor {followed}: {following.reference} volgt er al op.",
        f"Niet voor {elsewhere}: Je rol of je regio laat dit niet toe.",
    ]
    assert good.renewed_by.exists()
    assert not elsewhere.renewed_by.exists()


def test_more_than_ten_refusals_are_counted(staff_client: UserClient):
    answer = sent(staff_client, *(running(f"Plaats {number:02}") for number in range(12)))
    assert len(said(answer)) == 11
    assert said(answer)[-1] == "En ook niet voor 2 andere."


def test_a_form_sent_twice_makes_them_once(staff_client: UserClient, region: Region):
    agreement, token = running("Aalst", region=region), str(uuid.uuid4())
    first, second = (sent(staff_client, agreement, submission=token) for _twice in range(2))
    assert first["Location"] == second["Location"]
    assert agreement.renewed_by.count() == 1


def test_a_day_that_cannot_be_is_said_and_the_choice_stays(staff_client: UserClient, region: Region):
    agreement = running("Aalst", region=region)
    answer = sent(staff_client, agreement, talk_on="2999-01-01")
    assert answer.context["form"].errors["talk_on"]
    assert [row[0] for row in answer.context["rows"]] == [agreement]
    assert f'name="agreements" value="{agreement.pk}"' in answer.content.decode()


def test_who_writes_nowhere_prepares_nothing(manager_client: UserClient):
    agreement = running("Aalst")
    assert manager_client.get("/agreements/lapsing/renew/").status_code == 403
    assert sent(manager_client, agreement).status_code == 403
    assert not agreement.renewed_by.exists()
