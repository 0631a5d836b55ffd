"""CSV for programs: as RFC 4180 has it, with commas, in UTF-8, days as 2021-04-26; a cell may be empty."""

import csv
from collections.abc import Callable, Iterable, Mapping
from io import StringIO
from typing import Any

from django.http import HttpResponse

Columns = Mapping[str, Callable[[Any], object]]


def csv_file(name: str, columns: Columns, rows: Iterable[Any]) -> HttpResponse:
    """A line with the names of the columns, then one for each row."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([_cell(value(row)) for value in columns.values()] for row in rows)
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8; header=present")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value
