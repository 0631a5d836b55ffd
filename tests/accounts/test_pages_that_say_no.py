"""What is refused, missing or broken says so in plain Dutch; what the load balancer asks is answered."""

from types import SimpleNamespace

import pytest
from django.db import DatabaseError
from django.test import Client

from agii import views

PLAIN = [
    ("/test/forbidden/", 403, "Dit mag je niet doen"),
    ("/test/missing/", 404, "Deze pagina is er niet"),
    ("/nergens/", 404, "Deze pagina is er niet"),
    ("/test/broken/", 500, "Er ging iets mis"),
]


@pytest.mark.urls("tests.accounts.pages")
@pytest.mark.parametrize(("path", "status", "heading"), PLAIN)
def test_a_refusal_has_a_page_with_a_way_on(staff_client, path, status, heading):
    staff_client.raise_request_exception = False
    answer = staff_client.get(path)
    assert answer.status_code == status
    assert f"<h1>{heading}</h1>" in answer.text
    assert 'href="/"' in answer.text


@pytest.mark.urls("tests.accounts.pages")
def test_a_refusal_says_why(staff_client):
    assert "Je rol of je regio laat dit niet toe." in staff_client.get("/test/forbidden/").text


@pytest.mark.urls("tests.accounts.pages")
@pytest.mark.parametrize(("path", "heading"), [(path, heading) for path, status, heading in PLAIN if status < 500])
def test_a_part_of_a_page_is_refused_in_one_message(staff_client, path, heading):
    answer = staff_client.get(path, headers={"HX-Request": "true"})
    assert "<html" not in answer.text
    assert f"<strong>{heading}</strong>" in answer.text


@pytest.mark.urls("tests.accounts.pages")
def test_what_is_not_there_is_closed_too_and_keeps_its_menu_from_strangers(client, db):
    assert "Menu" not in client.get("/nergens/").text


@pytest.mark.urls("tests.accounts.pages")
def test_the_page_of_a_mistake_needs_no_database(staff_client, django_assert_num_queries):
    staff_client.raise_request_exception = False
    with django_assert_num_queries(2):  # the session and the user of the request itself
        staff_client.get("/test/broken/")


def test_a_request_for_another_host_makes_no_sense(client, settings):
    settings.ALLOWED_HOSTS = ["register.example.org"]
    answer = client.get("/account/login/", headers={"host": "elders.example.org"})
    assert answer.status_code == 400
    assert "Deze vraag klopt niet" in answer.text


def test_the_register_says_that_it_is_well(client, db):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok")
    assert "sessionid" not in answer.cookies
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_register_says_that_its_database_is_gone(client, db, monkeypatch):
    def refuse() -> None:
        raise DatabaseError

    monkeypatch.setattr(views, "connection", SimpleNamespace(cursor=refuse))
    assert client.get("/healthz").status_code == 503


def test_being_well_can_be_asked_without_https(client, db, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert Client().get("/healthz").status_code == 200
    assert Client().get("/account/login/").status_code == 301


@pytest.mark.parametrize("path", ["/municipalities/%00/", "/provinces/4%000/", "/visits/new/?municipality=%00"])
def test_an_address_with_a_null_character_leads_nowhere(administrator_client, path):
    assert administrator_client.get(path).status_code == 404
