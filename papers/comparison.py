"""Does a signed copy say what the final says? docs/decisions/comparison.md tells what is let by."""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Final

from django.core.files.base import File

from papers.apart import NoAnswer, ask
from papers.edges import lines_of, recurring, shape_of
from papers.reading import pages_of

MOST_DIFFERENCES: Final = 50
FEWEST_WORDS: Final = 20  # a scan may carry a stamp or a page number in letters
FEWEST_WORDS_SHARE: Final = 0.1
SHINGLE: Final = 4  # words in a row that, when they occur once in both, are the same place
MOST_WORDS_AT_ONCE: Final = 1500  # difflib is quadratic: between two places known to be the same
MOST_WORDS_SHOWN: Final = 40

# Lines of a signature block: what is written after them is what they are for.
ROOM: Final = frozenset({"datum", "handtekening", "naam", "functie", "plaats", "stempel"})
MOST_WORDS_IN_ROOM: Final = 15
MOST_WORDS_IN_STAMPS: Final = 80
SIGNING_WORDS: Final = frozenset(
    """digitaal elektronisch ondertekend getekend door op te datum plaats tijd naam functie handtekening gelezen en
    goedgekeurd voor akkoord digitally electronically signed by date signature authentication reason location signé
    numériquement par le reden locatie eid cet cest utc gmt namens van de der den januari februari
    maart april mei juni juli augustus september oktober november december""".split()
)

# One sign for those that look alike, and none for what is not seen.
SAME_SIGNS: Final = str.maketrans("’‘`“”„«»‐‑‒–—", '\'\'\'"""""-----', "\u00ad\u200b\u200c\u200d\u2060\ufeff")
BULLETS: Final = frozenset("•●▪◦○■□·*\uf0b7\uf0a7")


@dataclass(frozen=True)
class Difference:
    """A place where the texts part: the page of the final (from 1), its words, and the words of the copy."""

    page: int
    final: str
    copy: str


@dataclass(frozen=True)
class Comparison:
    """`text` is a value of agreements.models.SignedCopy.Text: same, differs, scan or unreadable.

    `more` counts the differences that are not listed; `written` lists what stands where the final left room for it.
    """

    text: str
    differences: list[Difference] = field(default_factory=list)
    more: int = 0
    written: list[Difference] = field(default_factory=list)


@dataclass(frozen=True)
class Word:
    """`said` is what counts when comparing. `room`: the last word of a line where one fills something in."""

    text: str
    said: str
    page: int
    room: bool = False
    last_to_sign: bool = False


def compare(copy: File, final: bytes, *, page_number: str) -> Comparison:
    """Compare the words in reading order, whatever the line and page breaks. The copy is read apart (papers.apart).

    `page_number` is how the final words the number of a page, whatever the figures: "pagina 1 van 2".
    """
    try:
        pages = ask("reading", copy)
    except NoAnswer:
        pages = None
    if pages is None:
        return Comparison("unreadable")
    return compare_pages(pages, pages_of(final), page_number=page_number)


def compare_pages(copy: list[str], final: list[str], *, page_number: str) -> Comparison:
    """The same for the text of the pages."""
    our_lines, their_lines = lines_of(final), lines_of(copy)
    edges = recurring(our_lines) | {shape_of(page_number)}
    ours, theirs = _words(our_lines, edges), _words(list(_told_once(their_lines, our_lines)), edges)
    if len(theirs) < max(FEWEST_WORDS, FEWEST_WORDS_SHARE * len(ours)) and len(theirs) < len(ours):
        return Comparison("scan")
    names = _names(ours)
    differences: list[Difference] = []
    written: list[Difference] = []
    for before, here, there in _changes(ours, theirs):
        place = before or (here[0] if here else None)
        difference = Difference(place.page if place else 1, _shown(here), _shown(there))
        is_written = not here and before is not None and _has_room(before, there, names)
        (written if is_written else differences).append(difference)
    return Comparison(
        "differs" if differences else "same",
        differences[:MOST_DIFFERENCES],
        max(0, len(differences) - MOST_DIFFERENCES),
        written[:MOST_DIFFERENCES],
    )


def _has_room(before: Word, added: list[Word], names: set[str]) -> bool:
    """After the words of a signature block; or, drawn last on such a page, a stamp. Never a sentence."""
    if (
        before.room
        and len(added) <= MOST_WORDS_IN_ROOM
        and all(_may_be_a_name(one) or _signs(one, names) for one in added)
    ):
        return True
    return before.last_to_sign and len(added) <= MOST_WORDS_IN_STAMPS and all(_signs(one, names) for one in added)


def _may_be_a_name(word: Word) -> bool:
    """A capital and then small letters, or an initial. Whoever shouts says something."""
    return word.said[:1].isupper() and (not word.said.isupper() or len(_letters(word)) == 1)


