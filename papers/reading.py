"""The words of a PDF, page by page, whoever made it: what the scanner and the comparison look at.

Runs apart (papers.apart) for what a stranger made: nothing here may import the register, or put a word in Dutch before
somebody shows it.
"""

import io
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Final, NamedTuple

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject, TextStringObject

from papers.plain import plain

MOST_PAGES: Final = 500
MOST_STEPS: Final = 3_000_000  # a page of running text takes about a thousand
MOST_SIGNS: Final = 3_000_000  # a full page has about four thousand
# Elements of a tagged PDF whose words belong together and to nothing else.
BLOCKS: Final = frozenset(
    "/P /H /H1 /H2 /H3 /H4 /H5 /H6 /LI /Lbl /LBody /TD /TH /Caption /Title /Note /FENote /BlockQuote /TOCI /Div".split()
)
# pypdf meets broken and hostile files with whatever its own code runs into.
BROKEN: Final = (
    PyPdfError,
    DependencyError,  # packed in a way that pypdf needs another program for
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    RuntimeError,
    EOFError,
    zlib.error,
    struct.error,
)


class Unreadable(Exception):
    """This file gives no text to look at; the message says why, in words for the screen."""


class NoText(Unreadable):
    """The pages show no words, as in a scan."""


class Block(NamedTuple):
    """An element of a tagged PDF, as one of `BLOCKS`. `labelled`: in an item of a list that begins with its label."""

    number: int
    kind: str
    labelled: bool


@dataclass(frozen=True)
class Piece:
    """Words in a row on one page; `block` is None in a PDF without tags, and no `Block` for headers and footers."""

    text: str
    block: object


@dataclass(frozen=True)
class Page:
    """What is printed on a page, as drawn, and what annotations lay over it (text boxes, filled fields, stamps)."""

    pieces: list[Piece]
    laid_over: list[str]

    @property
    def text(self) -> str:
        """A blank line parts what does not belong together, such as two cells. Without words it is ""."""
        return "\n\n".join([*(one.text for one in self.pieces), *self.laid_over])


def read(content: bytes) -> list[Page]:
    """The pages in pieces. Only a tagged PDF says where a paragraph or a cell ends; else a page is one piece.

    Raises Unreadable for what is no PDF, broken, encrypted or without measure.
    """
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            raise Unreadable(_("This PDF is protected with a password."))
        if len(reader.pages) > MOST_PAGES:
            raise Unreadable(format_lazy(_("This PDF has more than {number} pages."), number=MOST_PAGES))
        return _Reading(reader).pages()
    except BROKEN as broken:
        raise Unreadable(_("This is not a PDF, or it is damaged.")) from broken


def pages_of(content: bytes) -> list[str]:
    """The text of each page; raises as `read` does."""
    return [page.text for page in read(content)]


def answer(file: BinaryIO) -> list[str] | None:
    """The text of each page, or None for a file that cannot be read."""
    try:
        return pages_of(file.read())
    except Unreadable:
        return None


