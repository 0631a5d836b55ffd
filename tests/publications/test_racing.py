"""Several managers give out the same answer at the same moment: one does, the others hear why and lose nothing."""

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from django.db import connection

from tests.publications import racing

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("terms")]


@cache
def outcomes_on_sqlite(path: Path) -> dict[str, dict[str, int]]:
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{path / 'race.sqlite3'}"}
    command = [sys.executable, "-m", "tests.publications.racing"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("race")


def outcome_of(race: str, path: Path) -> dict[str, int]:
    return racing.RACES[race]() if connection.vendor == "postgresql" else outcomes_on_sqlite(path)[race]


def test_a_draft_is_published_once(path: Path):
    assert outcome_of("same draft", path) == {"done": 1, "refused": 3, "given": 1, "drafts": 0}


def test_an_answer_is_corrected_once_and_the_other_corrections_stay_drafts(path: Path):
    assert outcome_of("same correction", path) == {"done": 1, "refused": 3, "given": 1, "drafts": 3}


def test_a_number_is_given_once_and_the_others_stay_drafts(path: Path):
    assert outcome_of("same number", path) == {"done": 1, "refused": 3, "given": 1, "drafts": 3}


def test_a_draft_is_changed_or_published_and_never_both(path: Path):
    assert outcome_of("changed while published", path) == {"done": 1, "refused": 3, "left": 1, "wrong": 0}
