"""The processes of one machine that do the work in the queue: started, watched, replaced, stopped."""

import logging
import multiprocessing
import os
import signal
import socket
import time
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from types import FrameType
from typing import Final

from django.db import DatabaseError, InterfaceError, connections
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker as QueueWorker

from batches import recovery
from batches.models import Worker

logger = logging.getLogger(__name__)

LOOK: Final = 0.25
BEAT: Final = 5.0
FORGET: Final = 600.0
# A process that dies at once is not started again at once.
PAUSE: Final = 3.0
# The documents in hand are finished; a large ZIP that takes longer is made anew later.
GRACE: Final = 20.0
# Whoever waits for a page goes before whoever waits for a pile of paper.
NICE: Final = 5


class Crew:
    """Keeps a number of worker processes at work until it is told to stop."""

    def __init__(self, processes: int, *, tasks_each: int, interval: float) -> None:
        self.size = processes
        self.tasks_each = tasks_each
        self.interval = interval
        # The random part tells apart machines that carry one name, as containers may.
        self.name = f"{socket.gethostname()[:24]}-{os.getpid()}-{get_random_string(6)}"
        self.started = 0
        self.members: dict[str, BaseProcess] = {}
        self.asked_to_stop = 0
        self.due: dict[Callable[[], object], float] = {self._beat: 0.0, recovery.forget: 0.0}

    def run(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        pause_until = 0.0
        while not self.asked_to_stop:
            if self._bury():
                pause_until = time.monotonic() + PAUSE
            while len(self.members) < self.size and time.monotonic() >= pause_until:
                self._start()
            self._when_due(self._beat, every=BEAT)
            self._when_due(recovery.forget, every=FORGET)
            time.sleep(LOOK)
        self._end()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        # Ctrl-C twice: at once. (A terminal and a script that both ask to stop ask in two ways.)
        self.asked_to_stop += 2 if number == signal.SIGINT else 1

    def _start(self) -> None:
        self.started += 1
        name = f"{self.name}/{self.started}"
        if not self._kept_going(lambda: Worker.objects.create(name=name)):
            time.sleep(LOOK)
            return
        connections.close_all()  # a process shares none with another
        member = multiprocessing.get_context("fork").Process(target=self._work, args=[name], name=name)
        member.start()
        self.members[name] = member

    def _work(self, name: str) -> None:
        """In the new process: tasks from the queue, until there were enough."""
        os.nice(NICE)
        logging.getLogger("django_tasks_db").setLevel(logging.ERROR)  # that it stops is no warning
        worker = Hand(
            queue_names=["default"],
            interval=self.interval,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=self.tasks_each,
            worker_id=name,
            excluded_queue_names=[],
        )
        worker.configure_signals()
        # Ctrl-C reaches every process of a terminal; the crew says when to stop.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        worker.run()

    def _bury(self) -> bool:
        """Let go of processes that ended; True when one of them died of something."""
        ended = {name: member for name, member in self.members.items() if not member.is_alive()}
        for name in ended:
            del self.members[name]
        if ended:
            self._kept_going(lambda: _release(list(ended)))
        died = {name: member.exitcode for name, member in ended.items() if member.exitcode}
        for name, code in died.items():
            logger.error("Worker %s died (%s); another takes its place", name, code)
        return bool(died)

    def _beat(self) -> None:
        Worker.objects.seen(self.members)
        for name in recovery.hanging(self.members):
            logger.error("Worker %s hangs and is ended", name)
            self.members[name].kill()
        recovery.recover()

    def _when_due(self, work: Callable[[], object], *, every: float) -> None:
        if time.monotonic() >= self.due[work]:
            self._kept_going(work)
            self.due[work] = time.monotonic() + every

    def _kept_going(self, work: Callable[[], object]) -> bool:
        """Do it, also when the database is away for a while; it is asked again soon."""
        try:
            work()
        except (DatabaseError, InterfaceError):
            logger.exception("The database did not answer")
            connections.close_all()
            return False
        return True

    def _end(self) -> None:
        """Let each finish what it has in hand, for a while."""
        for member in self.members.values():
            member.terminate()
        last = time.monotonic() + GRACE
        names = list(self.members)
        for member in self.members.values():
            while member.is_alive() and time.monotonic() < last and self.asked_to_stop < 4:
                member.join(LOOK)
            if member.is_alive():
                member.kill()
                member.join()
        self._kept_going(lambda: _release(names))
        connections.close_all()


class Hand(QueueWorker):
    """A worker of the queue that stops by itself when whoever started it is gone."""

    def __init__(self, **options: object) -> None:
        self._goes_on = True
        self._parent = os.getppid()
        super().__init__(**options)  # type: ignore[arg-type]

    @property
    def running(self) -> bool:
        return self._goes_on and os.getppid() == self._parent

    @running.setter
    def running(self, goes_on: bool) -> None:
        self._goes_on = goes_on


def _release(names: list[str]) -> None:
    """What ended workers held is free at once, without waiting for their silence."""
    Worker.objects.filter(name__in=names).delete()
    recovery.recover()
