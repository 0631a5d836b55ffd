from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError

from municipalities.reference.files import BrokenFile
from municipalities.reference.load import counts, load
from municipalities.reference.rows import Reference


class Command(BaseCommand):
    help = (
        "Load provinces, terms, domains, municipalities and successions from fixtures/ (see fixtures/README.md). "
        "Safe to repeat: rows are matched on their official code. What the authorities publish is brought in line "
        "with the files; regions, agencies, fixed contacts and names of domains are set when a row is made and not "
        "touched again. A file that is broken is named with its line and column, and then nothing changes. "
        "Ends with the number of municipalities on the days around each round of mergers."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--directory", type=Path, default=settings.FIXTURES_DIR, help="where the files are (default: fixtures/)"
        )

    def handle(self, *args: Any, directory: Path, **options: Any) -> None:
        try:
            outcome = load(Reference.read(directory))
        except BrokenFile as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        except IntegrityError as error:
            raise CommandError(f"Nothing was loaded. The files contradict what the register holds: {error}") from error
        if options["verbosity"] > 0:
            for line in counts():
                self.stdout.write(line)
            self.stdout.write(self.style.SUCCESS(f"Reference data: {outcome}"))
