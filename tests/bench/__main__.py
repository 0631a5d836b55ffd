"""Set up a throw-away register, then measure. BENCH_ROUNDS chooses how often (7), --batch how large a batch (300)."""

import argparse
import os
import tempfile
from pathlib import Path

import django


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--batch", type=int, default=300, help="agreements in the batch that is printed (300)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{Path(folder) / 'bench.sqlite3'}")
        os.environ.setdefault("DOCUMENTS_FOLDER", str(Path(folder) / "documents"))
        os.environ |= {"DJANGO_SETTINGS_MODULE": "agii.settings", "DEBUG": "true", "LOG_LEVEL": "WARNING"}
        django.setup()
        from tests.bench import run  # noqa: PLC0415 - needs the settings

        run.everything(rounds=int(os.environ.get("BENCH_ROUNDS", "7")), batch=arguments.batch)


if __name__ == "__main__":
    main()
