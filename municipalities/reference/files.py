"""CSV files as rows that know their file, line and column, so that a broken one is easily mended."""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path


class BrokenFile(Exception):
    """A file that cannot be loaded. The message names file, line and column where there is one."""

    def __init__(self, path: Path, problem: str, *, line: int | None = None, column: str | None = None) -> None:
        self.path, self.problem, self.line, self.column = path, problem, line, column
        place = [path.name]
        if line is not None:
            place.append(f"line {line}")
        if column is not None:
            place.append(f"column {column}")
        super().__init__(f"{', '.join(place)}: {problem}")


@dataclass(frozen=True)
class Row:
    """One line of a file: its cells by column name. Every reading method raises BrokenFile on a bad cell."""

    path: Path
    line: int
    cells: dict[str, str]

    def broken(self, column: str, problem: str) -> BrokenFile:
        return BrokenFile(self.path, problem, line=self.line, column=column)

    def text(self, column: str, *, longest: int, required: bool = True) -> str:
        value = self.cells[column].strip()
        if required and not value:
            raise self.broken(column, "is empty.")
        if len(value) > longest:
            raise self.broken(column, f"has {len(value)} characters, at most {longest} fit.")
        return value

    def matching(self, column: str, pattern: str, example: str, *, required: bool = True) -> str:
        value = self.cells[column].strip()
        if (value or required) and not re.fullmatch(pattern, value):
            raise self.broken(column, f'"{value}" should look like {example}.')
        return value

    def several(self, column: str, pattern: str, example: str) -> list[str]:
        """Values separated by |."""
        values = self.cells[column].strip().split("|")
        for value in values:
            if not re.fullmatch(pattern, value):
                raise self.broken(column, f'"{value}" should look like {example}.')
        return values

    def one_of(self, column: str, known: Iterable[str]) -> str:
        value, known = self.cells[column].strip(), list(known)
        if value not in known:
            choices = f": choose one of {', '.join(known)}" if len(known) <= 10 else ""
            raise self.broken(column, f'"{value}" is not known{choices}.')
        return value

    def number(self, column: str) -> int:
        return int(self.matching(column, r"[0-9]{1,4}", "a whole number, for example 3"))

    def day(self, column: str) -> date:
        day = self.optional_day(column)
        if day is None:
            raise self.broken(column, "is empty.")
        return day

    def optional_day(self, column: str) -> date | None:
        value = self.cells[column].strip()
        if not value:
            return None
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise self.broken(column, f'"{value}" is not a day like 2019-01-01.') from None


def read(path: Path, columns: Sequence[str]) -> list[Row]:
    """The rows of a comma-separated UTF-8 file that has at least these columns. Raises BrokenFile."""
    text = _text_of(path)
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    try:
        header = next(reader, [])
        for column in columns:
            if column not in header:
                raise BrokenFile(path, "is missing.", line=1, column=column)
        rows = [_row(path, reader.line_num, header, cells) for cells in reader]
    except csv.Error as error:
        raise BrokenFile(path, f"{error}.", line=reader.line_num) from None
    if not rows:
        raise BrokenFile(path, "has no rows.", line=1)
    return rows


def _text_of(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise BrokenFile(path, f"cannot be read ({error.strerror}).") from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise BrokenFile(path, "is not UTF-8.", line=line) from None
    if "\0" in text:
        raise BrokenFile(path, "holds a NUL character.", line=text[: text.index("\0")].count("\n") + 1)
    return text


def _row(path: Path, line: int, header: list[str], cells: list[str]) -> Row:
    if len(cells) < len(header):
        raise BrokenFile(path, "and what follows is missing.", line=line, column=header[len(cells)])
    if len(cells) > len(header):
        raise BrokenFile(path, "has no name in the first line.", line=line, column=str(len(header) + 1))
    return Row(path, line, dict(zip(header, cells, strict=True)))


def refuse_doubles(rows: Iterable[Row], column: str) -> None:
    """Raise BrokenFile at the second row with the same value in the column."""
    lines: dict[str, int] = {}
    for row in rows:
        first = lines.setdefault(row.cells[column], row.line)
        if first != row.line:
            raise row.broken(column, f'"{row.cells[column]}" stands on line {first} too.')
