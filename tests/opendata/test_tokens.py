"""Tokens: who gives them out, what they show once, and when they open nothing."""

import re
from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from accounts.submissions import new_token as form_token
from opendata.models import Token
from tests.conftest import UserClient
from tests.opendata.asking import new_token

pytestmark = pytest.mark.django_db

LIST, NEW = "/open-data/tokens/", "/open-data/tokens/new/"
TYPED = {"name": "Statistiek Bedacht", "purpose": "een kaart", "expires_on": "2099-01-01"}


def test_the_secret_is_shown_once_and_not_kept(administrator_client: UserClient):
    answer = administrator_client.post(NEW, TYPED)
    secret = re.search(r"Bearer ([0-9a-f]{12}\.[\w-]{43})<", answer.content.decode()).group(1)
    assert "no-store" in answer.headers["Cache-Control"]
    token = Token.objects.get()
    assert Token.objects.known_by(secret) == token
    assert token.created_by == administrator_client.user
    assert secret not in {str(value) for value in vars(token).values()}
    assert secret not in administrator_client.get(LIST).content.decode()


def test_a_form_sent_twice_gives_out_one_token(administrator_client: UserClient):
    form = TYPED | {"submission": form_token()}
    administrator_client.post(NEW, form)
    again = administrator_client.post(NEW, form, follow=True)
    assert Token.objects.count() == 1
    assert again.request["PATH_INFO"] == LIST


def test_a_token_lives_a_year_unless_another_day_is_chosen(administrator_client: UserClient):
    form = administrator_client.get(NEW).context["form"]
    assert form["expires_on"].value() == timezone.localdate() + timedelta(days=365)


def test_a_last_day_that_is_over_is_refused_beside_the_field(administrator_client: UserClient):
    answer = administrator_client.post(NEW, TYPED | {"expires_on": "2020-01-01"})
    assert answer.context["form"].errors == {"expires_on": ["Deze dag is voorbij: de sleutel zou niets openen."]}
    assert not Token.objects.exists()


def test_a_revoked_token_stays_in_the_list_with_who_revoked_it(administrator_client: UserClient):
    token = new_token()
    answer = administrator_client.post(f"{LIST}{token.pk}/revoke/", follow=True)
    assert "De sleutel is ingetrokken" in answer.content.decode()
    token.refresh_from_db()
    assert not token.opens
    assert token.revoked_by == administrator_client.user
    assert f"door {administrator_client.user}" in answer.content.decode()


def test_a_token_is_revoked_once(administrator_client: UserClient):
    token = new_token()
    administrator_client.post(f"{LIST}{token.pk}/revoke/")
    revoked_at = Token.objects.get().revoked_at
    answer = administrator_client.post(f"{LIST}{token.pk}/revoke/", follow=True)
    assert "was al ingetrokken" in answer.content.decode()
    assert Token.objects.get().revoked_at == revoked_at


def test_a_token_opens_up_to_and_including_its_last_day():
    today = timezone.localdate()
    assert new_token(expires_on=today).opens
    assert not new_token(expires_on=today - timedelta(1)).opens


def test_an_empty_list_says_what_to_do(administrator_client: UserClient):
    assert "Er is nog geen sleutel uitgegeven." in administrator_client.get(LIST).content.decode()


def test_any_number_of_tokens_costs_the_same(administrator_client: UserClient, django_assert_num_queries):
    for _one in range(4):
        new_token()
    administrator_client.get(LIST)
    with django_assert_num_queries(4):  # session, user, the number of tokens, the tokens with who made them
        administrator_client.get(LIST)


@pytest.mark.parametrize(
    "values", [{"revoked_at": timezone.now()}, {"name": ""}, {"purpose": ""}], ids=["by nobody", "of none", "for what"]
)
def test_the_database_keeps_no_token_that_does_not_say_who_and_why(values: dict[str, object]):
    with pytest.raises(IntegrityError):
        Token.objects.filter(pk=new_token(expires_on=date(2099, 1, 1)).pk).update(**values)
