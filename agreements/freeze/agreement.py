from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.freeze.councils import councils_still_to_decide, last_reopening
from agreements.freeze.state import Because, Freeze, frozen_by_the_councils
from agreements.models import Agreement, Stage, StageChange


def freeze_of_agreement(agreement: Agreement) -> Freeze:
    steps = _steps(agreement)
    if Stage.SIGNED in steps:
        return Freeze(
            Because.SIGNED,
            _(
                "This agreement is signed, so what is on the paper stays as it is. Was the signature recorded by "
                "mistake? A coordinator of the region can correct it."
            ),
        )
    if agreement.signed_outside:
        return Freeze()
    if agreement.standing_final is not None:
        return Freeze(
            Because.FINAL,
            _(
                "The final of this agreement is made, so what is on the paper stays as it is. To change it, the final "
                "is taken back first, with a reason."
            ),
        )
    # Also after a refusal: what the council approved is what it approved when the talks are taken up again.
    if _approved_as_it_is(agreement, steps) or not councils_still_to_decide(agreement):
        return frozen_by_the_councils()
    return Freeze()


def is_approved(agreement: Agreement) -> bool:
    """The approval is recorded and nothing was refused since; after a take-back the councils still decide anew."""
    return _steps(agreement)[-1:] == [Stage.APPROVED]


def rests_on_decisions(agreement: Agreement) -> bool:
    """Whether the decisions alone settle the text: before the approval is recorded, and after a take-back."""
    return not _approved_as_it_is(agreement, _steps(agreement))


def _approved_as_it_is(agreement: Agreement, steps: list[str]) -> bool:
    return Stage.APPROVED in steps and last_reopening(agreement) is None


def _steps(agreement: Agreement) -> list[str]:
    """The stages in effect today, in the order in which they were reached."""
    changes = StageChange.objects.in_effect(on=timezone.localdate()).filter(agreement=agreement)
    return list(changes.in_order().values_list("stage", flat=True))
