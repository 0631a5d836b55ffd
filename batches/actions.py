from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from agreements.models import Agreement
from batches import tasks
from batches.assembly import clear
from batches.models import Batch, BatchDownload, BatchItem


@transaction.atomic
def make(
    *, what: str, agreements: Sequence[Agreement], filter_words: str, query: str, by: User, on: date | None = None
) -> Batch:
    """Ask for the papers of these agreements, in this order. The tasks are in the queue when this is committed."""
    batch = Batch.objects.create(
        what=what, filter_words=filter_words, query=query, made_by=by, day=on or timezone.localdate()
    )
    BatchItem.objects.bulk_create(
        BatchItem(batch=batch, agreement=agreement, position=position)
        for position, agreement in enumerate(agreements, start=1)
    )
    tasks.enqueue(batch.pk, undone=len(agreements))
    return batch


def cancel(batch: Batch, *, by: User) -> bool:
    """Stop it: workers stop at the next agreement. False when it was over already."""
    stopped = Batch.objects.unfinished().filter(pk=batch.pk).update(cancelled_at=timezone.now(), cancelled_by=by)
    if stopped:
        clear(batch)
    return bool(stopped)


def take(batch: Batch, *, by: User) -> BatchDownload:
    """Record that someone takes the papers."""
    return BatchDownload.objects.create(batch=batch, taken_by=by)
