"""Changes of what the paper says, which nobody may make final or sign meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from agreements.actions.stages import locked
from agreements.freeze import Freeze, Part, freeze_of
from agreements.models import Agreement, Commitment, Signable
from municipalities.models import Domain


class ContentStays(PermissionDenied):
    """What is on the paper cannot change now; the message says why, for the screen."""

    def __init__(self, source: Signable, reason: str, *, can_be_taken_back: bool = False) -> None:
        self.source = source
        self.can_be_taken_back = can_be_taken_back
        super().__init__(reason)


@contextmanager
def changing(agreement: Agreement, part: Part) -> Iterator[None]:
    """A transaction in which the part of the paper may change: nobody settles or signs it meanwhile.

    Raises ContentStays when it is frozen.
    """
    with transaction.atomic():
        refuse_frozen(locked(agreement), part)
        yield


@contextmanager
def unmoved(agreement: Agreement, freeze: Freeze) -> Iterator[None]:
    """A transaction in which everything may change that this freeze leaves open, as long as nobody settled more.

    Raises ValidationError when somebody did.
    """
    with transaction.atomic():
        present = freeze_of(locked(agreement))
        if any(present.holds(part) and not freeze.holds(part) for part in Part):
            raise ValidationError(present.words, code="settled")
        yield


def refuse_frozen(source: Signable, part: Part) -> None:
    freeze = freeze_of(source)
    if freeze.holds(part):
        raise ContentStays(source, freeze.words, can_be_taken_back=freeze.can_be_taken_back)


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
