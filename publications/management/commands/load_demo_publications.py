from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.models import User
from publications import demo
from publications.models import Draft, Publication

MANAGER = "manager@example.org"  # as load_demo made it


class Command(BaseCommand):
    help = (
        "Give invented answers in the world of load_demo: a yearly report with a correction, an answer that no longer "
        "comes out of the register, a draft. Refuses elsewhere, and where answers were given or prepared; "
        "with --if-empty it then stops without an error."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="Stop quietly when there are answers already.")
        parser.add_argument("--today", type=date.fromisoformat, help="The day that the demo was built around (today).")

    def handle(self, *args: Any, **options: Any) -> None:
        manager = User.objects.filter(email=MANAGER).first()
        if manager is None or self._holds_answers():
            if options["if_empty"]:
                return
            raise CommandError("Invented answers are only for the demo, and only while there are none.")
        made = demo.build(by=manager, today=options["today"] or timezone.localdate())
        self.stdout.write(f"Invented answers: {len(made)} given, 1 in preparation.")

    @staticmethod
    def _holds_answers() -> bool:
        return Draft.objects.exists() or Publication.objects.filter(before_register=False).exists()
