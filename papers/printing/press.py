"""The press: WeasyPrint with all that need not be made anew for each document kept warm."""

import gc
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import ClassVar
from xml.etree.ElementTree import Element

import tinyhtml5
from cssselect2 import ElementWrapper
from weasyprint import CSS, HTML
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration

from papers.printing import styles  # noqa: F401 - makes WeasyPrint's styles quick
from papers.printing.contents import fill_in, place_for
from papers.printing.fonts import FontsOnly
from papers.printing.lines import RememberingFonts

GROUND = Path(__file__).with_name("ground.css")
# From so many pages on, a reader needs to look up where something stands.
LONG_FROM = 8
SHEETS_KEPT = 8
# Pango keeps something of each text that it has seen: after so many documents the press begins afresh.
DOCUMENTS_A_PRESS = 500
# Classes without a look of their own: such a section only groups, and a level less is layout saved.
GROUPS = {"", "opening"}


class Page(HTML):
    """A parsed document over our own ground sheet instead of WeasyPrint's, which knows every element of the web."""

    def __init__(self, root: Element, *, fetcher: FontsOnly) -> None:
        self.base_url = None
        self.url_fetcher = fetcher
        self.media_type = "print"
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        return [_ground()]


@dataclass
class Press:
    """Fonts and style sheets that outlive a document. It prints one document at a time, whatever the thread."""

    fonts: FontConfiguration
    sheets: OrderedDict[str, tuple[CSS, list[str]]] = field(default_factory=OrderedDict)
    printed: int = 0

    def lay_out(self, html: str, *, fetcher: FontsOnly, variant: str) -> tuple[Document, bool]:
        """Divide the document over pages, and say whether it is a draft.

        A long one that has a place for its contents is laid out a second time.
        """
        self.printed += 1
        root = tinyhtml5.parse(html, namespace_html_elements=False)
        sheets = [self._sheet(words, fetcher) for words in _styles_taken_from(root)]
        _ungroup(root)
        options = {"pdf_variant": variant, "font_config": self.fonts, "stylesheets": sheets}
        document = Page(root, fetcher=fetcher).render(**options)
        contents = place_for(root)
        if contents is not None and len(document.pages) >= LONG_FROM:
            fill_in(contents, root, document)
            document = Page(root, fetcher=fetcher).render(**options)
        return document, _is_draft(root)

    def _sheet(self, words: str, fetcher: FontsOnly) -> CSS:
        """The style sheet, read once; `fetcher` learns again what was refused when it was read."""
        key = sha256(words.encode()).hexdigest()
        if key not in self.sheets:
            reader = type(fetcher)()
            sheet = CSS(string=words, font_config=self.fonts, url_fetcher=reader)
            self.sheets[key] = sheet, reader.refused
        self.sheets.move_to_end(key)
        while len(self.sheets) > SHEETS_KEPT:
            self.sheets.popitem(last=False)
        sheet, refused = self.sheets[key]
        fetcher.refused.extend(refused)
        return sheet


class Room:
    """Where the presses of this process stand, by the fonts that they use."""

    lock = Lock()
    presses: ClassVar[dict[type[FontConfiguration], Press]] = {}


@contextmanager
def the_press(*, quick: bool) -> Iterator[Press]:
    """A press of this process, for one document. What will be signed is not printed by the quick one: see `lines`.

    The garbage collector rests meanwhile: a print makes a hundred thousand objects that all live until it is done.
    """
    fonts = RememberingFonts if quick else FontConfiguration
    with Room.lock:
        if fonts not in Room.presses or Room.presses[fonts].printed >= DOCUMENTS_A_PRESS:
            Room.presses[fonts] = Press(fonts())
        collects = gc.isenabled()
        gc.disable()
        try:
            yield Room.presses[fonts]
        finally:
            if collects:
                gc.enable()


@cache
def _ground() -> CSS:
    return CSS(string=GROUND.read_text(), url_fetcher=FontsOnly())


def _styles_taken_from(root: Element) -> list[str]:
    """The words of each style element, which leaves the document."""
    found = []
    for parent in root.iter():
        for style in [one for one in parent if one.tag == "style"]:
            found.append(style.text or "")
            parent.remove(style)
    return found


def _is_draft(root: Element) -> bool:
    body = root.find("body")
    return body is not None and "draft" in body.get("class", "").split()


def _ungroup(parent: Element) -> None:
    """Put what stands in sections that only group in the place of the section."""
    children: list[Element] = []
    for child in parent:
        _ungroup(child)
        if child.tag == "section" and child.get("class", "") in GROUPS and not child.get("id"):
            children.extend(child)
        else:
            children.append(child)
    parent[:] = children
