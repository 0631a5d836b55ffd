"""CSV for programs: as RFC 4180 has it, with commas, in UTF-8, days as 2021-04-26; a cell may be empty.

The columns are the names of the JSON, those inside others after a full stop; several values stand in one cell with a
bar between. What begins with @ is for JSON-LD and left out.
"""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Any, Final, get_args

from django.http import HttpResponse
from ninja import Schema

BETWEEN: Final = "|"

# The name of a column, and the names in the code by which its value is reached.
Column = tuple[str, tuple[str, ...]]


def csv_file(name: str, schema: type[Schema], rows: Iterable[Any]) -> HttpResponse:
    """A line with the names of the columns, then one for each row."""
    columns = list(_columns(schema))
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow([column for column, _path in columns])
    writer.writerows([_cell(_values(row, path)) for _column, path in columns] for row in rows)
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8; header=present")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _columns(schema: type[Schema]) -> Iterator[Column]:
    for name, field in schema.model_fields.items():
        shown = field.serialization_alias or name
        inside = _schema_in(field.annotation)
        if inside:
            yield from ((f"{shown}.{column}", (name, *path)) for column, path in _columns(inside))
        elif not shown.startswith("@"):
            yield shown, (name,)


def _schema_in(annotation: Any) -> type[Schema] | None:
    """What a field holds one of, perhaps one of, or a list of."""
    found = (one for one in (annotation, *get_args(annotation)) if isinstance(one, type) and issubclass(one, Schema))
    return next(found, None)


def _values(value: Any, path: tuple[str, ...]) -> list[Any]:
    """All there is at the end of the path."""
    if value is None:
        return []
    if isinstance(value, list):
        return [found for one in value for found in _values(one, path)]
    if not path:
        return [value]
    return _values(value[path[0]] if isinstance(value, dict) else getattr(value, path[0]), path[1:])


def _cell(values: list[Any]) -> str:
    return BETWEEN.join(str(value).lower() if isinstance(value, bool) else str(value) for value in values)
