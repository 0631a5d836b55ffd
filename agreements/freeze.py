"""What can still change on the paper of an agreement, and why the rest cannot. Every page that writes asks here."""

from dataclasses import dataclass
from enum import Enum, auto

from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.models import Addendum, Agreement, CouncilDecision, Reopening, Source, Stage, StageChange


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
    """How far an agreement or an addendum is settled; `words` say why, for the screen."""

    because: Because | None = None
    words: str = ""

    @property
    def can_be_taken_back(self) -> bool:
        """What is signed never is; where nothing is frozen there is nothing to take back."""
        return self.because in {Because.FINAL, Because.DECIDED}

    def holds(self, part: Part) -> bool:
        return self.because is not None and (part is Part.TEXT or self.because is not Because.DECIDED)


def freeze_of(agreement: Agreement) -> Freeze:
    """Inside the transaction that saves, ask it of `agreements.actions.stages.locked(agreement)`."""
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
    decided = Stage.APPROVED in steps or not councils_still_to_decide(agreement)
    if decided and not councils_to_decide_anew(agreement):
        return Freeze(
            Because.DECIDED,
            _(
                "The council decided on this text, so it stays as it is. To change it, the text is taken back first, "
                "with a reason; after that the council decides anew."
            ),
        )
    return Freeze()


def is_approved(agreement: Agreement) -> bool:
    """The approval is recorded and nothing was refused since; after a take-back the councils still decide anew."""
    return _steps(agreement)[-1:] == [Stage.APPROVED]


def rests_on_decisions(agreement: Agreement) -> bool:
    """Whether the decisions alone settle the text: before the approval is recorded, and after a take-back."""
    return Stage.APPROVED not in _steps(agreement) or last_reopening(agreement) is not None


def last_reopening(source: Source) -> Reopening | None:
    """The last time that the text of the agreement itself, or that of the addendum, was taken back."""
    addendum = source.pk if isinstance(source, Addendum) else None
    own = [one for one in source.reopenings.all() if one.addendum_id == addendum]
    return max(own, key=lambda one: (one.reopened_at, one.pk), default=None)


def councils_still_to_decide(agreement: Agreement) -> list[CouncilDecision.Body]:
    """The councils of the party of which no decision is recorded, on this text or an earlier one."""
    decided = {one.body for one in agreement.council_decisions.all()}
    return [body for body in agreement.councils if body not in decided]


def councils_to_decide_anew(agreement: Agreement) -> list[CouncilDecision.Body]:
    """The councils that have not decided on the text since it was last taken back."""
    reopening = last_reopening(agreement)
    if reopening is None:
        return []
    renewed = {one.body for one in agreement.council_decisions.all() if one.recorded_at > reopening.reopened_at}
    return [body for body in agreement.councils if body not in renewed]


def _steps(agreement: Agreement) -> list[str]:
    """The stages in effect today, in the order in which they were reached."""
    changes = StageChange.objects.in_effect(on=timezone.localdate()).filter(agreement=agreement)
    return list(changes.in_order().values_list("stage", flat=True))
