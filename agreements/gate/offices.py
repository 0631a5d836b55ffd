"""Which office a function names, by its words as they stand on the paper; who acts in an office holds it for now."""

import re
from collections.abc import Iterable
from typing import Final

from agreements.models import CouncilDecision

# An office opens the function, or what follows a comma or “en”. So who stands beside one does not hold it: the deputy,
# the vice-chair, the chair of a party or of a committee, somebody on the staff of the director.
OPENS: Final = r"(?:^|[,;/(] ?|\ben )(?:(?:waarnemend|wnd\.?|wd\.?|dienstdoend|dd\.?|d\.d\.|de) )*"
COUNCIL: Final = {
    CouncilDecision.Body.MUNICIPAL_COUNCIL: "gemeenteraad",
    CouncilDecision.Body.OCMW_COUNCIL: "(?:raad voor maatschappelijk welzijn|ocmw[- ]raad)",
}
OF_THE: Final = r"(?:,| en|/)*(?: van)?(?: de| het)? ?"
ALSO_CHAIRED: Final = rf"(?:{'|'.join(COUNCIL.values())}|vast bureau)"
# “Voorzitter van de raad” leaves open which council; “van de raad van bestuur” does not.
BARE: Final = r"raad(?! (?:voor|van bestuur))"
CHAIR: Final = {
    body: re.compile(
        rf"{OPENS}(?:voorzitter{OF_THE}(?:{ALSO_CHAIRED}{OF_THE})*(?:{council}|{BARE})\b|(?:{council}|raad)svoorzitter\b)"
    )
    for body, council in COUNCIL.items()
}
# How people shorten it.
IN_FULL: Final = (
    (r"\bgr\b", "gemeenteraad"),
    (r"\brmw\b", "raad voor maatschappelijk welzijn"),
    (r"\bgemeente- en (?=ocmw)", "gemeenteraad en "),
    (r"\bburgemeester-(?=voorzitter)", "burgemeester en "),
)
GENERAL_DIRECTOR: Final = re.compile(rf"{OPENS}alge(?:meen|mene) directeur\b(?!-)")


def chairs(function: str, councils: Iterable[CouncilDecision.Body]) -> bool:
    """The chair of one of these councils: in each municipality the same person chairs both."""
    return any(CHAIR[body].search(_plain(function)) for body in councils)


def directs(function: str) -> bool:
    """The general director, who is one person for the municipality and its OCMW."""
    return GENERAL_DIRECTOR.search(_plain(function)) is not None


def without_acting(function: str) -> str:
    """In small letters, without the word for who holds the office for the time being."""
    return re.sub(r"^(?:(?:waarnemend|wnd\.?) )+", "", _plain(function))


def _plain(function: str) -> str:
    plain = " ".join(function.casefold().split())
    for short, full in IN_FULL:
        plain = re.sub(short, full, plain)
    return plain
