"""What the press remembers between documents changes no byte of any of them."""

import inspect
import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from weasyprint.text import fonts as weasyprint_fonts
from weasyprint.text import line_break
from weasyprint.text.fonts import FontConfiguration

from papers.printing import pdf_of
from papers.printing import press as presses
from papers.printing.lines import LINES_KEPT, LONGEST_KEPT, PROPERTIES, RememberingFonts
from tests.papers.printing import sample_html

SIGNS = (
    '<html lang="nl"><title>x</title><p style="{style}">'
    "Samen\u00adwerkings\u00adovereen\u00adkomst – ½ ﬁ é 2020-2025 {text}</p></html>"
)
# Properties that WeasyPrint reads in these modules for other things than the shape of a line.
OTHERWISE = {"font_size", "line_height"}


@pytest.fixture(autouse=True)
def _own_press() -> Iterator[None]:
    presses.Room.presses.clear()
    yield
    presses.Room.presses.clear()


def without_memory(html: str) -> bytes:
    """As WeasyPrint prints it when nothing is remembered."""
    presses.Room.presses[RememberingFonts] = presses.Press(fonts=FontConfiguration())
    content = pdf_of(html)
    presses.Room.presses.clear()
    return content


@pytest.mark.parametrize(
    "html",
    [
        sample_html(draft=True),
        sample_html(chapters=8, lines=20),
        SIGNS.format(style="text-align: justify; width: 40mm; word-spacing: 2px", text="samen sterk " * 40),
        SIGNS.format(style="font-variant-caps: small-caps; letter-spacing: 1px", text="samen sterk " * 40),
        SIGNS.format(style="width: 20mm; hyphens: auto; overflow-wrap: anywhere", text="w" * 90 + " samenhang" * 9),
        SIGNS.format(style="text-decoration: underline line-through", text="onderstreept"),
        SIGNS.format(
            style="overflow: hidden; text-overflow: ellipsis; white-space: nowrap; width: 30mm", text="x" * 99
        ),
        SIGNS.format(style="", text="niet in onze letters: 😀 日本 \u0627"),
        SIGNS.format(style="white-space: pre-wrap; tab-size: 8", text="a\tb\n\n c"),
        SIGNS.format(style="", text="lang " * LONGEST_KEPT),
    ],
)
def test_a_print_from_memory_has_the_bytes_of_one_without(html) -> None:
    plain = without_memory(html)
    assert [pdf_of(html), pdf_of(html)] == [plain, plain]


def test_what_was_printed_before_leaves_no_trace() -> None:
    first, other = sample_html(), sample_html(draft=True, chapters=5)
    alone = pdf_of(first)
    presses.Room.presses.clear()
    pdf_of(other)
    assert pdf_of(first) == alone


def test_a_line_is_broken_and_drawn_once_for_all_documents() -> None:
    pdf_of(sample_html())
    remembered = presses.Room.presses[RememberingFonts].fonts
    sizes = len(remembered.broken), len(remembered.drawn)
    pdf_of(sample_html())
    assert (len(remembered.broken), len(remembered.drawn)) == sizes


def test_what_is_signed_is_printed_without_memory() -> None:
    pdf_of(sample_html(), archive=True)
    assert list(presses.Room.presses) == [FontConfiguration]


def test_memory_is_bounded(monkeypatch) -> None:
    monkeypatch.setattr("papers.printing.lines.LINES_KEPT", 20)
    pdf_of(sample_html(chapters=9))
    assert len(presses.Room.presses[RememberingFonts].fonts.broken) <= 20 < LINES_KEPT


def test_we_know_each_property_by_which_weasyprint_shapes_a_line() -> None:
    """After an upgrade: what it reads more than before belongs in PROPERTIES."""
    source = inspect.getsource(line_break) + inspect.getsource(weasyprint_fonts)
    read = set(re.findall(r"style\['([a-z_]+)'\]", source))
    assert read - set(PROPERTIES) - OTHERWISE == set()


def test_a_press_begins_afresh_after_many_documents(monkeypatch) -> None:
    monkeypatch.setattr(presses, "DOCUMENTS_A_PRESS", 2)
    html, seen = SIGNS.format(style="", text=""), []
    for _ in range(5):
        pdf_of(html)
        seen.append(presses.Room.presses[RememberingFonts])
    assert [one is other for one, other in pairwise(seen)] == [True, False, True, False]
