"""Batches whose workers are killed, as a program with a database of its own: python -m tests.batches.killing anywhere 7

`shared` lets two processes finish a batch. `anywhere SEED…` kills two processes at a random statement or file operation
each, again and again, then lets them finish; `drafts SEED…` does so while they print. `crew` kills `manage.py work`
itself, halfway, and starts two others. Each prints what it found as JSON.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "agii.settings"
    django.setup()

from django.core.cache import caches
from django.core.files.storage import default_storage
from django.db import connection, connections, transaction
from django.utils.timezone import localdate
from django_tasks_db.models import DBTaskResult

from agreements import pdf
from agreements.models import Agreement
from batches import recovery
from batches.models import Batch, BatchItem, Worker
from batches.naming import INDEX, paper_name
from papers.printing.drafts import draft_of
from tests.batches.making import agreement_with, batch_of, bytes_of, contents, final_of, work_off

AGREEMENTS = 12
DRAFTS = 4
IN_A_ROW = 4
MANY = 24
SOME = 16


def _final(agreement: Agreement) -> bytes:
    return bytes_of(final_of(agreement))


def _draft(agreement: Agreement) -> bytes:
    return draft_of(pdf.finished_html(pdf.paper_of(Agreement.objects.for_paper().get(pk=agreement.pk), on=localdate())))


PAPERS = {Batch.What.FINALS: (_final, "definitief"), Batch.What.DRAFTS: (_draft, "ontwerp")}


class Promise:
    """What a batch must hold in the end."""

    def __init__(self, number: int, *, what: str = Batch.What.FINALS) -> None:
        paper, kind = PAPERS[what]
        with transaction.atomic():
            agreements = [agreement_with(f"Gemeente {n}") for n in range(1, number + 1)]
            papers = [paper(agreement) for agreement in agreements]
            self.batch = batch_of(*agreements, what=what).pk
        self.papers = {
            paper_name(
                position=position,
                total=number,
                reference=agreement.reference,
                place=agreement.municipality.name,
                kind=kind,
            ): content
            for position, (agreement, content) in enumerate(zip(agreements, papers, strict=True), start=1)
        }

    def found(self) -> dict[str, Any]:
        recovery.forget()
        batch = Batch.objects.with_progress().get(pk=self.batch)
        held = contents(batch)
        del held[INDEX]
        return {
            "state": str(batch.state),
            "done": batch.done,
            "as promised": held == self.papers and list(held) == list(self.papers),
            "files left": len(default_storage.listdir(batch.folder)[1]),
        }


def half_a_zip(batch: int) -> bool:
    """Whether a ZIP can be taken that is not whole. (`contents` reads all of it.)"""
    row = Batch.objects.get(pk=batch)
    if not row.file:
        return False
    try:
        return len(contents(row)) != 1 + row.items.count()
    except Exception:  # noqa: BLE001  whatever is wrong with it
        return True


def anywhere(seed: int) -> dict[str, Any]:
    return _killed(Promise(AGREEMENTS), seed=seed, steps=260)


def drafts(seed: int) -> dict[str, Any]:
    promise = Promise(DRAFTS, what=Batch.What.DRAFTS)
    caches["papers"].clear()  # each is printed anew
    return _killed(promise, seed=seed, steps=80)


def _killed(promise: Promise, *, seed: int, steps: int) -> dict[str, Any]:
    dice = random.Random(seed)
    killed, halves = 0, 0
    for _time in range(IN_A_ROW):
        members = [_fork(f"seed{seed}-{_time}-{n}", dice.randint(1, steps)) for n in range(2)]
        killed += sum(_wait(member) == -signal.SIGKILL for member in members)
        halves += half_a_zip(promise.batch)
        _a_while_later()
    work_off(f"seed{seed}-last")
    return {**promise.found(), "killed": killed, "halves": halves}


def shared() -> dict[str, Any]:
    promise = Promise(SOME)
    for member in [_fork(f"half{n}", 0) for n in range(2)]:
        _wait(member)
    tasks = DBTaskResult.objects.all()
    hands = Counter(worker for task in tasks for worker in task.worker_ids)
    return {
        **promise.found(),
        "tries": max([Batch.objects.get().tries, *BatchItem.objects.values_list("tries", flat=True)]),
        "workers": sorted(hands),
        "unfinished tasks": tasks.exclude(status="SUCCESSFUL").count(),
    }


def _fork(worker: str, step: int) -> int:
    """A process that works until it comes to that step, and dies there without a word. (It never comes to step 0.)"""
    connections.close_all()
    process = os.fork()
    if process:
        return process
    try:
        with _dying_at(step):
            work_off(worker)
    finally:
        os._exit(0)


def _dying_at(step: int) -> Any:
    left = step

    def count() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def statement(execute: Callable[..., Any], *args: Any) -> Any:
        count()
        answer = execute(*args)
        count()
        return answer

    def operation(event: str, _args: Any) -> None:
        if event in {"open", "os.link", "os.remove", "os.rmdir", "os.mkdir"}:
            count()

    sys.addaudithook(operation)
    return connection.execute_wrapper(statement)


def _wait(process: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def _a_while_later() -> None:
    """When nobody has heard of the dead for longer than a worker may be silent."""
    Worker.objects.all().delete()
    recovery.recover()


def crew() -> dict[str, Any]:
    promise = Promise(MANY)
    first = _start()
    _until(lambda: BatchItem.objects.filter(done_at__isnull=False).count() >= 6)
    first.kill()
    first.wait()
    done_before = BatchItem.objects.filter(done_at__isnull=False).count()
    half = half_a_zip(promise.batch)
    _until(lambda: not _workers_here())  # its processes see that it is gone
    _a_while_later()
    others = [_start(), _start()]
    _until(lambda: Batch.objects.get(pk=promise.batch).is_over)
    for other in others:
        other.terminate()
    codes = [other.wait(timeout=30) for other in others]
    return {
        **promise.found(),
        "halfway": 0 < done_before < MANY,
        "half": half,
        "stopped": codes,
        "left running": _workers_here(),
        "workers": Worker.objects.count(),
    }


def _start() -> "subprocess.Popen[bytes]":
    command = [sys.executable, "manage.py", "work", "--processes", "2", "--interval", "0.1", "--tasks-each", "7"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL)


def _workers_here() -> int:
    """How many processes of `manage.py work` there are on this database: ours alone."""
    mine = f"DATABASE_URL={os.environ['DATABASE_URL']}".encode()
    number = 0
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it ended just now
            command, environment = (process / "cmdline").read_bytes(), (process / "environ").read_bytes()
            number += b"\0work\0" in command and mine in environment.split(b"\0")
    return number


def _until(happened: Callable[[], bool], *, seconds: float = 60) -> None:
    last = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > last:
            raise TimeoutError(happened)
        time.sleep(0.02)


if __name__ == "__main__":
    alone = {"crew": crew, "shared": shared}
    seeded = {"anywhere": anywhere, "drafts": drafts}
    scenario, *seeds = sys.argv[1:]
    print(json.dumps([seeded[scenario](int(seed)) for seed in seeds] if seeds else alone[scenario]()))
