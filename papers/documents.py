"""Keeping a paper: written whole under the name of its own SHA-256, and only then known to the database."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Final

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import connection, transaction

from accounts.models import User
from papers.models import Document

logger = logging.getLogger(__name__)

FOLDER: Final = "papers"
LONGEST_LABEL: Final = 250


@transaction.atomic
def store(content: bytes | File, *, label: str, by: User) -> Document:
    """Keep the bytes untouched. Call it inside the transaction of whatever refers to the document.

    When that transaction fails, the file stays behind without a row and harms nobody: `sweep_documents` finds it.
    """
    file = ContentFile(content) if isinstance(content, bytes) else content
    digest, size = digest_of(file)
    name = f"{FOLDER}/{digest[:2]}/{digest}.pdf"
    _write(name, file, digest=digest)
    document = Document(file=name, sha256=digest, size=size, label=label[:LONGEST_LABEL], stored_by=by).insert()
    # A sweep may have taken a file that lay here without a row; from now on it has one, and stays.
    if not default_storage.exists(name):
        _write(name, file, digest=digest)
    return document


def digest_of(file: File) -> tuple[str, int]:
    """The SHA-256 and the size of what the file holds, read piece by piece."""
    digest, size = sha256(), 0
    for chunk in file.chunks():
        digest.update(chunk)
        size += len(chunk)
    return digest.hexdigest(), size


def is_intact(name: str, *, digest: str) -> bool:
    """Whether the stored file holds the bytes that its SHA-256 promises. Raises FileNotFoundError."""
    with default_storage.open(name) as file:
        return digest_of(file)[0] == digest


def _write(name: str, file: File, *, digest: str) -> None:
    if default_storage.exists(name):
        if is_intact(name, digest=digest):
            return
        logger.error("%s did not hold what its name promises; it is written anew", name)
        default_storage.delete(name)
    file.seek(0)
    saved = default_storage.save(name, file)
    if saved != name:  # somebody stored the same bytes at this very moment
        default_storage.delete(saved)


@contextmanager
def nobody_stores() -> Iterator[None]:
    """A transaction during which no document gets its row."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"LOCK TABLE {Document._meta.db_table} IN SHARE MODE")
        yield  # on SQLite a transaction shuts every other writer out
