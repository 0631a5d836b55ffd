"""Looking into what strangers made, in a process of its own that can neither grow nor hang, and knows no secret."""

import json
import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final

from django.core.files.base import File

logger = logging.getLogger(__name__)

PROGRAM: Final = Path(__file__).with_name("apart_program.py")
PATIENCE: Final = 20  # seconds, also where other processes keep the machine busy; the program itself gets less


class NoAnswer(Exception):
    """The process was stopped at its limits, or fell over what it read."""


def ask(module: str, file: File, **question: Any) -> Any:
    """What `answer(file, **question)` of a module of this room says of the file; raises NoAnswer.

    Question and answer are plain data. The module cannot import the register: no settings, no database.
    """
    command = [sys.executable, "-I", "-B", str(PROGRAM), module, json.dumps(question)]
    with _readable(file) as stream:
        try:
            done = subprocess.run(  # noqa: S603  # our own program
                command,
                stdin=stream,
                capture_output=True,
                timeout=PATIENCE,
                env={"PATH": os.defpath, "LANG": "C.UTF-8"},
                cwd="/",
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise NoAnswer("took too long") from error
    if done.returncode != 0:
        logger.warning(
            "%s gave no answer (%s): %s", module, done.returncode, done.stderr.decode(errors="replace")[-500:]
        )
        raise NoAnswer(f"stopped with {done.returncode}")
    return json.loads(done.stdout)


@contextmanager
def _readable(file: File) -> Iterator[BinaryIO]:
    """The content as a file of the system, read from its beginning: where it lies, or copied from memory."""
    if hasattr(file, "temporary_file_path"):
        with Path(file.temporary_file_path()).open("rb") as stream:
            yield stream
        return
    with tempfile.TemporaryFile() as copy:
        for chunk in file.chunks():
            copy.write(chunk)
        copy.seek(0)
        yield copy
