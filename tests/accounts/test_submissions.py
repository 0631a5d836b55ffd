"""A form sent twice makes one thing."""

import json
import os
import re
import subprocess
import sys
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import now

from accounts.models import Submission, User
from accounts.submissions import new_token
from tests.accounts import clicking

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.pages")]

FORM = "/test/people/new/"


def typed(**changes: str) -> dict[str, str]:
    return {
        "email": "nieuw@example.org",
        "first_name": "Noor",
        "username": "nieuw",
        "submission": new_token(),
    } | changes


def token_in(page: str) -> str:
    return re.search(r'name="submission" value="([^"]+)"', page)[1]


def test_a_form_carries_a_token_of_its_own(staff_client):
    assert token_in(staff_client.get(FORM).text) != token_in(staff_client.get(FORM).text)


def test_a_form_with_errors_keeps_its_token(staff_client):
    sent = typed(email="geen adres")
    assert token_in(staff_client.post(FORM, sent).text) == sent["submission"]


def test_sent_twice_it_is_made_once_and_leads_to_the_same_page(staff_client):
    sent = typed()
    first = staff_client.post(FORM, sent)
    second = staff_client.post(FORM, sent | {"email": "anders@example.org", "username": "anders"}, follow=True)
    assert second.redirect_chain == [(first.url, 302)]
    assert "Het is één keer bewaard" in second.text
    assert User.objects.filter(first_name="Noor", email__in=["nieuw@example.org", "anders@example.org"]).count() == 1


def test_what_could_not_be_made_can_be_sent_again(staff_client, monkeypatch):
    sent = typed()
    with monkeypatch.context() as patched:
        patched.setattr(User, "save", lambda *args, **kwargs: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            staff_client.post(FORM, sent)
    assert not Submission.objects.exists()
    staff_client.post(FORM, sent)
    assert User.objects.filter(email="nieuw@example.org").exists()


def test_a_broken_rule_of_the_database_is_not_taken_for_a_second_click(staff_client, monkeypatch):
    def refuse(*args: object, **kwargs: object) -> None:
        raise IntegrityError

    monkeypatch.setattr(User, "save", refuse)
    with pytest.raises(IntegrityError):
        staff_client.post(FORM, typed())


def test_without_a_token_a_form_is_simply_carried_out(staff_client):
    staff_client.post(FORM, typed(submission="onzin"))
    assert User.objects.filter(email="nieuw@example.org").exists()
    assert not Submission.objects.exists()


def test_a_token_that_somebody_else_used_is_as_good_as_new(staff_client, coordinator_client):
    sent = typed()
    staff_client.post(FORM, sent)
    coordinator_client.post(FORM, sent | {"email": "anders@example.org", "username": "anders"})
    assert User.objects.filter(email__in=["nieuw@example.org", "anders@example.org"]).count() == 2


def test_the_database_keeps_a_form_once_per_person(staff_client):
    sent = {"token": new_token(), "user": staff_client.user, "location": "/"}
    Submission.objects.create(**sent)
    with pytest.raises(IntegrityError, match=r"token|submission_is_made_once"), transaction.atomic():
        Submission.objects.create(**sent)


def test_old_submissions_are_forgotten_and_young_ones_are_not(staff_client, capsys):
    for days in (29, 31):
        submission = Submission.objects.create(token=new_token(), user=staff_client.user, location="/")
        Submission.objects.filter(pk=submission.pk).update(sent_at=now() - timedelta(days=days))
    call_command("forget_submissions")
    assert capsys.readouterr().out == "Forgot 1 submissions.\n"
    assert Submission.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_sent_twenty_times_at_the_same_moment_it_is_made_once(tmp_path):
    if connection.vendor == "postgresql":
        outcome = clicking.clicks()
    else:
        environment = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path / 'clicks.sqlite3'}"}
        command = [sys.executable, "-m", "tests.accounts.clicking"]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        outcome = json.loads(done.stdout)
    assert outcome == {"done": 20, "made": 1, "pages": 1, "remembered": 1}
