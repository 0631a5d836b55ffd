"""What should not stand on a paper that people sign: unfilled fields and their kin, found in the text of the PDF."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Hit:
    """One place: the page (from 1), what it is an instance of (in words for the screen), and the sentence around it."""

    page: int
    kind: str
    found: str
    sentence: str


def scan_pdf(content: bytes) -> list[Hit]:
    """Every place in the text of the PDF that looks unfilled or garbled, in reading order.

    Raises papers.scan.NoText for a PDF without text.
    """
    raise NotImplementedError
