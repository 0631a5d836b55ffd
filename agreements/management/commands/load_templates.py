from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from agreements.actions.templates import pin
from agreements.models import PaperTemplate
from agreements.template_files import BrokenTemplate, make_template, read_templates


class Command(BaseCommand):
    help = (
        "Load the standard texts that the register begins with, from fixtures/templates/*.toml: each becomes a "
        "template with version 1 in use. Safe to repeat: of a kind that has a template already nothing is loaded, "
        "whatever administrators call it. A broken file changes nothing. Run load_reference first, for the domains."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--directory",
            type=Path,
            default=settings.FIXTURES_DIR / "templates",
            help="where the files are (default: fixtures/templates/)",
        )

    @transaction.atomic
    def handle(self, *args: Any, directory: Path, **options: Any) -> None:
        known = set(PaperTemplate.objects.values_list("kind", flat=True))
        try:
            files = read_templates(directory)
            new = [make_template(file) for file in files if file.kind not in known]
        except BrokenTemplate as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        pin()
        if options["verbosity"] > 0:
            there = len(files) - len(new)
            self.stdout.write(self.style.SUCCESS(f"Templates: {len(new)} made, {there} were there."))
