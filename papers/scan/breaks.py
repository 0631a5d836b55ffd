"""What a page break parts: the running text at the end of one page and at the start of the next, read as one."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from papers.edges import lines_of, recurring, shape_of
from papers.reading import Block, Page, Piece
from papers.scan.articles import clashing_articles
from papers.scan.place import Place, running
from papers.scan.repeats import doubled_words

AROUND: Final = 100  # signs on each side of the break
# What runs on from page to page. The last cell of a row and the first of the next are two texts; a heading is whole.
RUNNING: Final = frozenset({"/P", "/LBody", "/LI", "/BlockQuote", "/Div"})


def over_breaks(pages: list[Page]) -> Iterator[tuple[int, str, Place]]:
    """The page before the break (from 1), the text around it, and a place there that lies on both sides."""
    for number, (last, first) in enumerate(pairwise(_running_texts(pages)), start=1):
        if not last or not first or not _runs_on(last[-1].block, first[0].block):
            continue
        after = running(first[0].text)[:AROUND]
        text = running(f"{running(last[-1].text)[-AROUND:]}\n{after}")
        seam = len(text) - len(after)
        places = [*doubled_words(text), *(clashing_articles(text) if after[:1].islower() else ())]
        yield from ((number, text, place) for place in places if place.start < seam < place.end)


def _running_texts(pages: list[Page]) -> list[list[Piece]]:
    """Of each page what is neither header, footer nor note."""
    if any(isinstance(piece.block, Block) for page in pages for piece in page.pieces):
        return [[piece for piece in page.pieces if _is_running(piece.block)] for page in pages]
    lines = lines_of(["\n".join(piece.text for piece in page.pieces) for page in pages])
    edges = recurring(lines)
    texts = ("\n".join(line for line in page if shape_of(line) not in edges) for page in lines)
    return [[Piece(text, None)] if text else [] for text in texts]


def _is_running(block: object) -> bool:
    return isinstance(block, Block) and block.number > 0 and block.kind not in {"/Lbl", "/Note", "/FENote"}


def _runs_on(last: object, first: object) -> bool:
    """Without tags nobody knows. With them: the same element, or one of the same kind that begins no item of a list."""
    if not isinstance(last, Block) or not isinstance(first, Block):
        return True
    return last == first or (last.kind == first.kind and last.kind in RUNNING and not first.labelled)
