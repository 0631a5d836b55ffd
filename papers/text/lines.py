"""Lines of a text as somebody typed them, apart from where they happen to be broken off."""

import re
from typing import Final

# What begins a line of its own: nothing, an item of a list, a footnote, something indented.
OWN_LINE: Final = re.compile(r"\s*$|\s|[-*+]\s|\d{1,9}[.)]\s|\[\^[^\]\s]+\]:")
HARD_BREAK: Final = re.compile(r"(?:  |\\)$")


def one_line_per_paragraph(text: str) -> str:
    """The text with each paragraph and each item of a list on one line. It prints the same."""
    lines: list[str] = []
    for line in text.splitlines():
        if lines and lines[-1].strip() and not OWN_LINE.match(line) and not HARD_BREAK.search(lines[-1]):
            lines[-1] = f"{lines[-1].rstrip()} {line}"
        else:
            lines.append(line)
    return "\n".join(lines)