class _Reading:
    """One walk through all pages. Each piece of text is marked with the block of the document that it belongs to."""

    def __init__(self, reader: PdfReader) -> None:
        self.reader = reader
        self.steps = self.signs = 0
        self.blocks = _blocks(reader)

    def pages(self) -> list[Page]:
        return [self._page(page) for page in self.reader.pages]

    def _page(self, page: Any) -> Page:
        pieces = self._in_blocks(page) if self.blocks else [self._whole(page)]
        found = Page([Piece(plain(one.text), one.block) for one in pieces], list(map(plain, self._laid_over(page))))
        self.signs += len(found.text)
        if self.signs > MOST_SIGNS:
            raise Unreadable(_("This PDF is too large to read."))
        return found

    def _whole(self, page: Any) -> Piece:
        return Piece(str(page.extract_text(visitor_operand_before=self._count)), None)

    def _laid_over(self, page: Any) -> Iterator[str]:
        """The words that annotations show: as they are drawn, else as a viewer would draw them."""
        for annotation in _under(page, "/Annots") or ():
            annotation = annotation.get_object()
            if _under(annotation, "/Subtype") not in {"/Link", "/Popup"}:
                yield from filter(None, [self._drawn(page, annotation).strip() or _typed(annotation).strip()])

    def _drawn(self, page: Any, annotation: Any) -> str:
        look = _under(annotation, "/AP", "/N")
        if not isinstance(look, StreamObject):  # one for each state, as of a box to tick
            look = _under(look, _under(annotation, "/AS"))
        if not isinstance(look, StreamObject):
            return ""
        return str(page.extract_xform_text(look, visitor_operand_before=self._count))

    def _in_blocks(self, page: Any) -> list[Piece]:
        number = page.indirect_reference.idnum if page.indirect_reference else 0
        pieces: list[tuple[object, list[str]]] = []
        open_marks: list[object] = [None]

        def step(operator: bytes, operands: Any, *matrices: Any) -> None:
            self._count()
            if operator in {b"BDC", b"BMC"}:
                open_marks.append(self._block(page, number, operands, inside=open_marks[-1]))
            elif operator == b"EMC" and len(open_marks) > 1:
                open_marks.pop()

        def piece(text: str, *place: Any) -> None:
            if not pieces or (text.strip() and pieces[-1][0] != open_marks[-1]):
                pieces.append((open_marks[-1], []))
            pieces[-1][1].append(text)

        page.extract_text(visitor_operand_before=step, visitor_text=piece)
        return [Piece(text, block) for block, words in pieces if (text := "".join(words).strip())]

    def _count(self, *step: Any) -> None:
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise Unreadable(_("This PDF is too large to read."))

    def _block(self, page: Any, number: int, operands: Any, *, inside: object) -> object:
        mark = operands[1] if len(operands) > 1 else None
        if isinstance(mark, str):  # a name, looked up in the resources of the page
            mark = page.get("/Resources", {}).get("/Properties", {}).get(mark)
        mark = mark.get_object() if isinstance(mark, IndirectObject) else mark
        label = mark.get("/MCID") if isinstance(mark, DictionaryObject) else None
        if label is None:
            return ("artifact", self.steps) if operands and operands[0] == "/Artifact" else inside
        return self.blocks.get((number, int(label)), ("loose", number, int(label)))


def _typed(annotation: Any) -> str:
    """What was typed into a text box, or into a field (which keeps it itself, or with its kin)."""
    held = [_under(annotation, *keys) for keys in (["/Contents"], ["/V"], ["/Parent", "/V"])]
    return next((str(text) for text in held if isinstance(text, TextStringObject)), "")


def _under(thing: Any, *keys: Any) -> Any:
    """What lies at the end of these keys, or None."""
    for key in keys:
        thing = thing[key] if isinstance(thing, DictionaryObject) and key in thing else None
    return thing


def _blocks(reader: PdfReader) -> dict[tuple[int, int], Block]:
    """The block of each marked piece of content, by page and label; empty for a PDF without tags."""
    root = reader.root_object.get("/StructTreeRoot")
    found: dict[tuple[int, int], Block] = {}
    waiting: list[tuple[Any, int, Block]] = [(root, 0, Block(0, "", labelled=False))]  # element, its page, its block
    seen: set[int] = set()
    while waiting:
        element, page, block = waiting.pop()
        if isinstance(element, IndirectObject):
            if element.idnum in seen:
                continue
            seen.add(element.idnum)
            element = element.get_object()
        if isinstance(element, int):
            found[page, int(element)] = block
        elif isinstance(element, ArrayObject):
            waiting += [(one, page, block) for one in element]
        elif isinstance(element, DictionaryObject):
            waiting += _below(element, page, block, number=len(seen))
    return found


def _below(element: DictionaryObject, page: int, block: Block, *, number: int) -> Iterator[tuple[Any, int, Block]]:
    """What stands under one element of the tree of tags."""
    own_page = element.raw_get("/Pg") if "/Pg" in element else None
    page = own_page.idnum if isinstance(own_page, IndirectObject) else page
    kind = element.get("/S")
    if kind in BLOCKS:
        block = Block(number, str(kind), _has_label(element) if kind == "/LI" else block.labelled)
    if "/MCID" in element:
        yield element["/MCID"], page, block
    if "/K" in element:
        yield element.raw_get("/K"), page, block


def _has_label(item: DictionaryObject) -> bool:
    below = _under(item, "/K")
    kin = below if isinstance(below, ArrayObject) else [below]
    return any(_under(one.get_object(), "/S") == "/Lbl" for one in kin if one is not None)
