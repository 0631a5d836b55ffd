from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from papers.sweep import damaged, delete_orphan, orphans


class Command(BaseCommand):
    help = (
        "Compares the stored papers with the database. Lists the files that no document refers to (left by a storing "
        "that failed, and harmless; only those older than a day), and with --delete removes them. Reads every paper "
        "to see whether it still holds the bytes of its SHA-256: those that do not, or are missing, are listed as "
        "errors, and the exit status is 1. Safe to run at any time; run it every week."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--delete", action="store_true", help="remove the files that no document refers to")

    def handle(self, *args: Any, delete: bool, **options: Any) -> None:
        found = orphans()
        deleted = 0
        for name in found:
            gone = delete and delete_orphan(name)
            deleted += gone
            self.stdout.write(f"{name}: {'deleted' if gone else 'without a document'}")
        wrong = 0
        for document, what in damaged():
            wrong += 1
            self.stderr.write(self.style.ERROR(f"document {document.pk} ({document}): {document.file.name} {what}"))
        summary = f"{len(found)} files without a document, {deleted} deleted; {wrong} documents damaged or missing."
        if wrong:
            raise CommandError(summary)
        self.stdout.write(summary)
