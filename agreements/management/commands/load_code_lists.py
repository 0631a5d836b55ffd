from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from agreements.models import DeclineReason
from municipalities.reference.files import BrokenFile, Row, read, refuse_doubles


class Command(BaseCommand):
    help = (
        "Load the reasons for no agreement that we begin with from fixtures/decline_reasons.csv. Safe to repeat: "
        "a code that the register knows is left as administrators made it. A broken file changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--directory", type=Path, default=settings.FIXTURES_DIR, help="where the file is (default: fixtures/)"
        )

    def handle(self, *args: Any, directory: Path, **options: Any) -> None:
        try:
            reasons = read_reasons(directory / "decline_reasons.csv")
        except BrokenFile as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        known = set(DeclineReason.objects.values_list("code", flat=True))
        new = DeclineReason.objects.bulk_create(one for one in reasons if one.code not in known)
        if options["verbosity"] > 0:
            self.stdout.write(
                self.style.SUCCESS(f"Reasons for no agreement: {len(new)} made, {len(known)} were there.")
            )


def read_reasons(path: Path) -> list[DeclineReason]:
    """Raises BrokenFile."""
    rows = read(path, ["code", "label", "position", "starts_on", "ends_on"])
    refuse_doubles(rows, "code")
    return [_reason(row) for row in rows]


def _reason(row: Row) -> DeclineReason:
    starts_on, ends_on = row.day("starts_on"), row.optional_day("ends_on")
    if ends_on is not None and ends_on < starts_on:
        raise row.broken("ends_on", "comes before starts_on.")
    return DeclineReason(
        code=row.matching("code", r"[a-z-]{1,40}", "no-capacity"),
        label=row.text("label", longest=150),
        position=row.number("position"),
        starts_on=starts_on,
        ends_on=ends_on,
    )
