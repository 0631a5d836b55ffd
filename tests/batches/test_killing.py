"""Workers that are killed lose nothing, double nothing and leave nothing half; two share the work."""

import json
import os
import random
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db(transaction=True)


def outcome_of(*scenario: str, tmp_path: Path) -> Any:
    """Run a scenario as a program, on the test database or, for SQLite, on a copy of it that processes can share."""
    environment = {**os.environ, "DATABASE_URL": address(tmp_path), "DOCUMENTS_FOLDER": str(tmp_path / "documents")}
    command = [sys.executable, "-m", "tests.batches.killing", *scenario]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def address(tmp_path: Path) -> str:
    if connection.vendor == "postgresql":
        name = connection.settings_dict["NAME"]
        return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    connection.ensure_connection()
    copy = sqlite3.connect(tmp_path / "killed.sqlite3")
    connection.connection.backup(copy)
    copy.close()
    return f"sqlite:///{tmp_path / 'killed.sqlite3'}"


def test_two_workers_share_a_batch_and_do_nothing_twice(tmp_path: Path):
    outcome = outcome_of("shared", tmp_path=tmp_path)
    assert outcome == {
        "state": "ready",
        "done": 16,
        "as promised": True,
        "files left": 1,
        "tries": 1,
        "workers": ["half0", "half1"],
        "unfinished tasks": 0,
    }


def test_killed_at_any_statement_or_file_a_batch_still_holds_each_paper_once(tmp_path: Path):
    seeds = [str(random.randrange(10**6)) for _number in range(5)]
    outcomes = outcome_of("anywhere", *seeds, tmp_path=tmp_path)
    told = dict(zip(seeds, outcomes, strict=True))
    assert sum(outcome.pop("killed") for outcome in outcomes) > 0, told
    for outcome in outcomes:
        assert outcome == {"state": "ready", "done": 12, "as promised": True, "files left": 1, "halves": 0}, told


def test_killed_while_it_prints_drafts_a_batch_holds_each_once(tmp_path: Path):
    seed = str(random.randrange(10**6))
    [outcome] = outcome_of("drafts", seed, tmp_path=tmp_path)
    assert outcome.pop("killed") > 0, seed
    assert outcome == {"state": "ready", "done": 4, "as promised": True, "files left": 1, "halves": 0}, seed


def test_when_the_whole_crew_dies_two_others_finish_its_batch_and_stop_when_asked(tmp_path: Path):
    outcome = outcome_of("crew", tmp_path=tmp_path)
    assert outcome == {
        "state": "ready",
        "done": 24,
        "as promised": True,
        "files left": 1,
        "halfway": True,
        "half": False,
        "stopped": [0, 0],
        "left running": 0,
        "workers": 0,
    }
