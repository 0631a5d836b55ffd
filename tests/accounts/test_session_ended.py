"""Someone types for an hour, and the session ended: nothing typed is lost, nothing is saved unseen."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils.timezone import now

from accounts import middleware
from accounts.models import User
from tests.conftest import client_of
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.pages")]

FORM = "/test/people/new/?from=list"
TYPED = {"email": "nieuw@example.org", "first_name": "Noor", "username": "nieuw", "password": "geheim"}
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def lotte() -> User:
    return UserFactory(first_name="Lotte")


@pytest.fixture
def back_after_lunch(lotte: User) -> Client:
    """A browser in which Lotte opened the form, and whose session has ended since."""
    client = client_of(lotte)
    client.get(FORM)
    del client.cookies["sessionid"]
    return client


def test_what_was_typed_comes_back_after_login_and_is_not_saved(back_after_lunch, lotte):
    client = back_after_lunch
    to_login = client.post(FORM, TYPED)
    assert to_login.url == "/account/login/?next=/test/people/new/%3Ffrom%3Dlist"
    client.force_login(lotte, backend=BACKEND)
    page = client.get(FORM)
    assert 'value="nieuw@example.org"' in page.text
    assert "nog niet bewaard" in page.text
    assert not User.objects.filter(email="nieuw@example.org").exists()


def test_it_is_saved_when_sent_again(back_after_lunch, lotte):
    client = back_after_lunch
    client.post(FORM, TYPED)
    client.force_login(lotte, backend=BACKEND)
    client.get(FORM)
    client.post(FORM, TYPED)
    assert User.objects.filter(email="nieuw@example.org").count() == 1


def test_it_comes_back_once(back_after_lunch, lotte):
    client = back_after_lunch
    client.post(FORM, TYPED)
    client.force_login(lotte, backend=BACKEND)
    client.get(FORM)
    assert "nieuw@example.org" not in client.get(FORM).text


def test_the_real_login_keeps_it_too(back_after_lunch, lotte):
    lotte.set_password("zes appels in een mand")
    lotte.save()
    client = back_after_lunch
    to_login = client.post(FORM, TYPED)
    page = client.post(to_login.url, {"login": lotte.email, "password": "zes appels in een mand"}, follow=True)
    assert 'value="nieuw@example.org"' in page.text


def test_another_page_does_not_get_it(back_after_lunch, lotte):
    client = back_after_lunch
    client.post(FORM, TYPED)
    client.force_login(lotte, backend=BACKEND)
    assert "nieuw@example.org" not in client.get("/test/people/new/").text


def test_another_person_does_not_get_it(back_after_lunch):
    client = back_after_lunch
    client.post(FORM, TYPED)
    client.force_login(UserFactory(), backend=BACKEND)
    assert "nieuw@example.org" not in client.get(FORM).text
    assert middleware.SESSION_KEY not in client.session


def test_an_hour_later_it_is_forgotten(back_after_lunch, lotte, monkeypatch):
    client = back_after_lunch
    client.post(FORM, TYPED)
    client.force_login(lotte, backend=BACKEND)
    monkeypatch.setattr(middleware, "now", lambda: now() + timedelta(minutes=61))
    assert "nieuw@example.org" not in client.get(FORM).text


def test_a_password_is_never_kept(back_after_lunch):
    back_after_lunch.post(FORM, {**TYPED, "oldpassword": "geheim"})
    assert "geheim" not in str(dict(back_after_lunch.session))


def test_what_a_stranger_posts_is_not_kept(client):
    client.post(FORM, TYPED)
    assert not Session.objects.exists()


def test_a_forged_cookie_makes_no_one_known(client, lotte):
    client.cookies[middleware.COOKIE] = f"{lotte.pk}:forged"
    client.post(FORM, TYPED)
    assert not Session.objects.exists()


def test_too_much_is_not_kept(back_after_lunch):
    back_after_lunch.post(FORM, {**TYPED, "first_name": "x" * 200_001})
    assert middleware.SESSION_KEY not in back_after_lunch.session


def test_a_button_without_a_page_leads_back_to_where_it_stood(back_after_lunch, lotte):
    client = back_after_lunch
    client.post("/test/button/", headers={"referer": "http://testserver/test/style/?role=staff"})
    client.force_login(lotte, backend=BACKEND)
    page = client.get("/test/button/", follow=True)
    assert page.redirect_chain == [("/test/style/?role=staff", 302)]
    assert "er is dus niets gebeurd" in page.text
    lotte.refresh_from_db()
    assert lotte.job_title == ""


def test_it_never_leads_back_to_another_site(back_after_lunch, lotte):
    client = back_after_lunch
    client.post("/test/button/", headers={"referer": "https://elders.example.org/"})
    client.force_login(lotte, backend=BACKEND)
    assert client.get("/test/button/").url == "/"


def test_a_list_that_follows_its_filters_leads_the_whole_page_to_the_login(client):
    htmx: dict[str, Any] = {"HX-Request": "true", "HX-Current-URL": "http://testserver/visits/?kind=video"}
    answer = client.get("/visits/", headers=htmx)
    assert answer.headers["HX-Redirect"] == "/account/login/?next=%2Fvisits%2F%3Fkind%3Dvideo"


def test_who_logged_in_again_in_another_tab_gets_the_form_back(lotte):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(lotte, backend=BACKEND)
    browser.get(FORM)
    answer = browser.post(FORM, {**TYPED, "csrfmiddlewaretoken": "x" * 64})
    assert answer.headers["Location"] == FORM
    assert 'value="nieuw@example.org"' in browser.get(FORM).text
    assert not User.objects.filter(email="nieuw@example.org").exists()


def test_who_logged_in_again_gets_the_whole_page_back_where_a_part_was_asked(lotte):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(lotte, backend=BACKEND)
    browser.get(FORM)
    htmx: dict[str, Any] = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{FORM}"}
    answer = browser.post("/test/button/", {**TYPED, "csrfmiddlewaretoken": "x" * 64}, headers=htmx)
    assert answer.headers["HX-Redirect"] == FORM
    assert 'value="nieuw@example.org"' in browser.get(FORM).text


def test_a_form_from_another_site_is_refused_and_not_kept(lotte):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(lotte, backend=BACKEND)
    browser.get(FORM)
    answer = browser.post(FORM, TYPED, headers={"origin": "https://elders.example.org"})
    assert answer.status_code == 403
    assert "Dit formulier is niet aanvaard" in answer.text
    assert middleware.SESSION_KEY not in browser.session
