"""What came of a race: on PostgreSQL run here; on SQLite, whose tests live in memory, by a program with a file."""

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

from django.db import connection


def outcome_of(races: ModuleType, race: str) -> dict[str, int]:
    """`races` names its races in RACES, and prints the outcome of each as JSON when it is run as a program."""
    if connection.vendor == "postgresql":
        return dict(races.RACES[race]())
    return _outcomes_on_sqlite(races.__name__)[race]


@cache
def _outcomes_on_sqlite(module: str) -> dict[str, dict[str, int]]:
    with TemporaryDirectory() as folder:
        environment = {**os.environ, "DATABASE_URL": f"sqlite:///{Path(folder) / 'race.sqlite3'}"}
        command = [sys.executable, "-m", module]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))
