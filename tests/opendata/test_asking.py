"""Questions that cannot be answered, and how every answer behaves."""

from http import HTTPStatus

import pytest
from django.test import Client

from tests.factories import MunicipalityFactory
from tests.opendata.asking import answer, new_token, settled, shown

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"on": "gisteren"}, "Schrijf een dag als jaar-maand-dag, bijvoorbeeld 2021-04-26."),
        ({"on": "1619395200"}, "Schrijf een dag als jaar-maand-dag, bijvoorbeeld 2021-04-26."),
        ({"on": "2021-02-30"}, "Deze dag staat niet op de kalender."),
        ({"on": "0000-01-01"}, "Deze dag staat niet op de kalender."),
        ({"page": "0"}, "Geef een getal van minstens 1."),
        ({"per_page": "1001"}, "Geef een getal van hoogstens 1000."),
        ({"page": "twee"}, "Deze waarde kunnen we hier niet lezen."),
        ({"provincie": "40000"}, "Deze parameter bestaat hier niet."),
    ],
)
def test_a_wrong_parameter_is_named_with_what_is_right(query: dict[str, str], words: str):
    problem = answer("municipalities", status=400, **query)
    assert problem["title"] == "De vraag klopt niet"
    assert problem["fouten"] == [{"parameter": next(iter(query)), "melding": words}]


def test_an_unknown_province_is_answered_with_those_there_are():
    MunicipalityFactory()
    problem = answer("municipalities", status=400, province="12345")
    assert problem["detail"].endswith("Kies uit: 40000 (Oost-Vlaanderen).")


@pytest.mark.parametrize("path", ["municipalities/99999", "gemeenten", "municipalities/", "municipalities.xml"])
def test_what_is_not_there_is_a_problem_too(client: Client, path: str):
    response = client.get(f"/api/v1/{path}")
    assert response.status_code == HTTPStatus.NOT_FOUND
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["title"] == "Dit is er niet"


@pytest.mark.usefixtures("terms")
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("municipalities?province=12345", HTTPStatus.BAD_REQUEST),
        ("stages.csv?province=12345", HTTPStatus.BAD_REQUEST),
        ("stages?known_on=2999-01-01", HTTPStatus.BAD_REQUEST),
        ("figures?on=1900-01-01", HTTPStatus.BAD_REQUEST),
        ("municipalities/99999", HTTPStatus.NOT_FOUND),
        ("publications/99999", HTTPStatus.NOT_FOUND),
        ("publications/99999/figures.csv", HTTPStatus.NOT_FOUND),
        ("publications/99999/municipalities.csv", HTTPStatus.NOT_FOUND),
    ],
)
def test_what_has_no_answer_never_has_an_unchanged_one(path: str, status: HTTPStatus):
    asking = Client(headers=shown(new_token().secret))
    for known in ("municipalities", "publications", "stages", "figures"):
        asking.get(f"/api/v1/{known}")
    settled()
    response = asking.get(f"/api/v1/{path}", headers={"If-Modified-Since": "Mon, 30 Nov 2099 00:00:00 GMT"})
    assert response.status_code == status


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(client: Client, method: str):
    response = getattr(client, method)("/api/v1/municipalities")
    assert response.status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert response.json()["title"] == "Je kunt hier alleen lezen"


def test_head_answers_as_get_without_the_rows(client: Client):
    asked, headed = client.get("/api/v1/municipalities"), client.head("/api/v1/municipalities")
    assert headed.status_code == HTTPStatus.OK
    assert headed.headers["ETag"] == asked.headers["ETag"]
    assert headed.content == b""


def test_options_says_what_may_be_asked(client: Client):
    response = client.options("/api/v1/municipalities")
    assert response.status_code == HTTPStatus.NO_CONTENT
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_pages_of_others_may_read_what_is_public(client: Client):
    assert client.get("/api/v1/municipalities").headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in client.get("/api/v1/municipalities").headers


@pytest.mark.parametrize("path", ["municipalities", "municipalities.csv", "context.jsonld", "openapi.json", ""])
def test_no_answer_leaves_a_cookie(client: Client, path: str):
    response = client.get(f"/api/v1/{path}")
    assert response.status_code == HTTPStatus.OK
    assert not response.cookies


def test_a_token_is_not_needed_for_what_is_public_and_does_no_harm():
    MunicipalityFactory()
    assert Client(headers=shown(new_token().secret)).get("/api/v1/municipalities").status_code == HTTPStatus.OK
