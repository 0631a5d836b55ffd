"""What can still change on the paper of an addendum, and why the rest cannot; `agreements.freeze` for agreements."""

from django.utils.translation import gettext as _

from agreements.freeze import Because, Freeze, last_reopening
from agreements.models import Addendum, CouncilDecision


def freeze_of_addendum(addendum: Addendum) -> Freeze:
    """Inside the transaction that saves, ask it of `agreements.actions.addenda.locked_addendum(addendum)`."""
    if addendum.signed_on is not None:
        return Freeze(Because.SIGNED, _("This addendum is signed, so what is on the paper stays as it is."))
    if addendum.withdrawn_on is not None:
        return Freeze(Because.WITHDRAWN, _("This addendum was withdrawn, so it stays as it was."))
    if addendum.standing_final is not None:
        return Freeze(
            Because.FINAL,
            _(
                "The final of this addendum is made, so what is on the paper stays as it is. To change it, the final "
                "is taken back first, with a reason."
            ),
        )
    if not councils_still_to_decide(addendum):
        return Freeze(
            Because.DECIDED,
            _(
                "The council decided on this text, so it stays as it is. To change it, the text is taken back first, "
                "with a reason; after that the council decides anew."
            ),
        )
    return Freeze()


def councils_still_to_decide(addendum: Addendum) -> list[CouncilDecision.Body]:
    """The councils of the party without a decision on the text as it is now: never taken, or taken back since."""
    reopening = last_reopening(addendum)
    decided = {
        one.body
        for one in addendum.council_decisions.all()
        if reopening is None or one.recorded_at > reopening.reopened_at
    }
    return [body for body in addendum.agreement.councils if body not in decided]
