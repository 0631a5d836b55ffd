"""Signs: which of them a text keeps, and what stands on paper in the place of one that our fonts lack."""

import re
import unicodedata
from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from papers.printing.fonts import printable_characters

SIGNS_SHOWN = 6
MARKS_SHOWN = 20
# A word without an end takes the printer seconds to break. A break that is not needed leaves no trace.
LONGEST_WORD = 80
BREAK = "\u200b"
WORD = re.compile(r"[^\s\u200b]+")
LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]")


def seen(text: str) -> str:
    """The text as it is seen, its spaces as typed: composed letters, plain line ends, nothing that steers direction."""
    text = LINE_ENDS.sub("\n", unicodedata.normalize("NFC", text)).replace("\t", "    ")
    return "".join(sign for sign in text if sign == "\n" or not _is_invisible(sign))


def tidy(text: str) -> str:
    """The text as it is read: what is seen, without spaces at the ends of lines or more than one empty line."""
    text = seen(text.replace("\t", " "))
    return re.sub(r"\n{3,}", "\n\n", re.sub(r" *\n *", "\n", text)).strip()


def legible(text: str) -> str:
    """The text on one line with a box for each sign that our fonts lack: for a label, not for a field itself."""
    return "".join(sign if sign in printable_characters() else "□" for sign in " ".join(tidy(text).split()))


def breakable(text: str, *, said: int = 0) -> str:
    """With places to break the words that are too long. The first word may go on from `said` signs before the text."""
    if said + len(text) <= LONGEST_WORD:
        return text

    def broken(word: re.Match[str]) -> str:
        first = LONGEST_WORD - (said if word.start() == 0 else 0)
        pieces = (word[0][place : place + LONGEST_WORD] for place in range(first, len(word[0]), LONGEST_WORD))
        return BREAK.join([word[0][:first], *pieces])

    return WORD.sub(broken, text)


def unprintable(text: str) -> list[str]:
    """The signs that our fonts lack, each once, in order of their number."""
    return sorted(set(text) - printable_characters() - {BREAK})


def marked(text: str) -> SafeString:
    """The text, escaped, with a mark in the place of the signs that our fonts lack; from the 21st on with a box."""
    signs = unprintable(text)
    if not signs:
        return format_html("{}", text)
    parts = re.split(f"([{re.escape(''.join(signs))}]+)", text)
    return format_html_join(
        "", "{}", ((_mark(part, place) if place % 2 else part,) for place, part in enumerate(parts))
    )


def code_points(signs: Iterable[str]) -> str:
    """The signs by number, for they have no shape here: "U+1F600, U+05D0"."""
    signs = list(dict.fromkeys(signs))
    named = ", ".join(f"U+{ord(sign):04X}" for sign in signs[:SIGNS_SHOWN])
    return f"{named}, …" if len(signs) > SIGNS_SHOWN else named


def _is_invisible(sign: str) -> bool:
    """Control and format signs (among them those that turn text around), halves of pairs, variation selectors."""
    return unicodedata.category(sign) in {"Cc", "Cf", "Cs"} or "\ufe00" <= sign <= "\ufe0f"


def _mark(signs: str, place: int) -> SafeString:
    if place > MARKS_SHOWN * 2:
        return SafeString("□")
    return format_html('<span class="gap">[niet af te drukken: {}]</span>', code_points(signs))
