"""A place in a block of running text."""

import re
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise

# Signs without a shape, and soft hyphens: they are no part of what a person reads.
UNSEEN: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
# Fonts have one sign for the hyphen that is typed and the one that breaks a word off: text may give either for both.
HYPHENS: Final = re.compile("[\u2010\u2011]")
# A word broken off at the end of a line; "jeugd-" before "en" or "of" keeps its hyphen.
BROKEN_OFF: Final = re.compile(r"(?<=\w)-(?!\n(?:en|of)\b)\n(?=[^\W\d_])")
# A line also ends after a stroke, and after the hyphen of a day in figures.
BROKEN_IN_FIGURES: Final = re.compile(r"(?<=\w/)\n(?=\w)|(?<=\d-)\n(?=\d)")


@dataclass(frozen=True)
class Place:
    start: int
    end: int
    kind: str | Promise


def running(block: str) -> str:
    """The block as it is read: broken words whole again, ends of lines bare, nothing unseen."""
    block = HYPHENS.sub("-", UNSEEN.sub("", block.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")))
    lines = "\n".join(line.strip(" ") for line in block.split("\n"))
    return BROKEN_IN_FIGURES.sub("", BROKEN_OFF.sub("", lines)).strip()
