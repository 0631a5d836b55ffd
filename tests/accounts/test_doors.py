"""Login, password, logout: allauth's pages, in our words."""

import re
from collections.abc import Iterator

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from tests.factories import UserFactory

PASSWORD = "zes appels in een mand"


@pytest.fixture(autouse=True)
def no_attempts_before() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def lotte(db: None) -> User:
    user = UserFactory(email="lotte@example.org", first_name="Lotte")
    user.set_password(PASSWORD)
    user.save()
    return user


def log_in(client: Client, password: str = PASSWORD, query: str = ""):
    return client.post(f"/account/login/{query}", {"login": "lotte@example.org", "password": password})


def test_who_is_not_logged_in_is_led_to_the_login_and_back(client, lotte):
    answer = client.get("/visits/?kind=video")
    assert answer.url == "/account/login/?next=/visits/%3Fkind%3Dvideo"
    assert "Aanmelden" in client.get(answer.url).text
    assert client.post(answer.url, {"login": lotte.email, "password": PASSWORD}).url == "/visits/?kind=video"


def test_the_login_leads_to_no_other_site(client, lotte):
    assert log_in(client, query="?next=https://elders.example.org/").url == "/"


def test_the_address_may_be_typed_in_capitals(client, lotte):
    assert client.post("/account/login/", {"login": "LOTTE@example.org", "password": PASSWORD}).status_code == 302


def test_a_wrong_password_is_told_in_dutch_and_names_no_culprit(client, lotte):
    wrong = log_in(client, password="iets anders").text
    assert "e-mailadres en/of wachtwoord is niet correct" in wrong
    assert "iets anders" not in wrong
    nobody = client.post("/account/login/", {"login": "niemand@example.org", "password": "iets anders"}).text
    assert "e-mailadres en/of wachtwoord is niet correct" in nobody


def test_who_guesses_too_often_waits(client, lotte):
    for _attempt in range(5):
        log_in(client, password="geraden")
    assert "Te veel inlogpogingen" in log_in(client).text


def test_a_crowd_of_attempts_gets_a_page_that_says_so(client, db):
    for _attempt in range(30):
        client.post("/account/login/", {"login": "niemand@example.org", "password": ""})
    answer = client.post("/account/login/", {"login": "niemand@example.org", "password": ""})
    assert answer.status_code == 429
    assert "Te veel pogingen" in answer.text


def test_who_left_the_agency_does_not_come_in(client, lotte):
    User.objects.update(is_active=False)
    answer = log_in(client)
    assert answer.status_code == 302
    assert "afgesloten" in client.get(answer.url).text
    assert client.get("/account/password/change/").url.startswith("/account/login/")


def test_nobody_makes_an_account_for_himself(client, db):
    assert "beheerder van het register" in client.get("/account/signup/").text
    client.post("/account/signup/", {"email": "nieuw@example.org", "password1": PASSWORD, "password2": PASSWORD})
    assert not User.objects.exists()


def test_a_forgotten_password_is_chosen_anew_through_the_mailbox(client, lotte):
    client.post("/account/password/reset/", {"email": "lotte@example.org"})
    [message] = mail.outbox
    assert message.subject == "Register lokale besturen: kies een nieuw wachtwoord"
    assert message.body.startswith("Dag,\n\nIemand vroeg een nieuw wachtwoord")
    link = re.search(r"http://testserver(\S+)", str(message.body))[1]

    form = client.get(link, follow=True)
    assert "Kies een nieuw wachtwoord" in form.text
    new = "acht peren op een schaal"
    answer = client.post(form.request["PATH_INFO"], {"password1": new, "password2": new}, follow=True)
    assert "Je wachtwoord is gewijzigd" in answer.text
    assert log_in(client, password=new).status_code == 302
    assert "Deze link werkt niet meer" in Client().get(link, follow=True).text


def test_a_new_person_without_a_password_chooses_one_the_same_way(client, lotte):
    lotte.set_unusable_password()
    lotte.save()
    client.post("/account/password/reset/", {"email": "lotte@example.org"})
    assert "http://testserver/account/password/reset/key/" in mail.outbox[0].body


def test_an_unknown_address_is_told_so_in_the_mailbox_and_not_on_the_screen(client, lotte):
    known = client.post("/account/password/reset/", {"email": "lotte@example.org"})
    unknown = client.post("/account/password/reset/", {"email": "niemand@example.org"})
    assert known.url == unknown.url
    assert mail.outbox[1].subject == "Register lokale besturen: geen account met dit adres"
    assert "niemand@example.org" in mail.outbox[1].body


def test_a_weak_password_is_refused_with_the_reason(client, lotte):
    client.force_login(lotte, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.post(
        "/account/password/change/", {"oldpassword": PASSWORD, "password1": "kort", "password2": "kort"}
    )
    assert "Dit wachtwoord is te kort. De minimale lengte is 12 tekens." in answer.text


def test_a_password_is_changed_by_who_knows_the_old_one(client, lotte):
    log_in(client)
    new = "acht peren op een schaal"
    page = client.post(
        "/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new}, follow=True
    )
    assert "Je wachtwoord is gewijzigd." in page.text
    lotte.refresh_from_db()
    assert lotte.check_password(new)


def test_logging_out_asks_a_click_and_closes_the_register(client, lotte):
    log_in(client)
    client.get("/account/logout/")
    assert client.get("/account/password/change/").status_code == 200
    page = client.post("/account/logout/", follow=True)
    assert "Je bent afgemeld." in page.text
    assert client.get("/account/password/change/").status_code == 302
