"""The files that a paper may use, and the wall around them: nothing else is ever read for a print."""

from functools import cache
from pathlib import Path

from django.conf import settings
from fontTools.ttLib import TTFont
from weasyprint.urls import URLFetcher, URLFetcherResponse

OUR_FONTS = settings.BASE_DIR / "static" / "vendor" / "source-sans"
# The names that paper.css asks for. Full TTF files: web subsets print wrong glyphs, WOFF2 is unpacked anew each time.
FONTS = {
    "font:regular": "SourceSans3-Regular.ttf",
    "font:italic": "SourceSans3-It.ttf",
    "font:semibold": "SourceSans3-Semibold.ttf",
    "font:bold": "SourceSans3-Bold.ttf",
}
HOUSE_FONTS = {
    "font:regular": "Regular.ttf",
    "font:italic": "Italic.ttf",
    "font:semibold": "Semibold.ttf",
    "font:bold": "Bold.ttf",
}
LOGO = "house:logo"
PICTURES = {".svg": "image/svg+xml", ".png": "image/png"}


class FontsOnly(URLFetcher):
    """Hands out the fonts and the logo of the house, and refuses all other addresses, on disk or on the network."""

    def __init__(self) -> None:
        super().__init__()
        self.refused: list[str] = []

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url in FONTS:
            return URLFetcherResponse(url, font(url), {"Content-Type": "font/ttf"})
        if url == LOGO and settings.PAPER_LOGO:
            kind = PICTURES[Path(settings.PAPER_LOGO).suffix.lower()]
            return URLFetcherResponse(url, logo(), {"Content-Type": kind})
        self.refused.append(url)
        raise PermissionError("The paper fetches nothing but its own fonts and logo.")


def font_file(url: str) -> Path:
    """The font of the house where one is set, and else ours."""
    return Path(settings.PAPER_FONTS) / HOUSE_FONTS[url] if settings.PAPER_FONTS else OUR_FONTS / FONTS[url]


@cache
def font(url: str) -> bytes:
    return font_file(url).read_bytes()


@cache
def logo() -> bytes:
    """The picture of the house; nothing where none is set."""
    return Path(settings.PAPER_LOGO).read_bytes() if settings.PAPER_LOGO else b""


@cache
def printable_characters() -> frozenset[str]:
    """All that our fonts can print: what each of the four files knows. The end of a line counts too."""
    known = [_characters(url) for url in FONTS]
    return frozenset.intersection(*known) | {"\n"}


def _characters(url: str) -> frozenset[str]:
    with TTFont(font_file(url), lazy=True) as opened:
        return frozenset(map(chr, opened.getBestCmap()))
