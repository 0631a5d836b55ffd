from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from municipalities.reference.files import BrokenFile
from publications.loading import load


class Command(BaseCommand):
    help = (
        "Load the answers that were given before this register existed, from fixtures/published_figures.csv and the "
        "lists that it names. Needs the reference data. Safe to repeat: an answer that the register knows is left as "
        "it is. A broken file changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--directory", type=Path, default=settings.FIXTURES_DIR, help="where the files are (default: fixtures/)"
        )

    def handle(self, *args: Any, directory: Path, **options: Any) -> None:
        try:
            made = load(directory / "published_figures.csv")
        except BrokenFile as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        if options["verbosity"] > 0:
            self.stdout.write(self.style.SUCCESS(f"Publications from before this register: {len(made)} made."))
