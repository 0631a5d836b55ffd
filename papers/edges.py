"""What pages repeat at their head and their foot: the lines that are no part of the running text."""

import re
from collections import Counter
from typing import Final

EDGE: Final = 3  # lines at the start and at the end of a page


def lines_of(pages: list[str]) -> list[list[str]]:
    return [[line.strip() for line in page.splitlines() if line.strip()] for page in pages]


def shape_of(line: str) -> str:
    """The line whatever its figures: a page number stands on each page as another line."""
    return re.sub(r"\d+", "#", line)


def recurring(pages: list[list[str]]) -> set[str]:
    """The shapes of lines that stand at the start or the end of most pages."""
    if len(pages) < 2:
        return set()
    edges = Counter(shape for page in pages for shape in {shape_of(line) for line in page[:EDGE] + page[-EDGE:]})
    return {shape for shape, times in edges.items() if times > 1 and times > len(pages) / 2}
