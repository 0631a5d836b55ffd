import json
from argparse import ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dashboards.days import known_by
from dashboards.definitions import DECLINED_BECAUSE, FIGURES, in_tables
from dashboards.figures import Figures, Row, figures
from municipalities.models import NoTerm


class Command(BaseCommand):
    help = (
        "Print the figures of a day: per province, per region and in total, the same numbers as on the overview. "
        "As text with percentages of the working area, or with --json for a machine; there each reason for no "
        "agreement stands under declined_because, and the municipalities outside the working area under outside."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", type=_day, help="The day, as 2021-04-26 (today).", metavar="YYYY-MM-DD")
        parser.add_argument(
            "--known-on", type=_day, help="With what was recorded by that day (now).", metavar="YYYY-MM-DD"
        )
        parser.add_argument("--json", action="store_true", help="Print JSON.")

    def handle(self, *args: Any, on: date | None, known_on: date | None, **options: Any) -> None:
        try:
            found = figures(on=on or timezone.localdate(), known_at=known_by(known_on))
        except NoTerm as error:
            raise CommandError(str(error)) from error
        self.stdout.write(as_json(found) if options["json"] else as_text(found))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"not a day: {text}; write it as 2021-04-26") from error


def as_json(found: Figures) -> str:
    return json.dumps(
        {
            "on": found.on.isoformat(),
            "provinces": [_numbers(row) for row in found.provinces],
            "regions": [_numbers(row) for row in found.regions],
            "total": _numbers(found.total),
            "outside": [standing.municipality.name for standing in found.outside],
        },
        ensure_ascii=False,
        indent=2,
    )


def _numbers(row: Row) -> dict[str, Any]:
    reasons = {code.removeprefix(DECLINED_BECAUSE): n for code, n in row.numbers.items() if _is_reason(code)}
    others = {figure.code: row.numbers[figure.code] for figure in in_tables(FIGURES)}
    return {**({"name": row.place.name} if row.place else {}), **others, "declined_because": reasons}


def _is_reason(code: str) -> bool:
    return code.startswith(DECLINED_BECAUSE)


def as_text(found: Figures) -> str:
    """A line for each figure, a column for each province and the total."""
    rows = [*found.provinces, found.total]
    names = [row.place.name if row.place else _("Total") for row in rows]
    lines = [["", *names]]
    for figure in in_tables(found.definitions):
        name = f"  {figure}" if figure.part_of else str(figure)
        lines.append([name, *(_shown(row, figure.code, figure.has_percentage) for row in rows)])
    widths = [max(len(line[place]) for line in lines) for place in range(len(lines[0]))]
    table = ["  ".join(_padded(line, widths)).rstrip() for line in lines]
    outside = ", ".join(standing.municipality.name for standing in found.outside)
    return "\n".join(
        [date_format(found.on), "", *table, "", f"{_('Outside the working area and not counted:')} {outside or '–'}"]
    )


def _shown(row: Row, code: str, has_percentage: bool) -> str:
    number, percentage = row.numbers[code], row.percentage(code)
    if number is None:
        return "–"
    return f"{number} ({percentage:.0f} %)" if has_percentage and percentage is not None else str(number)


def _padded(line: list[str], widths: list[int]) -> list[str]:
    return [line[0].ljust(widths[0]), *(text.rjust(width) for text, width in zip(line[1:], widths[1:], strict=True))]
