"""The funnel: how far the talks of a term came, and how long they took."""

import csv
from datetime import date, datetime
from typing import Any

import pytest
from django.db import models
from django.utils import timezone

from accounts.models import User
from agreements.actions import stages
from agreements.models import Agreement, Stage
from dashboards.facts import Asked
from dashboards.pictures.funnel import StageRow, funnel_of
from dashboards.places import Place
from municipalities.models import Region, Term
from tests.conftest import UserClient
from tests.dashboards.worlds import take
from tests.factories import AgreementFactory, MunicipalityFactory, ProvinceFactory, RegionFactory, UserFactory

DAY = date(2021, 4, 26)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("terms")]


@pytest.fixture
def by(db: None) -> User:
    user: User = UserFactory(role=User.Role.ADMINISTRATOR)
    return user


def went(by: User, *steps: tuple[Stage, date], region: Region | None = None) -> Agreement:
    place = {"municipality": MunicipalityFactory(region=region)} if region else {}
    agreement: Agreement = AgreementFactory(**place)
    for stage, day in steps:
        take(agreement, stage, day, by=by)
    return agreement


def rows(place: Place | None = None, **clocks: object) -> dict[Stage, StageRow]:
    return {row.stage: row for row in funnel_of(place, Asked(DAY, Term.objects.of(DAY), **clocks))}  # type: ignore[arg-type]


def reached(**clocks: object) -> list[int]:
    return [row.reached for row in rows(**clocks).values()]  # type: ignore[arg-type]


def test_who_skips_a_stage_reached_it_too(by: User) -> None:
    went(by, (Stage.EXPLORING, date(2020, 1, 1)), (Stage.APPROVED, date(2020, 3, 1)))
    went(by, (Stage.EXPLORING, date(2020, 1, 1)))
    assert reached() == [2, 1, 1, 1, 0]


def test_talks_left_open_from_an_earlier_term_count_and_what_was_closed_then_does_not(by: User) -> None:
    Term.objects.create(starts_on=date(2013, 1, 1), ends_on=date(2018, 12, 31))
    went(by, (Stage.NEGOTIATION, date(2018, 5, 1)))
    went(by, (Stage.EXPLORING, date(2017, 5, 1)), (Stage.SIGNED, date(2018, 5, 1)))
    went(by, (Stage.EXPLORING, date(2017, 5, 1)), (Stage.DECLINED, date(2018, 5, 1)))
    assert reached() == [1, 1, 0, 0, 0]


def test_a_refusal_stands_beside_the_stage_that_was_reached(by: User) -> None:
    went(by, (Stage.NEGOTIATION, date(2020, 1, 1)), (Stage.DECLINED, date(2020, 2, 1)))
    went(by, (Stage.DECLINED, date(2020, 2, 1)))
    refused, again = (Stage.DECLINED, date(2020, 2, 1)), (Stage.NEGOTIATION, date(2020, 3, 1))
    went(by, (Stage.NEGOTIATION, date(2020, 1, 1)), refused, again)
    found = rows()
    assert [found[stage].refused for stage in (Stage.EXPLORING, Stage.NEGOTIATION)] == [1, 1]
    assert found[Stage.NEGOTIATION].here == 1  # the one that was taken up again


def test_the_time_in_a_stage_is_the_median_of_those_that_went_on(by: User) -> None:
    for stayed in (10, 20, 60):
        began = date(2020, 1, 1)
        went(by, (Stage.EXPLORING, began), (Stage.NEGOTIATION, date.fromordinal(began.toordinal() + stayed)))
    went(by, (Stage.EXPLORING, date(2019, 1, 1)))  # stays there still
    found = rows()
    assert (found[Stage.EXPLORING].days, found[Stage.EXPLORING].stays) == (20, 3)
    assert found[Stage.NEGOTIATION].days is None


def test_a_corrected_step_does_not_count_unless_that_was_not_known_yet(by: User) -> None:
    agreement = went(by, (Stage.EXPLORING, date(2020, 1, 1)), (Stage.NEGOTIATION, date(2020, 3, 1)))
    before = timezone.now()
    stages.correct(agreement.stage_changes.get(stage=Stage.NEGOTIATION), reason="vergissing", by=by)
    assert reached() == [1, 0, 0, 0, 0]
    assert reached(known_at=before) == [1, 1, 0, 0, 0]


def test_every_number_of_the_way_is_what_its_list_holds(manager_client: UserClient, by: User, region: Region) -> None:
    went(by, (Stage.NEGOTIATION, date(2020, 1, 1)), region=region)
    went(by, (Stage.NEGOTIATION, date(2020, 1, 1)), (Stage.DECLINED, date(2020, 2, 1)), region=region)
    other = ProvinceFactory(nis="10000", name="Antwerpen", abbreviation="ANT", position=1)
    elsewhere = RegionFactory(province=other)
    moved = went(by, (Stage.NEGOTIATION, date(2020, 1, 1)), region=elsewhere)
    moved.municipality.province = other
    moved.municipality.save()
    for place, number in ((None, 2), (region, 1), (other, 1)):
        row = rows(place)[Stage.NEGOTIATION]
        assert row.here == number
        assert listed(manager_client, row.urls["here"]) == number
        assert listed(manager_client, row.urls["reached"]) == row.reached
        assert listed(manager_client, row.urls["refused"]) == row.refused


