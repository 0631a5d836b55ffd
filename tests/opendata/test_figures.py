"""Stages and figures of a day as open data, with a token."""

import csv
from datetime import date, timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from agreements.models import Stage
from dashboards.figures import figures
from municipalities.models import Municipality, Visit
from opendata.models import Token
from tests.dashboards.worlds import take
from tests.factories import (
    AgreementFactory,
    DeclineReasonFactory,
    MunicipalityFactory,
    ProvinceFactory,
    UserFactory,
    VisitFactory,
)
from tests.opendata.asking import answer, lines, new_token, shown

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("terms")]

DAY = date(2021, 4, 26)


@pytest.fixture
def token() -> str:
    return new_token().secret


@pytest.fixture
def aalst() -> Municipality:
    """Visited in March 2021, signed in 2020, in force since."""
    place = MunicipalityFactory(nis="41002", name="Aalst")
    VisitFactory(municipality=place, held_on=date(2021, 3, 1))
    take(AgreementFactory(municipality=place), Stage.SIGNED, date(2020, 6, 1), by=UserFactory())
    return place


def asked(path: str, token: str, **query: Any) -> Any:
    return answer(path, token=token, on=DAY.isoformat(), **query)


def table(path: str, token: str, **query: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(lines(path, token=token, on=DAY.isoformat(), **query)))


# Stages ---------------------------------------------------------------------------------------------------------------


def test_a_municipality_stands_where_it_stood_on_the_day(aalst: Municipality, token: str):
    (row,) = asked("stages", token)["rijen"]
    assert row["@id"] == "http://testserver/api/v1/municipalities/41002"
    assert (row["bezocht"], row["laatstBezochtOp"]) == (True, "2021-03-01")
    assert (row["fase"], row["faseNaam"], row["faseSinds"]) == ("signed", "ondertekend", "2020-06-01")
    assert (row["afgesloten"], row["afgeslotenOp"]) == (True, "2020-06-01")
    assert (row["vanKracht"], row["vanKrachtNaam"]) == ("own", "van kracht")


def test_without_a_stage_there_is_none(token: str):
    MunicipalityFactory()
    (row,) = asked("stages", token)["rijen"]
    assert (row["bezocht"], row["fase"], row["faseSinds"], row["vanKracht"]) == (False, None, None, None)


def test_the_csv_of_stages_says_its_day_on_each_line(aalst: Municipality, token: str):
    (row,) = table("stages.csv", token)
    assert (row["dag"], row["bekendOp"], row["nis"], row["bezocht"]) == ("2021-04-26", "", "41002", "true")
    assert (row["fase"], row["vanKracht"]) == ("signed", "own")


def test_stages_come_in_pages_and_per_province(aalst: Municipality, token: str):
    west = ProvinceFactory(nis="30000", name="West", abbreviation="WVL", position=4)
    MunicipalityFactory(name="Brugge", nis="31005", province=west)
    first = asked("stages", token, per_page=1)
    assert (first["totaal"], [row["nis"] for row in first["rijen"]]) == (2, ["41002"])
    assert [row["nis"] for row in answer("stages", token=token, on=DAY, per_page=1, page=2)["rijen"]] == ["31005"]
    assert [row["nis"] for row in table("stages.csv", token, province="30000")] == ["31005"]


# Figures --------------------------------------------------------------------------------------------------------------


def test_the_figures_are_those_of_the_pages(aalst: Municipality, token: str):
    found, told = figures(on=DAY), asked("figures", token)
    assert told["rijen"][-1]["provincie"] is None
    assert told["rijen"][-1]["getallen"] == found.total.numbers
    assert [row["provincie"]["nis"] for row in told["rijen"][:-1]] == ["40000"]
    assert told["bestuursperiode"] == {"eersteDag": "2019-01-01", "laatsteDag": "2024-12-31"}
    assert [one["code"] for one in told["definities"]] == [figure.code for figure in found.definitions]


def test_a_percentage_is_a_share_of_the_municipalities_of_the_row(aalst: Municipality, token: str):
    MunicipalityFactory()
    MunicipalityFactory()
    total = asked("figures", token)["rijen"][-1]
    assert total["percentages"]["visited"] == 33.33
    assert "municipalities" not in total["percentages"]


def test_a_line_of_the_csv_holds_one_number_with_its_definition(aalst: Municipality, token: str):
    rows = table("figures.csv", token)
    (total,) = [row for row in rows if row["code"] == "visited" and not row["provincie.nis"]]
    assert (total["dag"], total["getal"], total["percentage"], total["versie"]) == ("2021-04-26", "1", "100.0", "1")
    assert {row["provincie.nis"] for row in rows} == {"40000", ""}


def test_of_one_province_only_its_row_is_given(aalst: Municipality, token: str):
    (row,) = asked("figures", token, province="40000")["rijen"]
    assert row["provincie"] == {"nis": "40000", "voorkeursnaam": "Oost-Vlaanderen"}


