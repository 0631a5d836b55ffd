"""The word across each page of a draft: drawn under the text as shapes, so that no reader takes it for text."""

from functools import cache
from math import cos, radians, sin
from typing import Any

import pydyf
from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont
from weasyprint.document import Document

from papers.printing.fonts import font_file

WORD = "Ontwerp"
NAME = "draft-mark"
SIZE = 135
TURNED = radians(52)
COLOUR = "0.922 0.929 0.933"


class _Shapes(BasePen):
    """Outlines as PDF path operators, in the units of the font."""

    def __init__(self, glyphs: Any) -> None:
        super().__init__(glyphs)
        self.drawn: list[str] = []
        self.right = 0

    def _moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802 - names of fontTools
        self._draw("m", point)

    def _lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802
        self._draw("l", point)

    def _curveToOne(self, *points: tuple[float, float]) -> None:  # noqa: N802
        self._draw("c", *points)

    def _closePath(self) -> None:  # noqa: N802
        self.drawn.append("h")

    def _draw(self, operator: str, *points: tuple[float, float]) -> None:
        self.drawn.append(" ".join(f"{x + self.right:.0f} {y:.0f}" for x, y in points) + f" {operator}")


@cache
def mark() -> tuple[bytes, tuple[int, int, int]]:
    """The word as a path, with its width, its height and the units of an em."""
    with TTFont(font_file("font:bold")) as font:
        glyphs, names = font.getGlyphSet(), font.getBestCmap()
        pen = _Shapes(glyphs)
        for sign in WORD:
            glyph = glyphs[names[ord(sign)]]
            glyph.draw(pen)
            pen.right += glyph.width
        height = font["OS/2"].sCapHeight
        return " ".join([*pen.drawn, "f"]).encode(), (pen.right, height, font["head"].unitsPerEm)


def put_under(document: Document, pdf: pydyf.PDF) -> None:
    """A finisher for WeasyPrint: the word under each page, as an artifact (ISO 32000-1, 14.8.2.2)."""
    path, (width, height, units) = mark()
    box = pydyf.Array([0, -units, width, units])
    form = pydyf.Stream([path], pydyf.Dictionary({"Type": "/XObject", "Subtype": "/Form", "BBox": box}), compress=True)
    pdf.add_object(form)
    for one in [one for one in pdf.objects if isinstance(one, dict) and one.get("Type") == "/Page"]:
        _, _, page_width, page_height = one["MediaBox"]
        scale, turn = SIZE / units, (cos(TURNED), sin(TURNED))
        a, b = scale * turn[0], scale * turn[1]
        left = page_width / 2 - (a * width - b * height) / 2
        bottom = page_height / 2 - (b * width + a * height) / 2
        matrix = f"{a:.4f} {b:.4f} {-b:.4f} {a:.4f} {left:.2f} {bottom:.2f} cm"
        draw = f"/Artifact <</Type /Pagination /Subtype /Watermark>> BDC q {COLOUR} rg {matrix} /{NAME} Do Q EMC"
        _referred(pdf, one["Resources"])["XObject"][NAME] = form.reference
        _referred(pdf, one["Contents"]).stream.insert(0, draw.encode())


def _referred(pdf: pydyf.PDF, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]
