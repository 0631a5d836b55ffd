"""What can still change on the paper of an addendum, and why the rest cannot; `agreements.freeze` for agreements."""

from dataclasses import dataclass
from enum import Enum, auto

from django.utils.translation import gettext as _

from agreements.freeze import Part
from agreements.models import Addendum, CouncilDecision, Reopening


class Because(Enum):
    """Why a part is frozen."""

    SIGNED = auto()
    WITHDRAWN = auto()
    FINAL = auto()
    DECIDED = auto()


@dataclass(frozen=True)
class AddendumFreeze:
    """How far an addendum is settled."""

    because: Because | None

    @property
    def can_be_taken_back(self) -> bool:
        return self.because in {Because.FINAL, Because.DECIDED}

    def holds(self, part: Part) -> bool:
        return self.because is not None and (part is Part.TEXT or self.because is not Because.DECIDED)

    @property
    def words(self) -> str:
        """Why, for the screen; empty when nothing is frozen."""
        if self.because is None:
            return ""
        return {
            Because.SIGNED: _("This addendum is signed, so what is on the paper stays as it is."),
            Because.WITHDRAWN: _("This addendum was withdrawn, so it stays as it was."),
            Because.FINAL: _(
                "The final of this addendum is made, so what is on the paper stays as it is. To change it, the final "
                "is taken back first, with a reason."
            ),
            Because.DECIDED: _(
                "The council decided on this text, so it stays as it is. To change it, the text is taken back first, "
                "with a reason; after that the council decides anew."
            ),
        }[self.because]


def freeze_of_addendum(addendum: Addendum) -> AddendumFreeze:
    """Inside the transaction that saves, ask it of `agreements.actions.addenda.locked_addendum(addendum)`."""
    if addendum.signed_on is not None:
        return AddendumFreeze(Because.SIGNED)
    if addendum.withdrawn_on is not None:
        return AddendumFreeze(Because.WITHDRAWN)
    if addendum.standing_final is not None:
        return AddendumFreeze(Because.FINAL)
    if not councils_still_to_decide(addendum):
        return AddendumFreeze(Because.DECIDED)
    return AddendumFreeze(None)


def councils_still_to_decide(addendum: Addendum) -> list[CouncilDecision.Body]:
    """The councils of the party without a decision on the text as it is now: never taken, or taken back since."""
    reopening = last_reopening_of(addendum)
    decided = {
        one.body
        for one in addendum.council_decisions.all()
        if reopening is None or one.recorded_at > reopening.reopened_at
    }
    return [body for body in addendum.agreement.councils if body not in decided]


def last_reopening_of(addendum: Addendum) -> Reopening | None:
    return max(addendum.reopenings.all(), key=lambda one: (one.reopened_at, one.pk), default=None)
