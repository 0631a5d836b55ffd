"""What an answer is made of, whatever it is shown on: a page, a PDF or a document."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest
from typing import ClassVar, NamedTuple

from publications.models import Part


@dataclass(frozen=True)
class Text:
    kind: ClassVar[str] = "text"
    words: str


class Count(NamedTuple):
    """What a number in an answer counts: a figure of a province or of all; of an earlier answer, where one is named.

    Without a code it was given without a list.
    """

    code: str
    province: str = ""
    given_in: int | None = None


@dataclass(frozen=True)
class Column:
    name: str
    is_number: bool = False


@dataclass(frozen=True)
class Table:
    """The first cell of each row says what the row is about; a total, where there is one, comes last."""

    kind: ClassVar[str] = "table"
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()
    counts: tuple[tuple[Count | None, ...], ...] = ()  # what each cell counts, line by line

    @property
    def counted_lines(self) -> "list[tuple[Line, list[tuple[Column, str, Count | None]]]]":
        """The lines, each with its cells and what they count."""
        known = self.counts or ((None,) * len(self.columns),) * len(self.lines)
        return [
            (line, [(column, cell, count) for (column, cell), count in zip(line.cells, counts, strict=True)])
            for line, counts in zip(self.lines, known, strict=True)
        ]

    @property
    def lines(self) -> "list[Line]":
        """The rows as they are shown, with the total below."""
        lines = [Line(tuple(zip(self.columns, row, strict=True))) for row in self.rows]
        return [*lines, Line(tuple(zip(self.columns, self.total, strict=True)), is_total=True)] if self.total else lines


@dataclass(frozen=True)
class Line:
    """A row of a table, each cell with its column."""

    cells: tuple[tuple[Column, str], ...]
    is_total: bool = False


@dataclass(frozen=True)
class Names:
    """Names per province, each list in alphabetical order."""

    kind: ClassVar[str] = "names"
    caption: str
    provinces: tuple[tuple[str, tuple[str, ...]], ...]
    count: Count | None = None  # of the number in the caption

    @property
    def headings(self) -> list[str]:
        return [f"{province} ({len(names)})" for province, names in self.provinces]

    @property
    def lists(self) -> Iterable[tuple[str, tuple[str, ...]]]:
        """A heading with its names, for each province that has any."""
        lists = zip(self.headings, (names for _province, names in self.provinces), strict=True)
        return [(heading, names) for heading, names in lists if names]

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """The same side by side, a column for each province: the first of each, the second of each, and so on."""
        return list(zip_longest(*(names for _province, names in self.provinces), fillvalue=""))


@dataclass(frozen=True)
class Terms:
    """A word and what it means, each."""

    kind: ClassVar[str] = "terms"
    terms: tuple[tuple[str, str], ...]


Block = Text | Table | Names | Terms


@dataclass(frozen=True)
class Section:
    part: Part
    heading: str
    blocks: tuple[Block, ...]
