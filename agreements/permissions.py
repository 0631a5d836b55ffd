"""Who may change an agreement."""

from django.utils import timezone

from accounts.models import User
from accounts.permissions import is_administrator, may_correct_in, may_write_in
from agreements.models import Agreement
from municipalities.models import Municipality


def may_start(user: User, municipality: Municipality) -> bool:
    return may_write_in(user, municipality.region_id)


def may_edit(user: User, agreement: Agreement) -> bool:
    """Content, stages and reviews: those who write in the region of the municipality."""
    return may_write_in(user, agreement.municipality.region_id)


def is_content_editable(agreement: Agreement) -> bool:
    """What all parties signed stays as it is; until then, also after a refusal, it can change.

    Inside the transaction that saves, look at `agreements.actions.stages.locked(agreement)`.
    """
    return not agreement.is_signed(on=timezone.localdate())


def may_edit_content(user: User, agreement: Agreement) -> bool:
    return may_edit(user, agreement) and is_content_editable(agreement)


def may_correct(user: User, agreement: Agreement) -> bool:
    """A recorded step is corrected by a coordinator of the region."""
    return may_correct_in(user, agreement.municipality.region_id)


def may_edit_code_lists(user: User) -> bool:
    return is_administrator(user)
