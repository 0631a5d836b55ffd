"""What fifty people do at the same moment holds."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests.agreements import racing


def outcome_of(race: str, tmp_path: Path) -> dict[str, int]:
    if connection.vendor == "postgresql":
        return dict(getattr(racing, race)())
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path / 'race.sqlite3'}"}
    command = [sys.executable, "-m", "tests.agreements.racing", race]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


@pytest.mark.django_db(transaction=True)
def test_of_fifty_signatures_at_once_one_is_taken_and_the_others_hear_why(tmp_path: Path):
    assert outcome_of("signatures", tmp_path) == {"done": 1, "refused": 49, "in force": 1}


@pytest.mark.django_db(transaction=True)
def test_fifty_agreements_started_at_once_have_fifty_numbers(tmp_path: Path):
    assert outcome_of("numbers", tmp_path) == {"done": 50, "numbers": 50, "last": 50}


@pytest.mark.django_db(transaction=True)
def test_people_who_prepare_the_next_agreements_at_once_never_wait_for_each_other(tmp_path: Path):
    assert outcome_of("next_agreements", tmp_path) == {"done or refused": 14, "followed by one": 12}


@pytest.mark.django_db(transaction=True)
def test_of_three_who_make_the_final_at_once_one_does_and_the_others_hear_why(tmp_path: Path):
    assert outcome_of("finals", tmp_path) == {"done": 1, "refused": 2, "finals": 1, "documents": 1}


@pytest.mark.django_db(transaction=True)
def test_a_final_says_what_the_rows_say_however_many_edit_while_it_is_made(tmp_path: Path):
    outcome = outcome_of("edits_while_a_final_is_made", tmp_path)
    assert outcome == {"finals that say something else than the rows": 0}


@pytest.mark.django_db(transaction=True)
def test_of_twenty_addenda_started_at_once_one_is_open(tmp_path: Path):
    assert outcome_of("addenda_started", tmp_path) == {"done": 1, "refused": 19, "open": 1}


@pytest.mark.django_db(transaction=True)
def test_an_addendum_signed_by_twenty_at_once_has_one_number(tmp_path: Path):
    assert outcome_of("addenda_signed", tmp_path) == {"done": 1, "refused": 19, "number": 1}


@pytest.mark.django_db(transaction=True)
def test_a_version_in_use_says_what_it_said_when_it_came_in_use(tmp_path: Path):
    outcome = outcome_of("changes_while_a_version_comes_in_use", tmp_path)
    assert outcome == {"done or refused": 21, "words as in use": 1}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("race", ["signed_while_taken_back", "addenda_signed_while_taken_back"])
def test_what_is_signed_and_taken_back_at_once_is_one_of_both(race: str, tmp_path: Path):
    assert outcome_of(race, tmp_path) == {"done": 1, "refused": 7, "signed without a final": 0}


@pytest.mark.django_db(transaction=True)
def test_an_end_is_corrected_or_has_a_final_whoever_comes_first(tmp_path: Path):
    outcome = outcome_of("end_corrected_while_its_final_is_kept", tmp_path)
    assert outcome == {"done": 1, "refused": 7, "finals of a corrected end": 0}
