"""From papers that lie ready to one ZIP, that is there whole or not at all."""

import logging
import shutil
import tempfile
import zipfile
from contextlib import suppress
from hashlib import sha256
from time import monotonic
from typing import IO, Any, Final

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from batches import index, items
from batches.claims import ClaimLost, give_back, lay_down, still_hold
from batches.models import Batch
from batches.naming import INDEX
from papers.storage import volume_of_documents

logger = logging.getLogger(__name__)

BEAT: Final = 2.0
PIECE: Final = 1024 * 1024


def assemble(batch: Batch) -> None:
    """Make the ZIP of a claimed batch. What fails is tried again; the third time the batch says so.

    The agreements of papers that are damaged by now are put back to work.
    """
    stored = ""
    name = f"{batch.folder}/{batch.claimed_by.rpartition(' ')[2]}.zip"
    try:
        items.refuse_deadly(batch)
        with tempfile.TemporaryFile(dir=volume_of_documents()) as unfinished:
            _write(batch, unfinished)
            size = unfinished.tell()
            still_hold(batch)
            stored = default_storage.save(name, File(unfinished))
        lay_down(batch, finished_at=Now(), file=stored, size=size)
    except ClaimLost:
        if stored:
            default_storage.delete(stored)
    except items.Damaged:
        give_back(batch)
    except Exception as error:  # the batch has an end, whatever is wrong
        logger.exception("The ZIP of batch %s, try %s", batch.pk, batch.tries)
        _failed(batch, error)
    else:
        clear(batch, keep=stored)


def clear(batch: Batch, *, keep: str = "") -> None:
    """Remove what lies in the folder of the batch, also what was left behind half written."""
    try:
        _folders, names = default_storage.listdir(batch.folder)
    except FileNotFoundError:
        return
    for name in names:
        path = f"{batch.folder}/{name}"
        if path != keep:
            default_storage.delete(path)
    if not keep:
        with suppress(OSError):  # a worker that does not know yet lays something there this very moment
            default_storage.delete(batch.folder)


def _write(batch: Batch, target: IO[bytes]) -> None:
    rows = list(batch.items.select_related("agreement__municipality"))
    moment = timezone.localtime(batch.made_at).timetuple()[:6]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(zipfile.ZipInfo(INDEX, moment), index.render(batch, rows))
        beat, damaged = monotonic(), []
        for row in rows:
            damaged += [paper for paper in row.papers if not _add(archive, paper, moment)]
            if monotonic() - beat > BEAT:
                still_hold(batch)
                beat = monotonic()
    if damaged:
        still_hold(batch)  # the files of a cancelled batch are gone
        for paper in damaged:
            items.again(batch, paper)
        raise items.Damaged(damaged[0]["stored"])


def _add(archive: zipfile.ZipFile, paper: dict[str, Any], moment: Any) -> bool:
    """Copy a paper byte for byte; False when it is not there, or not as it was."""
    entry = zipfile.ZipInfo(paper["name"], moment)
    entry.file_size = paper["size"]
    try:
        with default_storage.open(paper["stored"]) as source, archive.open(entry, "w") as copy:
            digest = _Digest(copy)
            shutil.copyfileobj(source, digest, PIECE)
    except FileNotFoundError:
        return False
    return digest.hexdigest() == str(paper["sha256"])


class _Digest:
    """Writes on, and knows the SHA-256 of what passed."""

    def __init__(self, target: IO[bytes]) -> None:
        self.target = target
        self.digest = sha256()

    def write(self, piece: bytes) -> int:
        self.digest.update(piece)
        return self.target.write(piece)

    def hexdigest(self) -> str:
        return self.digest.hexdigest()


def _failed(batch: Batch, error: Exception) -> None:
    try:
        if items.may_try_again(batch, error):
            give_back(batch)
        else:
            lay_down(batch, finished_at=Now(), problem=_words_for(error))
    except ClaimLost:
        logger.info("Batch %s is no longer waited for", batch.pk)


def _words_for(error: Exception) -> str:
    if isinstance(error, items.Deadly):
        return _("Putting the papers together broke off five times. The administrators see in the log when.")
    return _("Putting the papers together failed three times. The administrators see why in the log.")
