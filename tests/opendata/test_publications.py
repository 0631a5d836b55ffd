"""The published answers as open data."""

import csv
from http import HTTPStatus

import pytest
from django.core.management import call_command
from django.test import Client

from opendata.problems import MEDIA_TYPE
from publications.models import Publication
from tests.factories import MunicipalityFactory, VisitFactory
from tests.opendata.asking import answer, lines
from tests.publications.giving import published
from tests.publications.tampering import tamper

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("terms")]


@pytest.fixture
def given() -> Publication:
    """The answer about Aalst, visited, and Zele, not visited."""
    VisitFactory(municipality=MunicipalityFactory(nis="41002", name="Aalst"))
    MunicipalityFactory(nis="42028", name="Zele")
    return published(asked_by="Lies Bedacht", text="Lies vroeg het twee keer.")


def test_an_answer_is_told_with_its_days_and_its_seal(given: Publication):
    (row,) = answer("publications")["rijen"]
    assert row["titel"] == "Schriftelijke vraag nr. 275 (2020-2021)"
    assert (row["gevraagdOp"], row["dag"], row["beantwoordOp"]) == ("2021-04-26", "2021-04-26", "2021-04-26")
    assert (row["sha256"], row["ouderDanRegister"]) == (given.sha256, False)
    assert row["@id"] == f"http://testserver/api/v1/publications/{given.pk}"


def test_the_figures_stay_as_they_were_given(given: Publication):
    VisitFactory(municipality=MunicipalityFactory(name="Berlare"))
    numbers = {(one["code"], one["provincie"]): one["getal"] for one in answer(f"publications/{given.pk}")["getallen"]}
    assert numbers["municipalities", None] == 2
    assert numbers["visited", None] == numbers["visited", "Oost-Vlaanderen"] == 1


def test_every_number_comes_with_its_municipalities_and_its_definition(given: Publication):
    told = answer(f"publications/{given.pk}")
    assert [one["nis"] for one in told["gemeenten"] if one["code"] == "visited"] == ["41002"]
    (visited,) = [one for one in told["definities"] if one["code"] == "visited"]
    assert (visited["naam"], visited["versie"], visited["eenheid"]) == ("Bezocht", 1, "gemeenten")


def test_the_csv_has_a_line_for_each_number_and_each_municipality(given: Publication):
    numbers = list(csv.DictReader(lines(f"publications/{given.pk}/figures.csv")))
    assert {"provincie": "", "code": "visited", "getal": "1", "minstens": "false"} in numbers
    places = list(csv.DictReader(lines(f"publications/{given.pk}/municipalities.csv")))
    aalst = {"nis": "41002", "voorkeursnaam": "Aalst", "provincie": "Oost-Vlaanderen", "aantal": "1"}
    assert {"code": "visited"} | aalst in places


def test_a_correction_and_what_it_corrects_name_each_other(given: Publication):
    correction = published(succeeds=given, reason="Een bezoek was vergeten.")
    later, earlier = answer("publications")["rijen"]
    assert later["verbetert"] == earlier["@id"]
    assert earlier["verbeterdDoor"] == later["@id"]
    assert later["sleutel"] == correction.pk


def test_who_asked_and_what_was_written_freely_stay_inside(given: Publication):
    for path in ("publications", f"publications/{given.pk}"):
        said = str(answer(path))
        assert "Lies" not in said
        assert str(given.published_by) not in said


def test_another_publication_makes_another_answer(client: Client, given: Publication):
    path = f"/api/v1/publications/{given.pk}"
    etag = client.get(path).headers["ETag"]
    assert client.get(path, headers={"If-None-Match": etag}).status_code == HTTPStatus.NOT_MODIFIED
    published(succeeds=given, reason="Een bezoek was vergeten.")
    assert client.get(path, headers={"If-None-Match": etag}).status_code == HTTPStatus.OK


@pytest.mark.parametrize("rest", ["", "/figures.csv", "/municipalities.csv"])
@pytest.mark.parametrize("change", [{"frozen": "{}"}, {"text": "Vervalst."}, {"kind": "raadsel"}])
def test_an_answer_that_was_tampered_with_is_not_given(
    client: Client, given: Publication, rest: str, change: dict[str, str]
):
    """Not even as unchanged, to who has it as it was."""
    path = f"/api/v1/publications/{given.pk}{rest}"
    etag = client.get(path).headers["ETag"]
    tamper(given, **change)
    refused = client.get(path, headers={"If-None-Match": etag})
    assert (refused.status_code, refused.headers["Content-Type"]) == (HTTPStatus.CONFLICT, MEDIA_TYPE)
    assert "past niet meer bij haar zegel" in refused.json()["detail"]
    assert "ETag" not in refused.headers


def test_the_list_says_what_the_last_verification_found(client: Client, given: Publication):
    before = client.get("/api/v1/publications")
    assert [row["zegelVerbroken"] for row in before.json()["rijen"]] == [False]
    tamper(given, frozen="{}")
    with pytest.raises(SystemExit):
        call_command("verify_publications", verbosity=0)
    after = client.get("/api/v1/publications", headers={"If-None-Match": before.headers["ETag"]})
    assert [row["zegelVerbroken"] for row in after.json()["rijen"]] == [True]


@pytest.mark.parametrize("key", ["999", "9" * 30])
@pytest.mark.parametrize("rest", ["", "/figures.csv", "/municipalities.csv"])
def test_an_answer_that_was_never_given_is_not_there(key: str, rest: str):
    answer(f"publications/{key}{rest}", status=404)


@pytest.mark.parametrize(("path", "queries"), [("", 4), ("/{key}", 3), ("/{key}/figures.csv", 3)])
def test_any_number_of_answers_costs_the_same(client, given, django_assert_num_queries, path, queries):
    for number in range(3):
        published(number=f"nr. {number}")
    address = f"/api/v1/publications{path.format(key=given.pk)}"
    client.get(address)
    with django_assert_num_queries(queries):
        client.get(address)
