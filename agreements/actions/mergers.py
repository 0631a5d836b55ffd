"""What a region decides about an agreement that a merger brought along."""

from datetime import date
from typing import Required, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from agreements.actions.stages import hold
from agreements.mergers.brought import brought_by
from agreements.models import Agreement, MergerDecision
from municipalities.models import Succession


class Decided(TypedDict, total=False):
    """What was decided, when and by whom."""

    choice: Required[str]
    decided_on: Required[date]
    decided_by: Required[User]
    note: str


@transaction.atomic
def decide(
    succession: Succession,
    agreement: Agreement,
    *,
    replaces: MergerDecision | None,
    recorded_by: User,
    **decided: Unpack[Decided],
) -> MergerDecision:
    """Record a decision; `replaces` is the one that the user saw standing, which stays readable.

    Raises ValidationError when the merger did not bring this agreement along or was undone, or another decision
    stands by now.
    """
    hold(succession.successor_id)
    if not Succession.objects.filter(pk=succession.pk).exists():
        raise ValidationError(_("This merger was undone in the meantime, so there is nothing to decide any more."))
    brought = [one for one in brought_by([succession], on=timezone.localdate()) if one.agreement == agreement]
    if not brought:
        raise ValidationError(
            _("This agreement did not bind %(name)s when it merged.") % {"name": succession.predecessor}
        )
    if brought[0].decision != replaces:
        raise ValidationError(
            _("Somebody else decided in the meantime. Read it above; save again to replace it."), code="conflict"
        )
    return MergerDecision.objects.create(
        succession=succession, agreement=agreement, replaces=replaces, recorded_by=recorded_by, **decided
    )
