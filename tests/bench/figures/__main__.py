"""The figures on registers of 1, 10 and 100 times Flanders, held against the plainest SQL and against the size of 1.

Each register is made once, in a database of its own, and measured in a process of its own. On SQLite; with
DATABASE_URL naming a PostgreSQL (bin/with_postgres), there.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import psycopg


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench-figures", description=__doc__)
    parser.add_argument("--sizes", default="1,10,100", help="how many times Flanders (1,10,100)")
    parser.add_argument("--rounds", type=int, default=5, help="how often each is measured (5)")
    arguments = parser.parse_args()
    sizes = [int(size) for size in arguments.sizes.split(",")]
    with tempfile.TemporaryDirectory() as folder:
        measured = {size: _measured(size, arguments.rounds, Path(folder)) for size in sizes}
    print(f"\n{measured[sizes[0]]['database']}; medians of {arguments.rounds} rounds, one after the other in each.")
    for size, found in measured.items():
        _print(size, found, measured[sizes[0]])


def _measured(size: int, rounds: int, folder: Path) -> dict[str, Any]:
    environment = os.environ | {
        "DATABASE_URL": _database(size, folder),
        "DJANGO_SETTINGS_MODULE": "agii.settings",
        "DEBUG": "true",
        "LOG_LEVEL": "WARNING",
    }
    command = [sys.executable, "-m", "tests.bench.figures.measure", str(size), str(rounds)]
    answer = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(answer.stdout)
    return found


def _database(size: int, folder: Path) -> str:
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        return f"sqlite:///{folder / f'figures-{size}.sqlite3'}"
    name = f"figures_{size}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    path, _, query = url.partition("?")
    return f"{path.rsplit('/', 1)[0]}/{name}?{query}"


def _print(size: int, found: dict[str, Any], smallest: dict[str, Any]) -> None:
    first = smallest["pages"]
    print(f"\n{size} × Flanders: {found['rows']}, made in {found['made']:.0f} s")
    print(f"  {'':22} {'ms':>8} {'to size 1':>10} {'to plain SQL':>13} {'queries':>8} {'peak MB':>8}")
    for name, page in found["pages"].items():
        growth = page["ms"] / first[name]["ms"]
        print(
            f"  {name:22} {page['ms']:8.0f} {growth:9.1f}× {page['to_plain']:12.2f}× "
            f"{page['queries']:8} {page['peak_mb']:8.1f}"
        )


if __name__ == "__main__":
    main()
