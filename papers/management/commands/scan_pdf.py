import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from papers.scan import Unreadable, scan_pdf


class Command(BaseCommand):
    help = (
        "Look for unfilled fields and other things that no finished paper shows, in the text of any PDF: one line per "
        "place, with the page, what it is, and the sentence around it. Exits with 1 when something was found."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the PDF")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        with translation.override("nl"):
            try:
                hits = scan_pdf(file.read_bytes())
            except (OSError, Unreadable) as reason:
                raise CommandError(f"{file}: {getattr(reason, 'strerror', None) or reason}") from reason
            for hit in hits:
                self.stdout.write(f"p. {hit.page}\t{hit.kind}\t{hit.sentence}")
        self.stdout.write(f"{file.name}: {len(hits)} place(s) found.")
        if hits:
            sys.exit(1)
