"""What many people do to visits and mergers at the same moment holds, on both databases."""

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from django.db import connection

from tests.municipalities import racing

pytestmark = pytest.mark.django_db(transaction=True)


@cache
def outcomes_on_sqlite(path: Path) -> dict[str, dict[str, int]]:
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{path / 'race.sqlite3'}"}
    command = [sys.executable, "-m", "tests.municipalities.racing"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("race")


def outcome_of(race: str, path: Path) -> dict[str, int]:
    return racing.RACES[race]() if connection.vendor == "postgresql" else outcomes_on_sqlite(path)[race]


def test_of_twenty_edits_at_once_one_is_saved_and_the_others_see_it(path: Path):
    assert outcome_of("edits", path) == {"done": 1, "refused": 19, "version": 1, "saves in the history": 1}


def test_a_form_sent_twenty_times_at_once_makes_one_visit(path: Path):
    assert outcome_of("submissions", path) == {"done": 20, "visits": 1, "answers": 1}


def test_a_next_step_is_done_once_whoever_says_so(path: Path):
    assert outcome_of("steps", path) == {"done": 20, "version": 1, "saves in the history": 1}


def test_a_prepared_merger_is_carried_out_once_whoever_does_it(path: Path):
    assert outcome_of("mergers", path) == {"done": 1, "refused": 19, "successors": 1}


def test_of_twenty_mergers_that_want_one_municipality_one_gets_it(path: Path):
    assert outcome_of("overlapping mergers", path) == {"done": 1, "refused": 19, "successions": 1}


def test_of_twenty_mergers_into_one_code_one_gets_it(path: Path):
    assert outcome_of("codes", path) == {"done": 1, "refused": 19, "successors": 1}


def test_a_merger_is_undone_once_whoever_does_it(path: Path):
    assert outcome_of("undoings", path) == {"done": 1, "refused": 19, "undone": 2, "successions": 0}


def test_nothing_is_recorded_about_a_municipality_whose_merger_is_undone_meanwhile(path: Path):
    assert outcome_of("recorded while undone", path) == {"one of the two": 1}
