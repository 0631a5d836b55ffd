"""What runs in the background. The one place that imports the tasks: on Django 6, `django.tasks` has the same."""

from math import ceil
from typing import Final

from django_tasks import TaskContext, task

from batches import assembly, items
from batches.claims import take_item, take_zip
from batches.models import BatchItem

# After so many agreements a task goes back to the end of the queue: a small batch need not wait for a large one.
CHUNK: Final = 5
# So many tasks of one batch stand in the queue at most; more processes than that do not help it.
AT_ONCE: Final = 16


@task(takes_context=True)
def work_on(context: TaskContext, batch: int) -> int:
    """Do the next agreements of a batch, and its ZIP after the last; returns how many agreements.

    Every task of a batch is like any other: each takes what is free. So none is missed, and one too many does no harm.
    """
    worker = context.task_result.worker_ids[-1]
    done = 0
    while done < CHUNK and (item := take_item(batch, worker=worker)):
        items.make(item)
        done += 1
    if done == CHUNK and BatchItem.objects.free().filter(batch=batch).exists():
        work_on.enqueue(batch)
    elif whole := take_zip(batch, worker=worker):
        assembly.assemble(whole)
    return done


def enqueue(batch: int, *, undone: int, waiting: int = 0) -> int:
    """Put as many tasks in the queue as the batch can use, besides those that wait or run; returns how many."""
    wanted = max(0, min(AT_ONCE, ceil(undone / CHUNK) or 1) - waiting)
    for _number in range(wanted):
        work_on.enqueue(batch)
    return wanted
