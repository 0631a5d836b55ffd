"""Taking up again what a worker left behind, and forgetting what is past. Safe to run at any time, by anyone."""

from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Now
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from batches import tasks
from batches.assembly import clear
from batches.claims import worker_of
from batches.models import LONGEST, Batch, BatchItem, Claim, Worker

LOST: Final = "batches.recovery.WorkerLost"
# A task does a few agreements, each of which may take LONGEST.
LONGEST_TASK: Final = LONGEST * (tasks.CHUNK + 1)
# Rows of finished tasks, for whoever looks for the cause of something.
PRUNED_AFTER: Final = timedelta(days=7)


class WorkerLost(Exception):
    """The worker of this task was killed; the work was given to others."""


def recover() -> int:
    """Free what dead workers hold, and give each batch the tasks that it lacks; returns how many."""
    living = set(Worker.objects.living().values_list("name", flat=True))
    for held in _work():
        claims = held.filter(claimed_at__isnull=False).values_list("claimed_by", flat=True)
        lost = [claim for claim in claims if worker_of(claim) not in living]
        if lost:
            held.filter(claimed_by__in=lost).update(claimed_at=None, claimed_by="", deaths=F("deaths") + 1)
    _fail_lost_tasks(living)
    return sum(_top_up(batch) for batch in Batch.objects.unfinished().values_list("pk", flat=True))


def hanging(workers: Collection[str]) -> set[str]:
    """Those of the workers that have something in hand for longer than anything takes."""
    claims = {claim for held in _work() for claim in held.filter(Claim.hanging()).values_list("claimed_by", flat=True)}
    return {worker_of(claim) for claim in claims} & set(workers)


def forget() -> int:
    """Remove the files of batches that are over for more than a day, and rows of old tasks; returns how many.

    Of younger ones, what their workers left lying when they were killed before they tidied up.
    """
    for batch in Batch.objects.kept():
        clear(batch, keep=batch.file.name or "")
    outlived = list(Batch.objects.outlived(at=timezone.now()))
    for batch in outlived:
        # The files first: whoever is stopped in between comes back to them, for as long as the row tells of them.
        clear(batch)
        Batch.objects.filter(pk=batch.pk).update(file="", forgotten_at=Now(), size=0)
    DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - PRUNED_AFTER).delete()
    Worker.objects.exclude(pk__in=Worker.objects.living()).delete()
    return len(outlived)


def _work() -> list[QuerySet]:
    """All that can be in somebody's hands."""
    return [BatchItem.objects.undone(), Batch.objects.unfinished()]


def _fail_lost_tasks(living: Iterable[str]) -> None:
    """The queue itself leaves the tasks of a killed worker as running for ever."""
    running = DBTaskResult.objects.running().filter(task_path=tasks.work_on.module_path)
    too_long = timezone.now() - LONGEST_TASK
    for task in running:
        if not task.worker_ids or task.worker_ids[-1] not in living or (task.started_at or too_long) <= too_long:
            DBTaskResult.objects.running().filter(pk=task.pk).update(
                status=TaskResultStatus.FAILED, finished_at=Now(), exception_class_path=LOST
            )


@transaction.atomic
def _top_up(pk: int) -> int:
    batch = Batch.objects.unfinished().select_for_update(skip_locked=True).filter(pk=pk).first()
    if batch is None:
        return 0
    undone = batch.items.undone().count()
    if not undone and not Batch.objects.filter(Claim.unclaimed(), pk=pk).exists():
        return 0
    waiting = DBTaskResult.objects.filter(
        task_path=tasks.work_on.module_path,
        status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING],
        args_kwargs__args__0=pk,
    ).count()
    return tasks.enqueue(pk, undone=undone, waiting=waiting)
