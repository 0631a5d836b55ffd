from dataclasses import dataclass
from enum import Enum, auto

from django.utils.translation import gettext as _


class Part(Enum):
    """What freezes together."""

    TEXT = auto()
    """Party, period, domains, version of the template, clauses left out, paragraphs and commitments."""

    PEOPLE = auto()
    """Signatories, contacts, the date on the paper, why the period leaves the term, the decisions of the councils."""


class Because(Enum):
    """Why a part is frozen."""

    SIGNED = auto()
    WITHDRAWN = auto()
    FINAL = auto()
    DECIDED = auto()


@dataclass(frozen=True)
class Freeze:
    """How far a paper is settled; `words` say why, for the screen."""

    because: Because | None = None
    words: str = ""

    @property
    def can_be_taken_back(self) -> bool:
        """What is signed never is; where nothing is frozen there is nothing to take back."""
        return self.because in {Because.FINAL, Because.DECIDED}

    def holds(self, part: Part) -> bool:
        return self.because is not None and (part is Part.TEXT or self.because is not Because.DECIDED)


def frozen_by_the_councils() -> Freeze:
    """The text alone is settled; people and decisions can still change."""
    return Freeze(
        Because.DECIDED,
        _(
            "The council decided on this text, so it stays as it is. To change it, the text is taken back first, "
            "with a reason; after that the council decides anew."
        ),
    )
