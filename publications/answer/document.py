"""An answer as an OpenDocument text: to write on in, with the styles of whichever template it is put in."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.conf import settings
from django.utils import timezone
from odfdo import Cell, Document, Header, HeaderRows, Paragraph, Row, Span, Table
from odfdo import Column as TableColumn

from papers.text.signs import seen
from publications.answer import document_styles as styles
from publications.answer.blocks import Block, Column, Line, Names, Terms, Text
from publications.answer.blocks import Table as Numbers
from publications.answer.paper import AnswerPaper

CONTENT_TYPE: Final = "application/vnd.oasis.opendocument.text"
LANGUAGE: Final = "nl-BE"
# Of a column, in signs: less would break its heading, more would leave nothing to the others.
NARROWEST, WIDEST = 10, 60


def document_of(paper: AnswerPaper, *, created: datetime) -> bytes:
    """The answer as an ODT; the same answer at the same moment gives the same bytes."""
    template = settings.ANSWER_TEMPLATE
    document = Document.new(template or "text")
    if not template:
        document.body.clear()
    styles.dress(document, is_ours=not template)
    document.set_language(LANGUAGE)
    _tell(document, paper, created)
    document.body.append(Paragraph(paper.answer.title, style=styles.TITLE))
    for line in paper.about:
        document.body.append(Paragraph(seen(line), style=styles.SUBTITLE))
    for section in paper.answer.sections:
        document.body.append(_heading(section.heading))
        for block in section.blocks:
            for element in _elements(document, block):
                document.body.append(element)
    return _packed(document)


def _tell(document: Document, paper: AnswerPaper, created: datetime) -> None:
    """What the file says of itself."""
    moment = timezone.localtime(created).replace(microsecond=0, tzinfo=None)
    document.meta.set_title(paper.title)
    document.meta.set_language(LANGUAGE)
    document.meta.set_initial_creator(settings.PAPER_OWNER)
    document.meta.set_creation_date(moment)
    document.meta.set_modification_date(moment)


def _heading(words: str) -> Header:
    heading = Header(1, words)
    heading.set_attribute("text:style-name", styles.HEADING)
    return heading


def _elements(document: Document, block: Block) -> Iterator[Paragraph | Table]:
    match block:
        case Text():
            yield Paragraph(seen(block.words), style=styles.BODY)
        case Numbers():
            yield Paragraph(block.caption, style=styles.CAPTION)
            yield _table(document, block)
        case Names():
            yield Paragraph(block.caption, style=styles.CAPTION)
            yield _table(document, Numbers(block.caption, tuple(map(Column, block.headings)), tuple(block.rows)))
        case Terms():
            yield from (_term(*term) for term in block.terms)


def _term(term: str, meaning: str) -> Paragraph:
    paragraph = Paragraph(style=styles.BODY)
    paragraph.append(Span(f"{seen(term)}.", style=styles.STRONG))
    paragraph.append_plain_text(f" {seen(meaning)}")
    return paragraph


def _table(document: Document, block: Numbers) -> Table:
    """A table whose heading stands again on each page, with columns as wide as what stands in them."""
    table = Table(style=styles.TABLE)
    for place, column in enumerate(block.columns):
        longest = max(len(cell) for cell in [column.name, *(row[place] for row in block.rows)])
        table.append(TableColumn(style=styles.width(document, min(max(longest, NARROWEST), WIDEST))))
    head = HeaderRows()
    head.append(
        _row((column.name, styles.NUMBER_HEAD if column.is_number else styles.HEAD) for column in block.columns)
    )
    table.append(head)
    for line in block.lines:
        table.append(_row((cell, _style(column, line)) for column, cell in line.cells))
    return table


def _style(column: Column, line: Line) -> str:
    if line.is_total:
        return styles.NUMBER_HEAD if column.is_number else styles.HEAD
    return styles.NUMBER if column.is_number else styles.CELL


def _row(cells: Iterable[tuple[str, str]]) -> Row:
    row = Row(style=styles.ROW)
    for words, style in cells:
        cell = Cell(style=styles.CELL_BOX)
        cell.append(Paragraph(seen(words), style=style))
        row.append(cell)
    return row


def _packed(document: Document) -> bytes:
    """The file without the moment at which it was packed, its type first and plain as the format asks."""
    loose, packed = BytesIO(), BytesIO()
    document.save(loose)
    with ZipFile(loose) as parts, ZipFile(packed, "w") as archive:
        for name in sorted(parts.namelist(), key=lambda name: name != "mimetype"):
            entry = ZipInfo(name)
            entry.compress_type = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
            archive.writestr(entry, parts.read(name))
    return packed.getvalue()
