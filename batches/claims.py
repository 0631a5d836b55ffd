"""Taking work in hand so that nobody else does it, giving it back, and laying down what came of it.

Each time a claim is taken it gets a text of its own, the worker's name first. Whoever was thought gone and comes back
after all no longer holds it, and what it brings is thrown away: nothing is done twice.
"""

from typing import Any

from django.db import transaction
from django.db.models import Case, F, When
from django.db.models.functions import Now
from django.utils.crypto import get_random_string

from batches.models import Batch, BatchItem, Claim


class ClaimLost(Exception):
    """The work was cancelled, or somebody else has it in hand now."""


def take_item(batch: int, *, worker: str) -> BatchItem | None:
    """The next free agreement of a batch that goes on; None when there is none. What failed before comes last."""
    with transaction.atomic():
        item = (
            BatchItem.objects.free()
            .filter(batch=batch, batch__in=Batch.objects.unfinished())
            .order_by("tries", "position")
            .select_for_update(skip_locked=True)
            .first()
        )
        if item is None:
            return None
        item.claimed_by = _claim_of(worker)
        item.deaths += item.claimed_at is not None  # whoever holds it still hangs, and is as good as dead
        item.tries += 1
        taken = {"claimed_by": item.claimed_by, "deaths": item.deaths, "tries": item.tries}
        BatchItem.objects.filter(pk=item.pk).update(claimed_at=Now(), **taken)
    return item


def take_zip(batch: int, *, worker: str) -> Batch | None:
    """The batch, when all its agreements are done and nobody makes its ZIP yet."""
    if BatchItem.objects.undone().filter(batch=batch).exists():
        return None
    free = Batch.objects.unfinished().filter(Claim.unclaimed(), pk=batch)
    one_more_death = Case(When(claimed_at__isnull=False, then=1), default=0)
    taken = free.update(
        claimed_at=Now(),
        claimed_by=_claim_of(worker),
        deaths=F("deaths") + one_more_death,
        tries=F("tries") + 1,
    )
    return Batch.objects.select_related("made_by").get(pk=batch) if taken else None


def give_back(work: BatchItem | Batch) -> None:
    """Free it for the next try."""
    _held(work).update(claimed_at=None, claimed_by="")


def still_hold(work: Batch) -> None:
    """Say that this goes on. Raises ClaimLost."""
    if not _held(work).update(claimed_at=Now()):
        raise ClaimLost(work.claimed_by)


def lay_down(work: BatchItem | Batch, **what: Any) -> None:
    """Write what came of it, as one whole, when it is still ours. Raises ClaimLost."""
    if not _held(work).update(claimed_at=None, claimed_by="", **what):
        raise ClaimLost(work.claimed_by)


def worker_of(claim: str) -> str:
    return claim.partition(" ")[0]


def _claim_of(worker: str) -> str:
    return f"{worker} {get_random_string(12)}"


def _held(work: BatchItem | Batch) -> Any:
    if isinstance(work, Batch):
        return Batch.objects.unfinished().filter(pk=work.pk, claimed_by=work.claimed_by)
    goes_on = Batch.objects.unfinished()
    return BatchItem.objects.undone().filter(pk=work.pk, claimed_by=work.claimed_by, batch__in=goes_on)
