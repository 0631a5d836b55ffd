import os
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any, Final

from django.core.management.base import BaseCommand

from batches.crew import Crew

# Each printed document leaves some 0.3 MB behind, and a task prints a few.
TASKS_EACH: Final = 20


def positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ArgumentTypeError("must be at least 1")
    return number


class Command(BaseCommand):
    help = (
        "Do the work that waits in the background: batches of papers. Runs until SIGTERM or Ctrl-C, and then finishes "
        "the document in hand. Start one on each machine that may help; they share the queue. It also takes up what a "
        "killed worker left behind, and removes batches after a day. Killing it at any moment is safe."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--processes",
            type=positive,
            default=len(os.sched_getaffinity(0)),
            help="how many at once (default: one per core)",
        )
        parser.add_argument(
            "--tasks-each",
            type=positive,
            default=TASKS_EACH,
            help="after so many tasks a process is replaced: printing leaves memory behind (default: %(default)s)",
        )
        parser.add_argument(
            "--interval", type=float, default=1.0, help="seconds between two looks at an empty queue (default: 1)"
        )

    def handle(self, *args: Any, processes: int, tasks_each: int, interval: float, **options: Any) -> None:
        self.stdout.write(f"Working in {processes} process{'es' if processes > 1 else ''}; Ctrl-C stops it.")
        self.stdout.flush()
        Crew(processes, tasks_each=tasks_each, interval=interval).run()
        self.stdout.write("Stopped.")
