"""Days that no calendar has, and Belgian phone numbers that miss a digit or have one too many."""

import calendar
import re
from collections.abc import Iterator
from itertools import accumulate
from typing import Final

from django.utils.translation import gettext_lazy as _

from papers.scan.place import Place

MONTHS: Final = "januari februari maart april mei juni juli augustus september oktober november december".split()
IN_WORDS: Final = re.compile(
    rf"(?<![\d.,/-])(\d{{1,2}})\s+({'|'.join(MONTHS)})(?!\w)(?:\s+((?:19|20)\d\d)(?!\d))?", re.IGNORECASE
)
IN_FIGURES: Final = re.compile(r"(?<![\w./-])(\d{1,2})([./-])(\d{1,2})\2((?:19|20)\d\d)(?![\w/-]|\.\d)")
ISO: Final = re.compile(r"(?<![\w./-])((?:19|20)\d\d)-(\d\d)-(\d\d)(?![\w/-]|\.\d)")
LEAP_YEAR: Final = 2000

# Groups of figures, from 0 or +32 on: 09 123 45 67, 0478/12.34.56, +32 (0)2 123 45 67.
PHONE: Final = re.compile(
    r"(?<![\w.,/+-])(?P<abroad>(?:\+|00)32[ \u00a0\n./-]?(?:\(0\)[ \u00a0]?)?|(?=0[1-9]))"
    r"(?P<groups>\d{1,10}(?:(?:[ \u00a0]?[./-][ \u00a0]?|[ \u00a0\n])\d{1,7}){0,6})(?![\w/-])"
)
LABEL: Final = re.compile(r"(?<!\w)(?:tel|telefoon|gsm|mobiel|fax|t)\.?\s?(?:nr\.?)?\s?:?\s?$", re.IGNORECASE)
LABEL_REACH: Final = 14
# Dates, enterprise numbers, numbers of the national register, times.
NO_PHONE: Final = re.compile(
    r"\d{1,2}([./-])\d{1,2}\1\d{4}|0\d{3}[. \u00a0]?\d{3}[. \u00a0]?\d{3}|\d\d\.\d\d\.\d\d-\d{3}\.\d\d"
    r"|[012]\d\.[0-5]\d(?:\s.*)?"
)
MOBILE: Final = re.compile(r"04[5-9]")
FEWEST_FIGURES: Final = 6
FEWEST_GROUPS: Final = 3


def impossible_dates(block: str) -> Iterator[Place]:
    for found in IN_WORDS.finditer(block):
        month = MONTHS.index(found[2].lower()) + 1
        if not _exists(int(found[3] or LEAP_YEAR), month, int(found[1])):
            yield Place(found.start(), found.end(), _("day that does not exist"))
    for found in IN_FIGURES.finditer(block):
        if not _exists(int(found[4]), int(found[3]), int(found[1])):
            yield Place(found.start(), found.end(), _("day that does not exist"))
    for found in ISO.finditer(block):
        if not _exists(int(found[1]), int(found[2]), int(found[3])):
            yield Place(found.start(), found.end(), _("day that does not exist"))


def _exists(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and year > 0 and 1 <= day <= calendar.monthrange(year, month)[1]


def short_phone_numbers(block: str) -> Iterator[Place]:
    for found in PHONE.finditer(block):
        is_labelled = bool(LABEL.search(block[max(0, found.start() - LABEL_REACH) : found.start()]))
        if _is_phone(found, is_labelled=is_labelled) and not _is_whole(found):
            yield Place(found.start(), found.end(), _("phone number with a digit too few or too many"))


def _is_phone(found: re.Match[str], *, is_labelled: bool) -> bool:
    """A number of Belgium by its first figures, or one that is written, or labelled, as a phone number."""
    if found["abroad"]:
        return True
    groups = re.findall(r"\d+", found["groups"])
    if sum(map(len, groups)) < FEWEST_FIGURES:
        return False
    if is_labelled or MOBILE.match(groups[0]):
        return is_labelled or len(groups) > 1
    is_grouped = len(groups) >= FEWEST_GROUPS and all(1 < len(one) < 4 for one in groups[1:-1]) and len(groups[-1]) < 4
    return is_grouped and not NO_PHONE.fullmatch(found["groups"])


def _is_whole(found: re.Match[str]) -> bool:
    """Nine figures, ten for a mobile phone, up to the end of a group; more groups are something else's."""
    groups = re.findall(r"\d+", found["groups"])
    if found["abroad"]:
        groups[0] = "0" + groups[0].removeprefix("0")
    wanted = 10 if MOBILE.match("".join(groups)) else 9
    return wanted in accumulate(map(len, groups))