def listed(client: UserClient, address: str) -> int:
    return len(client.get(address).context["table"].rows)


def page(client: UserClient, number: str, stage: Stage = Stage.NEGOTIATION, **query: str) -> str:
    response = client.get(f"/trends/way/{stage}/{number}/", {"on": DAY.isoformat(), **query})
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_a_number_of_the_way_knows_both_clocks(manager_client: UserClient, by: User) -> None:
    agreement = went(by, (Stage.EXPLORING, date(2020, 1, 1)), (Stage.NEGOTIATION, date(2020, 3, 1)))
    then = timezone.make_aware(datetime(2020, 6, 1))
    models.QuerySet.update(agreement.stage_changes.all(), recorded_at=then)
    stages.correct(agreement.stage_changes.get(stage=Stage.NEGOTIATION), reason="vergissing", by=by)
    before = timezone.make_aware(datetime(2021, 1, 1))
    assert rows()[Stage.NEGOTIATION].urls["reached"] == "/trends/way/negotiation/reached/?on=2021-04-26"
    earlier = rows(known_at=before)[Stage.NEGOTIATION].urls["reached"]
    assert earlier == "/trends/way/negotiation/reached/?on=2021-04-26&known_on=2021-01-01"
    assert listed(manager_client, earlier) == 1
    assert 'data-count="0"' in page(manager_client, "reached")


def test_each_row_says_which_step_makes_it_count(manager_client: UserClient, by: User) -> None:
    agreement = went(by, (Stage.EXPLORING, date(2020, 1, 1)), (Stage.APPROVED, date(2020, 3, 1)))
    reached = page(manager_client, "reached")
    assert "<h1>Onderhandeling: bereikt</h1>" in reached
    assert '<p class="counted-number" data-count="1"><strong>1</strong> overeenkomst</p>' in reached
    assert f">Goedgekeurd door de raad, {agreement.reference}</a>" in reached  # it skipped the negotiation
    assert f"Vastgelegd door {by}" in reached
    assert "Staat er nu" not in reached


def test_who_went_on_is_listed_with_the_days_it_had_stayed(manager_client: UserClient, by: User) -> None:
    refused, again = (Stage.DECLINED, date(2020, 2, 1)), (Stage.EXPLORING, date(2020, 3, 1))
    went(by, (Stage.EXPLORING, date(2020, 1, 1)), refused, again, (Stage.NEGOTIATION, date(2020, 3, 11)))
    shown = page(manager_client, "went-on", Stage.EXPLORING)
    assert "<strong>2</strong> keer verdergegaan, na 20 dagen (mediaan)" in shown
    assert [row.get_cell("days") for row in table(manager_client, "went-on", Stage.EXPLORING).rows] == [31, 10]


def table(client: UserClient, number: str, stage: Stage) -> Any:
    return client.get(f"/trends/way/{stage}/{number}/", {"on": DAY.isoformat()}).context["table"]


@pytest.mark.parametrize("path", ["declined/reached", "negotiation/onzin", "onzin/here"])
def test_what_the_way_does_not_count_is_not_found(manager_client: UserClient, path: str) -> None:
    assert manager_client.get(f"/trends/way/{path}/").status_code == 404


def test_a_day_that_cannot_be_counted_gets_a_message(manager_client: UserClient) -> None:
    assert "geen bestuursperiode bekend" in page(manager_client, "reached", on="1990-01-01")


@pytest.mark.parametrize("rows", [1, 4])
def test_a_list_of_the_way_asks_the_same_for_any_number_of_rows(
    manager_client: UserClient, by: User, region: Region, rows: int, django_assert_num_queries: Any
) -> None:
    for _one in range(rows):
        went(by, (Stage.EXPLORING, date(2020, 1, 1)), (Stage.NEGOTIATION, date(2020, 3, 1)), region=region)
    page(manager_client, "went-on", Stage.EXPLORING)
    with django_assert_num_queries(9):
        page(manager_client, "went-on", Stage.EXPLORING)


def test_a_list_of_the_way_leaves_the_house(manager_client: UserClient, by: User) -> None:
    went(by, (Stage.EXPLORING, date(2020, 1, 1)), (Stage.NEGOTIATION, date(2020, 3, 1)))
    query = {"on": DAY.isoformat(), "export": "csv"}
    response = manager_client.get("/trends/way/exploring/went-on/", query)
    text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    heading, row = csv.reader(text.splitlines(keepends=True), delimiter=";")
    assert dict(zip(heading, row, strict=True))["Dagen"] == "60"
