"""The list of agreements: what each filter finds, in what order, with how many queries."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.html import strip_tags
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from agreements.actions import stages
from agreements.models import Agreement, Ending, Reopening, Stage, belonging_to
from municipalities.models import Region
from tests.agreements.addenda import ENDS_ON, running_agreement, signed_addendum
from tests.agreements.finals import approved
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
APPROVED_ON = date(2020, 4, 1)


def talks(name: str, on: date = date(2020, 3, 1), **municipality: Any) -> Agreement:
    agreement = AgreementFactory(
        municipality=MunicipalityFactory(name=name, **municipality), ends_on=TODAY + timedelta(days=365)
    )
    stages.advance(agreement, to=Stage.EXPLORING, effective_on=on, by=UserFactory())
    return agreement


def found(client: UserClient, **filters: Any) -> list[str]:
    answer = client.get("/agreements/", filters)
    return [row.record.municipality.name for row in answer.context["table"].page.object_list]


def taken_back(agreement: Agreement, by: User) -> Agreement:
    Reopening.objects.create(agreement=agreement, reason="Een fout in de tekst.", reopened_by=by)
    return agreement


def shown(client: UserClient, column: str, **filters: Any) -> list[str]:
    """The words in a column of the list, without their marks."""
    rows = client.get("/agreements/", filters).context["table"].page.object_list
    return [" ".join(strip_tags(row.get_cell(column)).split()) for row in rows]


def test_the_latest_step_stands_on_top(staff_client: UserClient):
    talks("Aalst", on=date(2020, 3, 1))
    talks("Zulte", on=date(2021, 3, 1))
    assert found(staff_client) == ["Zulte", "Aalst"]
    assert found(staff_client, sort="municipality") == ["Aalst", "Zulte"]


def test_what_is_prepared_without_a_talk_stands_with_the_newest(staff_client: UserClient):
    talks("Aalst", on=date(2021, 3, 1))
    AgreementFactory(municipality__name="Balen")
    talks("Zulte", on=date(2020, 3, 1))
    assert found(staff_client) == ["Balen", "Aalst", "Zulte"]
    assert found(staff_client, sort="stage") == ["Zulte", "Aalst", "Balen"]


@pytest.mark.parametrize(
    "column", ["municipality", "reference", "stage", "starts_on", "signed_on", "region", "reviews_overdue"]
)
def test_each_column_sorts_both_ways(staff_client: UserClient, column: str):
    talks("Aalst")
    signed(talks("Zulte"), on=date(2020, 4, 1))
    assert sorted(found(staff_client, sort=column)) == sorted(found(staff_client, sort=f"-{column}"))


@pytest.mark.parametrize(
    ("stage", "names"),
    [
        ("exploring", ["Aalst"]),
        ("approved", []),
        ("open", ["Aalst"]),
        ("none", ["Herent"]),
        ("declined", ["Balen"]),
        ("signed", ["Deinze"]),
        ("ended", ["Eeklo"]),
        ("lapsed", ["Genk"]),
    ],
)
def test_filter_by_stage(staff_client: UserClient, stage: str, names: list[str]):
    by = UserFactory()
    talks("Aalst")
    stages.decline(talks("Balen"), effective_on=date(2020, 4, 1), reason=DeclineReasonFactory(), by=by)
    signed(talks("Deinze"), on=date(2020, 4, 1))
    ended, lapsed = talks("Eeklo"), AgreementFactory(municipality__name="Genk", ends_on=date(2020, 12, 31))
    for agreement in (ended, lapsed):
        signed(agreement, on=date(2020, 4, 1))
    stages.end(ended, effective_on=date(2020, 6, 1), reason="Fusie", by=by)
    AgreementFactory(municipality__name="Herent")
    assert found(staff_client, stage=stage) == names


def test_filter_by_the_reason_of_the_refusal_that_holds(staff_client: UserClient):
    by, staff, merger = UserFactory(), DeclineReasonFactory(), DeclineReasonFactory(code="merger", label="Fusie")
    first, second = talks("Aalst"), talks("Balen")
    stages.decline(first, effective_on=date(2020, 4, 1), reason=merger, by=by)
    stages.advance(first, to=Stage.NEGOTIATION, effective_on=date(2020, 5, 1), by=by)
    stages.decline(first, effective_on=date(2020, 6, 1), reason=staff, by=by)
    stages.decline(second, effective_on=date(2020, 4, 1), reason=merger, by=by)
    assert found(staff_client, refused_because=merger.pk) == ["Balen"]
    assert found(staff_client, refused_because=staff.pk) == ["Aalst"]
    assert found(staff_client, refused_because=merger.pk, on="2020-04-15") == ["Balen", "Aalst"]


def test_filter_by_place_and_domain(staff_client: UserClient, region: Region):
    limburg = ProvinceFactory(nis="70000", name="Limburg", abbreviation="LIM", position=2)
    first, second = talks("Aalst", region=region), talks("Bilzen", province=limburg)
    domain = DomainFactory()
    second.domains.add(domain)
    assert found(staff_client, province=limburg.pk) == ["Bilzen"]
    assert found(staff_client, region=region.pk) == ["Aalst"]
    assert found(staff_client, domain=domain.pk) == ["Bilzen"]
    assert found(staff_client, municipality="AALS") == [first.municipality.name]


def test_the_list_shows_the_domains_that_hold_and_how_many_addenda_made_them_so(
    staff_client: UserClient, region: Region
):
    agreement = running_agreement(region)
    dropped, added = agreement.domains.get(name="Dienstverlening"), DomainFactory(name="Regie")
    signed_addendum(agreement, on=date(2021, 6, 1), change=lambda addendum: addendum.added_domains.add(added))
    signed_addendum(agreement, on=date(2022, 6, 1), change=lambda addendum: addendum.dropped_domains.add(dropped))
    assert shown(staff_client, "domains", on="2021-05-31") == ["Dienstverlening, Samenhang"]
    assert shown(staff_client, "domains", on="2021-06-01") == ["Dienstverlening, Samenhang, Regie 1 addendum"]
    assert shown(staff_client, "domains") == ["Samenhang, Regie 2 addenda"]


def test_the_list_says_that_a_decision_must_be_renewed_and_finds_those(coordinator_client: UserClient, region: Region):
    agreement = taken_back(approved(talks("Aalst", region=region), on=APPROVED_ON), by=coordinator_client.user)
    approved(talks("Balen", region=region), on=APPROVED_ON)
    assert found(coordinator_client, renew="on") == ["Aalst"]
    assert "de beslissing moet vernieuwd worden" in shown(coordinator_client, "stage", renew="on")[0]
    for body, left in zip(agreement.councils, (["Aalst"], []), strict=True):
        agreement.council_decisions.filter(body=body).update(recorded_at=timezone.now())
        assert found(coordinator_client, renew="on") == left


def test_on_a_day_before_the_text_was_taken_back_its_decision_stood(coordinator_client: UserClient, region: Region):
    taken_back(approved(talks("Aalst", region=region), on=APPROVED_ON), by=coordinator_client.user)
    assert found(coordinator_client, renew="on", on=(TODAY - timedelta(days=1)).isoformat()) == []


def test_a_paper_of_an_early_end_that_was_taken_back_opens_no_decision(coordinator_client: UserClient, region: Region):
    agreement, by = approved(talks("Aalst", region=region), on=APPROVED_ON), coordinator_client.user
    signature = signed(agreement, on=date(2020, 7, 1))
    end = stages.end(agreement, effective_on=date(2022, 1, 1), reason="De gemeente stopt.", by=by)
    ending = Ending.objects.get(pk=end.pk)
    Reopening.objects.create(**belonging_to(ending), reason="Een verkeerde dag.", reopened_by=by)
    for step in (end, signature):
        stages.correct(step, reason="Vergissing", by=by)
    assert found(coordinator_client, renew="on") == []


def test_what_is_refused_has_no_decision_to_renew_until_it_is_taken_up(coordinator_client: UserClient, region: Region):
    agreement, by = approved(talks("Aalst", region=region), on=APPROVED_ON), coordinator_client.user
    taken_back(agreement, by=by)
    stages.decline(agreement, effective_on=date(2022, 1, 1), reason=DeclineReasonFactory(), by=by)
    assert found(coordinator_client, renew="on") == []
    stages.advance(agreement, to=Stage.NEGOTIATION, effective_on=date(2022, 2, 1), by=by)
    assert found(coordinator_client, renew="on") == ["Aalst"]


def test_filter_by_my_municipalities(staff_client: UserClient):
    talks("Aalst", fixed_contact=staff_client.user)
    talks("Balen")
    assert found(staff_client, mine="on") == ["Aalst"]


def test_filter_by_force_and_signature(staff_client: UserClient):
    early, late = talks("Aalst"), talks("Balen")
    signed(early, on=date(2020, 4, 1))
    signed(late, on=date(2021, 4, 1))
    assert found(staff_client, in_force_on="2020-12-31") == ["Aalst"]
    assert found(staff_client, signed_from="2020-04-02") == ["Balen"]
    assert found(staff_client, signed_to="2020-04-01") == ["Aalst"]
    assert sorted(found(staff_client, signed_from="2020-04-01", signed_to="2021-04-01")) == ["Aalst", "Balen"]


def test_filter_by_overdue_reviews(staff_client: UserClient):
    signed(talks("Aalst"), on=date(2020, 4, 1))
    talks("Balen")
    assert found(staff_client, overdue="on") == ["Aalst"]


def test_the_list_as_it_was_on_a_day(staff_client: UserClient):
    agreement = talks("Aalst", on=date(2020, 3, 1))
    signed(agreement, on=date(2020, 4, 1))
    talks("Balen", on=date(2021, 3, 1))
    assert found(staff_client, on="2020-03-15") == ["Aalst"]
    assert found(staff_client, on="2020-03-15", stage="signed") == []
    assert found(staff_client, on="2020-04-01", stage="signed") == ["Aalst"]
    assert found(staff_client, on="2020-02-29") == []


def test_what_was_prepared_by_the_day_had_no_talks_yet(staff_client: UserClient):
    agreement, before = AgreementFactory(municipality__name="Herent"), (TODAY - timedelta(days=5)).isoformat()
    talks("Aalst")
    assert found(staff_client, on=TODAY.isoformat()) == ["Herent", "Aalst"]
    assert found(staff_client, on=TODAY.isoformat(), stage="none") == ["Herent"]
    assert found(staff_client, on=before) == ["Aalst"]
    Agreement.objects.filter(pk=agreement.pk).update(created_at=timezone.now() - timedelta(days=9))
    stages.advance(agreement, to=Stage.EXPLORING, effective_on=TODAY, by=UserFactory())
    assert found(staff_client, on=before, stage="none") == ["Herent"]
    assert found(staff_client, on=TODAY.isoformat(), stage="none") == []


def test_a_day_that_cannot_be_read_is_said_and_today_is_shown(staff_client: UserClient):
    talks("Aalst")
    answer = staff_client.get("/agreements/", {"on": "ooit"})
    assert answer.status_code == 200
    assert answer.context["filterset"].form.errors["on"]


def test_the_page_size_is_a_choice(staff_client: UserClient):
    for _number in range(30):
        talks("Aalst")
    assert len(found(staff_client, per_page="25")) == 25
    assert len(found(staff_client, per_page="25", page="2")) == 5


def test_nothing_found_says_how_to_find_more(staff_client: UserClient):
    assert "Haal een filter weg" in staff_client.get("/agreements/", {"stage": "approved"}).content.decode()
    assert "/agreements/new/" in staff_client.get("/agreements/").content.decode()


def test_a_manager_is_not_asked_to_start_one(manager_client: UserClient):
    assert "/agreements/new/" not in manager_client.get("/agreements/").content.decode()


@pytest.mark.parametrize("rows", [3, 40])
def test_the_list_asks_the_same_number_of_queries_for_any_number_of_rows(
    staff_client: UserClient, django_assert_num_queries: DjangoAssertNumQueries, rows: int
):
    domain, reason, by = DomainFactory(), DeclineReasonFactory(), UserFactory()
    municipalities = [MunicipalityFactory() for _number in range(rows)]
    for number, municipality in enumerate(municipalities):
        agreement = AgreementFactory(municipality=municipality, party=Agreement.Party.MUNICIPALITY, ends_on=ENDS_ON)
        agreement.domains.add(domain)
        if number % 2:
            signed(agreement, on=date(2020, 4, 1), by=by)
            signed_addendum(agreement, change=lambda addendum: addendum.dropped_domains.add(domain))
        else:
            stages.decline(agreement, effective_on=date(2020, 4, 1), reason=reason, by=by)
    staff_client.get("/agreements/")
    # session, user, regions of the user; reasons, domains, provinces and regions to choose from; count, rows,
    # their domains and addenda with what these add and drop
    with django_assert_num_queries(13):
        staff_client.get("/agreements/")


def test_filtering_asks_no_query_per_row(staff_client: UserClient, django_assert_max_num_queries: Any):
    for _number in range(20):
        signed(AgreementFactory(municipality=MunicipalityFactory()), on=date(2020, 4, 1))
    with django_assert_max_num_queries(12):
        staff_client.get("/agreements/", {"overdue": "on", "in_force_on": "2021-01-01", "on": "2022-01-01"})


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "abc"])
def test_any_day_in_the_address_gets_an_answer(staff_client: UserClient, day: str):
    talks("Aalst")
    assert staff_client.get("/agreements/", {"on": day}).status_code == 200