def test_a_figure_can_be_asked_as_it_was_known_on_an_earlier_day(aalst: Municipality, token: str):
    """All of it was recorded today, so yesterday nothing was known."""
    yesterday = timezone.localdate() - timedelta(1)
    told = asked("figures", token, known_on=yesterday.isoformat())
    assert told["bekendOp"] == yesterday.isoformat()
    assert told["rijen"][-1]["getallen"]["visited"] == 0
    assert asked("figures", token)["rijen"][-1]["getallen"]["visited"] == 1
    (row,) = asked("stages", token, known_on=yesterday.isoformat())["rijen"]
    assert (row["bezocht"], row["fase"]) == (False, None)


def test_what_each_figure_counts_is_public():
    DeclineReasonFactory(code="no-staff", label="Geen personeel")
    rows = {row["code"]: row for row in answer("definitions")["rijen"]}
    assert rows["visited"]["naam"] == "Bezocht"
    assert (rows["visited"]["eenheid"], rows["visited"]["versie"]) == ("gemeenten", 1)
    assert rows["declined-no-staff"]["naam"] == "Geen overeenkomst: Geen personeel"
    assert lines("definitions.csv")[0] == "code,naam,omschrijving,eenheid,versie,sinds"


# Refusals -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["stages", "stages.csv", "figures", "figures.csv"])
def test_a_day_without_a_term_is_a_problem(token: str, path: str):
    problem = answer(path, status=400, token=token, on="1990-01-01")
    assert problem["fouten"][0]["parameter"] == "on"
    assert "geen bestuursperiode bekend voor 1 januari 1990" in problem["detail"]


def test_what_will_be_known_nobody_knows(token: str):
    tomorrow = timezone.localdate() + timedelta(1)
    problem = answer("figures", status=400, token=token, known_on=tomorrow.isoformat())
    assert problem["fouten"][0]["parameter"] == "known_on"


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("", "Stuur je sleutel mee"),
        ("Basic abc", "Stuur je sleutel mee"),
        ("Bearer abc", "Deze sleutel bestaat niet."),
        ("Bearer ", "Deze sleutel bestaat niet."),
    ],
)
def test_who_has_no_token_is_told_what_to_do(header: str, words: str):
    response = Client(headers={"Authorization": header} if header else {}).get("/api/v1/figures")
    assert response.status_code == HTTPStatus.UNAUTHORIZED
    assert response.headers["WWW-Authenticate"].startswith("Bearer")
    assert words in response.json()["detail"]


def test_a_token_with_another_end_opens_nothing(token: str):
    assert "bestaat niet" in answer("figures", status=401, token=token[:-1] + "!")["detail"]


def test_an_expired_or_revoked_token_opens_nothing():
    expired = new_token(expires_on=timezone.localdate() - timedelta(1))
    assert "is verlopen na" in answer("figures", status=401, token=expired.secret)["detail"]
    revoked = new_token()
    Token.objects.filter(pk=revoked.pk).update(revoked_at=timezone.now(), revoked_by=UserFactory())
    assert "is ingetrokken op" in answer("figures", status=401, token=revoked.secret)["detail"]


def test_who_knows_the_mark_of_an_answer_still_needs_a_token(token: str):
    etag = Client(headers=shown(token)).get("/api/v1/figures").headers["ETag"]
    asked_without = Client().get("/api/v1/figures", headers={"If-None-Match": etag})
    assert asked_without.status_code == HTTPStatus.UNAUTHORIZED


def test_what_needs_a_token_is_kept_by_the_reader_alone_and_not_for_other_sites(token: str):
    response = Client(headers=shown(token)).get("/api/v1/figures")
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert "Access-Control-Allow-Origin" not in response.headers


def test_the_use_of_a_token_is_noted_once_an_hour(token: str):
    lately, long_ago = (timezone.now() - timedelta(minutes=minutes) for minutes in (59, 61))
    for before, is_noted in ((None, True), (lately, False), (long_ago, True)):
        Token.objects.update(last_used_at=before)
        answer("figures", token=token)
        assert (Token.objects.get().last_used_at != before) == is_noted


# Costs ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "queries"), [("stages", 24), ("stages.csv", 22), ("figures", 23), ("figures.csv", 23), ("definitions", 3)]
)
def test_any_number_of_municipalities_costs_the_same(
    aalst: Municipality, token: str, django_assert_num_queries: Any, path: str, queries: int
):
    client = Client(headers=shown(token))
    client.get(f"/api/v1/{path}")
    for kind in Visit.Kind.values:
        VisitFactory(municipality=MunicipalityFactory(), kind=kind)
        take(AgreementFactory(), Stage.EXPLORING, DAY, by=UserFactory())
    client.get(f"/api/v1/{path}")
    with django_assert_num_queries(queries):
        client.get(f"/api/v1/{path}")


def test_unchanged_figures_cost_ten_queries(aalst: Municipality, token: str, django_assert_num_queries: Any):
    client = Client(headers=shown(token))
    etag = client.get("/api/v1/figures").headers["ETag"]
    with django_assert_num_queries(10):  # the term, the token, seven of the fingerprint, the edition
        response = client.get("/api/v1/figures", headers={"If-None-Match": etag})
    assert response.status_code == HTTPStatus.NOT_MODIFIED
