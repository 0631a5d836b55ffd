"""Filling in: every value that reaches the paper comes through here, and a gap never passes unseen."""

import re
from dataclasses import dataclass
from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from agreements.addresses import address
from papers.text.signs import breakable, code_points, legible, marked, tidy, unprintable

__all__ = ["Blanks", "Typed", "Unfilled", "Where", "legible", "tidy", "without_gaps"]

GAP: Final = re.compile(r'<span class="gap">[^<]*</span>')


@dataclass(frozen=True)
class Unfilled:
    """A field of the paper that cannot be filled, and the page where somebody fills it."""

    label: str
    url: str


@dataclass(frozen=True)
class Where:
    """The page, and there the field, where somebody fills in a value. The address is looked up for gaps alone."""

    view: str
    key: int | str | None = None
    field: str = ""
    side: str = ""

    @property
    def url(self) -> str:
        query = f"side={self.side}" if self.side else ""
        return address(self.view, self.key, query=query, anchor=f"id_{self.field}" if self.field else "")


@dataclass(frozen=True)
class Typed:
    """Words on the paper that somebody typed, and where; nowhere, when they stand on a paper that is signed."""

    text: str
    where: Where | None


def without_gaps(html: str) -> str:
    """The document with a box for each gap: what misses is no fault of the words around it."""
    return GAP.sub("□", html)


class Blanks:
    """Fills the fields of one paper and remembers once each that it could not fill, in the order of the paper.

    `typed` is all that stands on it by somebody's hand, each time that it stands there.
    Nobody can fill in what stands on a paper that is signed (`where` is None): such a field is never a gap.
    """

    def __init__(self) -> None:
        self.unfilled: list[Unfilled] = []
        self.typed: list[Typed] = []

    def fill(self, value: str, *, label: str, where: Where | None) -> SafeString:
        """The value, escaped; or a mark in its place. Signs that our fonts lack are marked one by one."""
        text = tidy(value)
        if not text:
            return self.gap(label=label, where=where)
        self.typed.append(Typed(text, where))
        if signs := unprintable(text):
            missing = _("%(field)s without signs that cannot be printed: %(signs)s") % {
                "field": label,
                "signs": code_points(signs),
            }
            self.remember(missing, where)
        return marked(breakable(text))

    def gap(self, *, label: str, where: Where | None) -> SafeString:
        if where is None:
            return SafeString("")
        self.remember(label, where)
        return format_html('<span class="gap">[in te vullen: {}]</span>', label)

    def remember(self, label: str, where: Where | None) -> None:
        unfilled = where and Unfilled(label, where.url)
        if unfilled and unfilled not in self.unfilled:
            self.unfilled.append(unfilled)
