"""Whether two names are one person, spelled in two ways."""

import re

from municipalities.search import search_key

SHORT = 4  # of shorter names another letter makes another name: Jan, Jos, An


def two_spellings(one: str, other: str) -> bool:
    """Not written the same, and still likely one person.

    Accents, capitals or signs alone differ; first and last name are swapped; a first name is an initial; or one of
    the names is one letter apart (a long one two), a swap of neighbours counting as one.
    """
    if one.split() == other.split():
        return False
    if search_key(one) == search_key(other):
        return True
    left, right = _words(one), _words(other)
    if sorted(left) == sorted(right):
        return True
    return any(_one_word_apart(left, turned) for turned in (right, right[-1:] + right[:-1], right[1:] + right[:1]))


def _words(name: str) -> list[str]:
    return [key for word in re.split(r"[\s.\-]+", name) if (key := search_key(word))]


def _one_word_apart(left: list[str], right: list[str]) -> bool:
    """The same words but for one, which is an initial of the other or looks much like it."""
    if len(left) != len(right) or len(left) < 2:
        return False
    apart = [(a, b) for a, b in zip(left, right, strict=True) if a != b]
    return len(apart) == 1 and _alike(*apart[0])


def _alike(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) == 1:
        return longer.startswith(shorter)
    if len(shorter) < SHORT:
        return False
    return letters_apart(one, other) <= (2 if len(shorter) > 2 * SHORT - 2 else 1)


def letters_apart(one: str, other: str) -> int:
    """How many letters to add, drop, change or swap with their neighbour to turn one into the other."""
    rows = [list(range(len(other) + 1))]
    for i, letter in enumerate(one, start=1):
        row = [i]
        for j, match in enumerate(other, start=1):
            steps = [row[j - 1] + 1, rows[i - 1][j] + 1, rows[i - 1][j - 1] + (letter != match)]
            if i > 1 and j > 1 and (letter, one[i - 2]) == (other[j - 2], match):
                steps.append(rows[i - 2][j - 2] + 1)
            row.append(min(steps))
        rows.append(row)
    return rows[-1][-1]
