"""Changes of what the paper says, which nobody may sign meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.actions.stages import locked
from agreements.models import Agreement, Commitment
from municipalities.models import Domain


class ContentStays(PermissionDenied):
    """What is on the paper of this agreement cannot change now; the message says why, for the screen."""

    def __init__(self, agreement: Agreement, reason: str) -> None:
        self.agreement = agreement
        super().__init__(reason)


@contextmanager
def unsigned(agreement: Agreement) -> Iterator[None]:
    """A transaction in which the text of the agreement may change: it is not signed, and nobody signs it meanwhile.

    Raises ContentStays when it is.
    """
    with transaction.atomic():
        refuse_signed(locked(agreement))
        yield


def refuse_signed(agreement: Agreement) -> None:
    """Once signed, what is on the paper stays as it is, until a coordinator corrects the signature."""
    if agreement.is_signed(on=timezone.localdate()):
        raise ContentStays(
            agreement,
            _(
                "This agreement is signed, so what is on the paper stays as it is. Was the signature recorded by "
                "mistake? A coordinator of the region can correct it."
            ),
        )


def refuse_reviewed(commitment: Commitment) -> None:
    """What a review speaks of is not removed."""
    if commitment.progress.filter(review__isnull=False).exists():
        raise ContentStays(
            commitment.agreement,
            _("A review tells how this commitment stood, so it stays. Give it the state “dropped” instead."),
        )


def last_position(commitment: Commitment, domain: Domain | None) -> int:
    """The place of the last commitment under a domain, apart from this one; 0 when there is none."""
    others = commitment.agreement.commitments.filter(domain=domain).exclude(pk=commitment.pk)
    last: int | None = others.aggregate(last=Max("position"))["last"]
    return last or 0


def make_room(commitment: Commitment) -> None:
    """Number the commitments under one domain 1, 2, 3 … with this one at the place it asks for."""
    rows = list(commitment.agreement.commitments.filter(domain=commitment.domain).exclude(pk=commitment.pk))
    rows.insert(commitment.position - 1, commitment)
    for position, row in enumerate(rows, start=1):
        if row.position != position:
            row.position = position
            row.save(update_fields=["position"])
