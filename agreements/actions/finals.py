"""Making a final of a paper, and taking it back."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from agreements.actions.reopening import reopen
from agreements.actions.stages import locked
from agreements.freeze import freeze_of
from agreements.models import Agreement, Reopening


@transaction.atomic
def take_back(agreement: Agreement, *, reason: str, by: User) -> Reopening:
    """Open a settled text again, with the reason; a standing final is superseded and stays readable.

    Raises ValidationError when all parties signed, or when nothing is settled yet.
    """
    agreement = locked(agreement)
    freeze = freeze_of(agreement)
    if not freeze.can_be_taken_back:
        raise ValidationError(freeze.words or _("Nothing is settled yet, so there is nothing to take back."))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the text is taken back.")})
    return reopen(agreement, reason=reason, by=by)
