"""A table as a workbook: a sheet with the rows, and one that says what they are. See docs/decisions/exports.md."""

from collections.abc import Iterable, Iterator, Sequence
from tempfile import TemporaryDirectory
from typing import IO, Any, Final

from django.conf import settings
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from exports.columns import Column, Kind
from exports.extracts import Extract
from exports.models import Export

CONTENT_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS: Final = 1_048_575  # of a sheet, below its header
A4: Final = 9
FIRST_YEAR: Final = 1900  # of the calendar of spreadsheets
NARROWEST, WIDEST, ROOM = 8, 60, 3  # in signs; the room is for the arrow of the filter
LINE, HIGHEST = 15, 405  # in points

LOOKS: Final[dict[Kind, dict[str, Any]]] = {
    Kind.TEXT: {"text_wrap": True},
    Kind.NUMBER: {"num_format": "0"},
    Kind.DECIMAL: {"num_format": "0.0"},
    Kind.DAY: {"num_format": "dd/mm/yyyy", "align": "left"},
    Kind.TIME: {"num_format": "hh:mm", "align": "left"},
    Kind.MOMENT: {"num_format": "dd/mm/yyyy hh:mm", "align": "left"},
}
WIDTHS: Final = {Kind.DAY: 11, Kind.TIME: 8, Kind.MOMENT: 17}
DEFINITION: Final = (
    Column(gettext_lazy("Code"), lambda definition: definition.code),
    Column(gettext_lazy("Figure"), lambda definition: definition.name),
    Column(gettext_lazy("What it counts"), lambda definition: definition.sentence),
    Column(gettext_lazy("Version"), lambda definition: definition.version, Kind.NUMBER),
    Column(gettext_lazy("Since"), lambda definition: definition.since, Kind.DAY),
)


def write(file: IO[bytes], extract: Extract, record: Export) -> int:
    """Fill the file; return the number of rows. Each row is on the disk before the next one is written."""
    with TemporaryDirectory() as folder, Workbook(file, {"constant_memory": True, "tmpdir": folder}) as book:
        looks = Looks(book)
        data = Sheet(book.add_worksheet(_("Data")), looks)
        number = data.table(extract.listing.columns, extract)
        data.sheet.freeze_panes(1, 0)
        data.sheet.repeat_rows(0)
        data.sheet.autofilter(0, 0, number, len(extract.listing.columns) - 1)
        about = Sheet(book.add_worksheet(_("About this file")), looks)
        for label, kind, value in _words(extract, record, number):
            about.line([(Kind.TEXT, label), (kind, value)])
        if extract.definitions:
            about.line([])
            about.table(DEFINITION, ([column.value(one) for column in DEFINITION] for one in extract.definitions))
    return number


class Looks:
    """How the cells of a workbook look."""

    def __init__(self, book: Workbook) -> None:
        self.header: Format = book.add_format({"bold": True, "bottom": 1, "valign": "top", "text_wrap": True})
        self.of: dict[Kind, Format] = {kind: book.add_format({"valign": "top", **look}) for kind, look in LOOKS.items()}


class Sheet:
    """A sheet that is filled from the top, each column as wide as what is in it."""

    def __init__(self, sheet: Worksheet, looks: Looks) -> None:
        self.sheet = sheet
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)  # as wide as the paper, as long as it needs
        self.looks = looks
        self.row = 0
        self.lines = 1  # of text in the row, for its height: not every spreadsheet finds that by itself
        self.widths: dict[int, int] = {}

    def table(self, columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> int:
        """A header and the rows below it; returns how many these are."""
        for place, column in enumerate(columns):
            self._text(place, str(column.name), self.looks.header)
            self._widen(place, WIDTHS.get(column.kind, 0))
        self.row += 1
        first = self.row
        for row in rows:
            self.line([(column.kind, value) for column, value in zip(columns, row, strict=True)])
        return self.row - first

    def line(self, cells: Iterable[tuple[Kind, Any]]) -> None:
        self.lines = 1
        for place, (kind, value) in enumerate(cells):
            if value is not None:
                self._cell(place, kind, value)
        if self.lines > 1:
            self.sheet.set_row(self.row, min(self.lines * LINE, HIGHEST))
        self.row += 1

    def _cell(self, place: int, kind: Kind, value: Any) -> None:
        look = self.looks.of[kind]
        if kind in {Kind.NUMBER, Kind.DECIMAL}:
            self.sheet.write_number(self.row, place, value, look)
        elif kind is Kind.MOMENT:
            self.sheet.write_datetime(self.row, place, localtime(value).replace(tzinfo=None, microsecond=0), look)
        elif kind is Kind.TIME or (kind is Kind.DAY and value.year >= FIRST_YEAR):
            self.sheet.write_datetime(self.row, place, value, look)
        else:
            self._text(place, str(value), look)

    def _text(self, place: int, text: str, look: Format) -> None:
        """Never `write`, which takes a text that begins with = for a formula."""
        self.sheet.write_string(self.row, place, text, look)
        lengths = [len(line) for line in text.splitlines()]
        self._widen(place, max(lengths, default=0))
        self.lines = max(self.lines, sum(length // (WIDEST - ROOM) + 1 for length in lengths))

    def _widen(self, place: int, width: int) -> None:
        wide = min(max(width + ROOM, NARROWEST), WIDEST)
        if wide > self.widths.get(place, 0):
            self.widths[place] = wide
            self.sheet.set_column(place, place, wide)


def _words(extract: Extract, record: Export, number: int) -> Iterator[tuple[str, Kind, Any]]:
    """What a reader must know of the rows, each with its label; None where there is nothing to say."""
    known = [
        (_("Table"), Kind.TEXT, extract.listing.name),
        (_("Taken from"), Kind.TEXT, settings.SITE_NAME),
        (_("Filtered by"), Kind.TEXT, extract.filter_sentence or _("nothing: the whole table")),
        (_("As it was on"), Kind.DAY, extract.day),
        (_("As known on"), Kind.MOMENT, extract.known_at),
        (_("Rows"), Kind.NUMBER, number),
        (_("Exported by"), Kind.TEXT, record.made_by),
        (_("Exported at"), Kind.MOMENT, record.made_at),
    ]
    return ((label, kind, value) for label, kind, value in known if value is not None)
