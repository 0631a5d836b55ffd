"""The four font files of the paper, and the wall around them: nothing else is ever read for a print."""

from functools import cache

from django.conf import settings
from fontTools.ttLib import TTFont
from weasyprint.urls import URLFetcher, URLFetcherResponse

FONTS_DIR = settings.BASE_DIR / "static" / "vendor" / "source-sans"
# The names that paper.css asks for. Full TTF files: web subsets print wrong glyphs, WOFF2 is unpacked anew each time.
FONTS = {
    "font:regular": "SourceSans3-Regular.ttf",
    "font:italic": "SourceSans3-It.ttf",
    "font:semibold": "SourceSans3-Semibold.ttf",
    "font:bold": "SourceSans3-Bold.ttf",
}


class FontsOnly(URLFetcher):
    """Hands out our own fonts and refuses all other addresses, whether on disk or on the network."""

    def __init__(self) -> None:
        super().__init__()
        self.refused: list[str] = []

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url not in FONTS:
            self.refused.append(url)
            raise PermissionError("The paper fetches nothing but its own fonts.")
        return URLFetcherResponse(url, font(url), {"Content-Type": "font/ttf"})


@cache
def font(url: str) -> bytes:
    return (FONTS_DIR / FONTS[url]).read_bytes()


@cache
def printable_characters() -> frozenset[str]:
    """All that our fonts can print; the four files know the same characters. The end of a line counts too."""
    with TTFont(FONTS_DIR / FONTS["font:regular"], lazy=True) as regular:
        return frozenset(map(chr, regular.getBestCmap())) | {"\n"}
