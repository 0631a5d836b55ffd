"""Set up a throw-away register, then measure. BENCH_ROUNDS chooses how often (7)."""

import os
import tempfile
from pathlib import Path

import django


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{Path(folder) / 'bench.sqlite3'}")
        os.environ |= {"DJANGO_SETTINGS_MODULE": "agii.settings", "DEBUG": "true", "LOG_LEVEL": "WARNING"}
        django.setup()
        from tests.bench import run  # noqa: PLC0415 - needs the settings

        run.everything(rounds=int(os.environ.get("BENCH_ROUNDS", "7")))


if __name__ == "__main__":
    main()
