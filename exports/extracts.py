"""One export: which rows of which table, and what a reader must know to understand them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.functional import Promise

from exports.columns import Listing

# Rows fetched at a time, each time with what belongs to them: what is in memory at once.
CHUNK: Final = 500


@dataclass(frozen=True)
class Definition:
    """What a figure counts, as it stands beside its numbers."""

    code: str
    name: str | Promise
    sentence: str | Promise
    version: int | None
    since: date | None


@dataclass(frozen=True, kw_only=True)
class Extract:
    """The rows come from the database in chunks when they are a QuerySet."""

    listing: Listing
    rows: QuerySet[Any] | Sequence[Any]
    filter_words: Sequence[tuple[str, str]] = ()
    day: date | None = None
    known_at: datetime | None = None
    definitions: Sequence[Definition] = ()

    def __iter__(self) -> Iterator[list[Any]]:
        """The values of each row, in the order of the columns."""
        rows = self.rows.iterator(chunk_size=CHUNK) if isinstance(self.rows, QuerySet) else self.rows
        for row in rows:
            yield [column.value(row) for column in self.listing.columns]

    @property
    def number_of_rows(self) -> int:
        return self.rows.count() if isinstance(self.rows, QuerySet) else len(self.rows)

    @property
    def filter_sentence(self) -> str:
        """The filter in words; empty when the table is whole."""
        return "; ".join(f"{label}: {shown}" for label, shown in self.filter_words)
