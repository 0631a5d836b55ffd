"""Words that stand there twice."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from django.utils.translation import gettext_lazy as _

from papers.scan.place import Place

WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W_]+)*")
# Right twice in a row: "hij weet dat dat helpt", "wie die die hulp vraagt", "als je je inschrijft".
RIGHT_TWICE: Final = frozenset("dat die je u wie wat ze zijn haar er bla".split())
# Small words of names: Van Van Damme, De De Smet.
PARTICLES: Final = frozenset("van de der den ten ter te le la du el al".split())

# After these a pronoun may stand before the article of what follows: "ervoor dat het het bestuur informeert".
CONJUNCTIONS: Final = frozenset(
    """aangezien als dat doordat hoe hoewel indien mits nadat of omdat opdat tenzij terwijl toen totdat voordat waar
    waarbij waardoor waarin waarmee waarom waarop waarover waarvan waarvoor wanneer zoals zodat zodra zolang""".split()
)


def doubled_words(block: str) -> Iterator[Place]:
    """The same word twice with nothing but space between; read docs/decisions/scanner.md for what is let through."""
    words = list(WORD.finditer(block))
    for place, (first, second) in enumerate(pairwise(words)):
        between = block[first.end() : second.start()]
        if first[0].casefold() != second[0].casefold() or between.strip() or not between:
            continue
        following = words[place + 2][0] if place + 2 < len(words) else ""
        if not _is_right(first[0], second[0], between, following) and not _is_pronoun_and_article(words, place):
            yield Place(first.start(), second.end(), _("doubled word"))


def _is_right(first: str, second: str, between: str, following: str) -> bool:
    if len(first) == 1 and first.casefold() != "u":  # the letters of a list
        return True
    if first.casefold() in RIGHT_TWICE:
        return True
    if second[0].isupper():
        if first[0].islower() or "\n" in between:  # the end of a line or a cell, and the start of the next
            return not _starts_a_word_group(first, following)
        return first.casefold() in PARTICLES and following[:1].isupper()
    return False


def _starts_a_word_group(first: str, following: str) -> bool:
    """Nothing ends with "de" or "van": these two are doubled, unless a name follows."""
    return first.casefold() in PARTICLES | {"het", "een", "en", "in", "op"} and following[:1].islower()


def _is_pronoun_and_article(words: list[re.Match[str]], place: int) -> bool:
    """Between a conjunction and a noun, “het het” says who does it to what."""
    before, after = words[max(place - 1, 0)][0], words[place + 2 :]
    return words[place][0] == words[place + 1][0] == "het" and before.casefold() in CONJUNCTIONS and bool(after)
