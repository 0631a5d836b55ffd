"""A table as CSV that a Belgian Excel opens right with a double click. See docs/decisions/exports.md."""

import csv
import unicodedata
from collections.abc import Callable, Generator
from io import StringIO
from itertools import islice
from typing import Any, Final

from django.utils.timezone import localtime

from exports.columns import Kind
from exports.extracts import CHUNK, Extract

CONTENT_TYPE: Final = "text/csv; charset=utf-8"
BOM: Final = "\ufeff"
FORMULAS_BEGIN_WITH: Final = ("=", "+", "-", "−", "@")
# What a spreadsheet skips in front of a formula, besides white space: signs that control or cannot be seen.
UNSEEN: Final = {"Cc", "Cf"}


def lines(extract: Extract) -> Generator[str, None, int]:
    """The file in parts, each with some hundreds of lines; in the end the number of rows."""
    columns = extract.listing.columns
    yield BOM + _written([[harmless(str(column.name)) for column in columns]])
    rows = ([_cell(column.kind, value) for column, value in zip(columns, row, strict=True)] for row in extract)
    number = 0
    while part := list(islice(rows, CHUNK)):
        number += len(part)
        yield _written(part)
    return number


def harmless(text: str) -> str:
    """The text, behind an apostrophe where a spreadsheet could take it for a formula, also with full-width signs."""
    start = next((sign for sign in text if not sign.isspace() and unicodedata.category(sign) not in UNSEEN), "")
    return f"'{text}" if unicodedata.normalize("NFKC", start).startswith(FORMULAS_BEGIN_WITH) else text


def _written(rows: list[list[str | int]]) -> str:
    part = StringIO(newline="")
    # Between quotes no sign inside a text can begin a cell of its own, whatever a reader takes for the separator.
    csv.writer(part, delimiter=";", quoting=csv.QUOTE_NONNUMERIC).writerows(rows)
    return part.getvalue()


def _cell(kind: Kind, value: Any) -> str | int:
    return "" if value is None else WRITTEN_AS[kind](value)


WRITTEN_AS: Final[dict[Kind, Callable[[Any], str | int]]] = {
    Kind.TEXT: lambda value: harmless(str(value)),
    Kind.NUMBER: int,
    Kind.DECIMAL: lambda value: f"{value:.2f}".replace(".", ","),
    Kind.DAY: lambda value: value.isoformat(),
    Kind.TIME: lambda value: f"{value:%H:%M}",
    Kind.MOMENT: lambda value: f"{localtime(value):%Y-%m-%d %H:%M}",
}
