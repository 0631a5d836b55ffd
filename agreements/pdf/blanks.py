"""Filling in: every value that reaches the paper comes through here, and a gap never passes unseen."""

import re
import unicodedata
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from papers.printing.fonts import printable_characters

SIGNS_SHOWN = 6


@dataclass(frozen=True)
class Unfilled:
    """A field of the paper that cannot be filled, and the page where somebody fills it."""

    label: str
    url: str


@dataclass(frozen=True)
class Where:
    """The page, and there the field, where somebody fills in a value. The address is looked up for gaps alone."""

    view: str
    key: int | str
    field: str = ""
    side: str = ""

    @property
    def url(self) -> str:
        query = f"?side={self.side}" if self.side else ""
        anchor = f"#id_{self.field}" if self.field else ""
        return f"{reverse(self.view, args=[self.key])}{query}{anchor}"


class Blanks:
    """Fills the fields of one paper and remembers those that it could not fill, in the order of the paper."""

    def __init__(self) -> None:
        self.unfilled: list[Unfilled] = []

    def fill(self, value: str, *, label: str, where: Where) -> SafeString:
        """The value, escaped; or a mark in its place. Signs that our fonts lack are marked one by one."""
        text = tidy(value)
        if not text:
            return self.gap(label=label, where=where)
        if printable_characters().issuperset(text):
            return conditional_escape(text)
        return self._with_marks(text, label=label, where=where)

    def gap(self, *, label: str, where: Where) -> SafeString:
        self.unfilled.append(Unfilled(label, where.url))
        return format_html('<span class="gap">[in te vullen: {}]</span>', label)

    def _with_marks(self, text: str, *, label: str, where: Where) -> SafeString:
        signs = sorted(set(text) - printable_characters())
        missing = _("%(field)s without signs that cannot be printed: %(signs)s") % {
            "field": label,
            "signs": _code_points(signs),
        }
        self.unfilled.append(Unfilled(missing, where.url))
        parts = re.split(f"([{re.escape(''.join(signs))}]+)", text)
        return format_html_join("", "{}", ((_mark(part) if place % 2 else part,) for place, part in enumerate(parts)))


def tidy(text: str) -> str:
    """The text as it is read: composed letters, plain line ends, nothing invisible that steers the direction."""
    text = re.sub(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]", "\n", unicodedata.normalize("NFC", text)).replace("\t", " ")
    seen = "".join(sign for sign in text if sign == "\n" or not _is_invisible(sign))
    return re.sub(r"\n{3,}", "\n\n", re.sub(r" *\n *", "\n", seen)).strip()


def legible(text: str) -> str:
    """The text on one line with a box for each sign that our fonts lack: for a label, not for a field itself."""
    return "".join(sign if sign in printable_characters() else "□" for sign in " ".join(tidy(text).split()))


def _is_invisible(sign: str) -> bool:
    """Control and format signs (among them those that turn text around), halves of pairs, variation selectors."""
    return unicodedata.category(sign) in {"Cc", "Cf", "Cs"} or "\ufe00" <= sign <= "\ufe0f"


def _mark(signs: str) -> SafeString:
    return format_html('<span class="gap">[niet af te drukken: {}]</span>', _code_points(list(dict.fromkeys(signs))))


def _code_points(signs: list[str]) -> str:
    """The signs by number, for they have no shape here: "U+1F600, U+05D0"."""
    named = ", ".join(f"U+{ord(sign):04X}" for sign in signs[:SIGNS_SHOWN])
    return f"{named}, …" if len(signs) > SIGNS_SHOWN else named
