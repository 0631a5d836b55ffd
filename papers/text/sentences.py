"""Where a sentence begins, and the capital that belongs there."""

import re

from django.utils.safestring import SafeString, mark_safe

BEGINNING = re.compile(r"(?:^|(?P<word>\S*)[.!?…][\"”’')\]]*\s)\s*[\"“‘'(]*$")
# After these a point ends no sentence. Words with a point inside (o.a., m.b.t.) need not stand here.
ABBREVIATIONS = {
    "art", "bijv", "blz", "bv", "ca", "dhr", "dr", "excl", "incl", "ing", "ir", "mevr", "mr", "mw", "nl", "nr", "nrs",
    "p", "prof", "resp", "tel", "vgl", "zgn",
}  # fmt: skip
FIRST_LETTER = re.compile(r"((?:<[^>]*>)*)([^\W\d_])")


def begins_a_sentence(before: str) -> bool:
    """Does what follows these words begin a sentence? Quotes and brackets that open may stand in between."""
    match = BEGINNING.search(before)
    if match is None:
        return False
    word = (match["word"] or "").strip("(\"“‘'").lower()
    return word not in ABBREVIATIONS and "." not in word.strip(".")


def with_a_capital(html: SafeString) -> SafeString:
    """The first letter as a capital, when the text begins with a letter; tags before it stay as they are."""
    match = FIRST_LETTER.match(html)
    if match is None:
        return html
    return mark_safe(f"{match[1]}{match[2].upper()}{html[match.end() :]}")  # noqa: S308  # only a letter changed