def _signs(word: Word, names: set[str]) -> bool:
    """A name that stands on that page, a date or time, what stamps say."""
    letters = _letters(word)
    return letters in SIGNING_WORDS or letters in names or not any(sign.isalpha() for sign in letters)


def _names(words: list[Word]) -> set[str]:
    """Words with a capital on the pages where people sign."""
    pages = {word.page for word in words if word.room}
    return {_letters(word) for word in words if word.page in pages and word.said[:1].isupper()}


def _letters(word: Word) -> str:
    return re.sub(r"\W", "", word.said).casefold()


def _words(pages: list[list[str]], edges: set[str]) -> list[Word]:
    """All words, without the lines of these shapes: what the final repeats on its pages (headers, footers, numbers)."""
    words: list[Word] = []
    for number, page in enumerate(pages, start=1):
        found = [
            Word(text, said, number, room=_is_room(line) and text == line.split()[-1])
            for line in page
            if shape_of(line) not in edges
            for text in line.split()
            for said in _said(text)
        ]
        if any(word.room for word in found):
            last = found[-1]
            found[-1] = Word(last.text, last.said, last.page, last.room, last_to_sign=True)
        words += found
    return words


def _told_once(copy: list[list[str]], final: list[list[str]]) -> Iterator[list[str]]:
    """The lines of the copy; what somebody put on most of its pages, and on none of the final, on the first alone."""
    added = recurring(copy) - {shape_of(line) for page in final for line in page}
    told: set[str] = set()
    for page in copy:
        yield [line for line in page if line not in told]
        told |= {line for line in page if shape_of(line) in added}


def _is_room(line: str) -> bool:
    return line.strip(" :.…_").casefold() in ROOM


def _said(text: str) -> Iterator[str]:
    """The parts of a word that count, without bullets: hyphens part words, since a line may end there."""
    plain = unicodedata.normalize("NFKC", text).translate(SAME_SIGNS)
    return (part for part in re.split("-", plain) if part and part not in BULLETS)


def _changes(ours: list[Word], theirs: list[Word]) -> Iterator[tuple[Word | None, list[Word], list[Word]]]:
    """What differs, in order: the word of the final before it, the words of the final, the words of the copy."""
    for (low, high), (their_low, their_high) in _stretches([one.said for one in ours], [one.said for one in theirs]):
        here, there = ours[low:high], theirs[their_low:their_high]
        if len(here) * len(there) > MOST_WORDS_AT_ONCE**2:
            steps = [("replace", 0, len(here), 0, len(there))]
        else:
            matcher = SequenceMatcher(None, [one.said for one in here], [one.said for one in there], autojunk=False)
            steps = list(matcher.get_opcodes())
        for kind, start, end, their_start, their_end in steps:
            gone, come = here[start:end], there[their_start:their_end]
            if kind != "equal" and _together(gone) != _together(come):
                yield (ours[low + start - 1] if low + start else None), gone, come


def _together(words: list[Word]) -> str:
    """Letters in a row: a word broken off at the end of a line is the same word."""
    return "".join(word.said for word in words)


def _stretches(ours: list[str], theirs: list[str]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """What lies between the places that are surely the same: a few words in a row that both texts have once."""
    low, their_low = 0, 0
    for place, their_place in [*_same_places(ours, theirs), (len(ours), len(theirs))]:
        if ours[low:place] != theirs[their_low:their_place]:
            yield (low, place), (their_low, their_place)
        low, their_low = place, their_place


def _same_places(ours: list[str], theirs: list[str]) -> list[tuple[int, int]]:
    """The longest row of them that goes forward in both (patience diff: sorting cards on piles)."""
    here, there = _once(ours), _once(theirs)
    piles: list[int] = []
    tops: list[tuple[int, int]] = []
    behind: dict[tuple[int, int], tuple[int, int] | None] = {}
    for place, their_place in sorted((here[row], there[row]) for row in here.keys() & there.keys()):
        pile = bisect_left(piles, their_place)
        card = (place, their_place)
        behind[card] = tops[pile - 1] if pile else None
        piles[pile : pile + 1] = [their_place]
        tops[pile : pile + 1] = [card]
    found: list[tuple[int, int]] = []
    step = tops[-1] if tops else None
    while step:
        found.append(step)
        step = behind[step]
    return found[::-1]


def _once(words: list[str]) -> dict[tuple[str, ...], int]:
    """Where each row of words stands that occurs once."""
    rows = [tuple(words[place : place + SHINGLE]) for place in range(len(words) - SHINGLE + 1)]
    times = Counter(rows)
    return {row: place for place, row in enumerate(rows) if times[row] == 1}


def _shown(words: list[Word]) -> str:
    shown: list[str] = []
    for before, word in zip([None, *words], words, strict=False):
        if not (before and before.text == word.text and "-" in word.text.translate(SAME_SIGNS)):
            shown.append(word.text)
    return " ".join(shown[:MOST_WORDS_SHOWN]) + (" …" if len(shown) > MOST_WORDS_SHOWN else "")
