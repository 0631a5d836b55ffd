"""What should not stand on a paper that people sign: unfilled fields and their kin, found in the text of the PDF."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from operator import attrgetter
from typing import Final

from django.utils.translation import gettext as _

from papers.reading import NoText, Unreadable, read
from papers.scan.articles import clashing_articles
from papers.scan.breaks import over_breaks
from papers.scan.numbers import impossible_dates, short_phone_numbers
from papers.scan.patterns import PATTERNS, dotted_lines, doubled_spaces, marks, unreadable_signs
from papers.scan.place import Place, running
from papers.scan.repeats import doubled_words

__all__ = ["Hit", "NoText", "Unreadable", "scan_pdf", "scan_text"]

Rule = Callable[[str], Iterator[Place]]
MOST_HITS: Final = 1000  # whoever finds so many needs no more
AROUND: Final = 140  # signs of the sentence shown on each side of a place
SENTENCE_ENDS: Final = re.compile(r"[.!?:;•]\s")


@dataclass(frozen=True)
class Hit:
    """One place: the page (from 1), what it is an instance of (in words for the screen), and the sentence around it."""

    page: int
    kind: str
    found: str
    sentence: str


def scan_pdf(content: bytes) -> list[Hit]:
    """Every place in the text of the PDF that looks unfilled or garbled, in reading order.

    Raises papers.scan.NoText for a PDF without text, papers.scan.Unreadable for what cannot be read at all.
    """
    pages = read(content)
    texts = [page.text for page in pages]
    if not any(text.strip() for text in texts):
        raise NoText(_("This PDF has no text, as a scan has none."))
    parted = [_hit(page, text, place) for page, text, place in over_breaks(pages)]
    return sorted([*scan_text(texts), *parted], key=attrgetter("page"))[:MOST_HITS]


def scan_text(pages: list[str]) -> list[Hit]:
    """The same for the text of pages, up to a thousand places. A blank line parts blocks, such as two cells."""
    rules: list[Rule] = [
        *(partial(marks, kind=kind, pattern=pattern) for kind, pattern in PATTERNS),
        unreadable_signs,
        doubled_spaces,
        partial(dotted_lines, pages=len(pages)),
        doubled_words,
        clashing_articles,
        impossible_dates,
        short_phone_numbers,
    ]
    hits = (
        _hit(number, block, place)
        for number, page in enumerate(pages, start=1)
        for block in filter(None, map(running, re.split(r"\n[^\S\n]*\n", page)))
        for place in _apart(place for rule in rules for place in islice(rule(block), MOST_HITS))
    )
    return list(islice(hits, MOST_HITS))


def _hit(page: int, text: str, place: Place) -> Hit:
    return Hit(page, str(place.kind), _words(text[place.start : place.end]), _sentence(text, place))


def _apart(places: Iterator[Place]) -> list[Place]:
    """In reading order, and one of those that overlap: the first, or the longest of those that start together."""
    found: list[Place] = []
    for place in sorted(places, key=lambda one: (one.start, -one.end)):
        if not found or place.start >= found[-1].end:
            found.append(place)
    return found


def _words(found: str) -> str:
    return " ".join(found.split()) or "␣" * len(found)


def _sentence(block: str, place: Place) -> str:
    start, end = max(0, place.start - AROUND), min(len(block), place.end + AROUND)
    before, after = block[start : place.start], block[place.end : end]
    begins = max((one.end() for one in SENTENCE_ENDS.finditer(before)), default=None)
    stops = SENTENCE_ENDS.search(after)
    before = before[begins:] if begins is not None else ("…" if start else "") + before
    after = after[: stops.end()] if stops else after + ("…" if end < len(block) else "")
    found = block[place.start : place.end][: 2 * AROUND]
    return " ".join(f"{before}{found}{after}".split())
