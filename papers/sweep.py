"""Do the stored files and the rows of the database still tell the same?"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import PurePosixPath
from typing import Final

from django.core.files.storage import default_storage
from django.utils.timezone import now

from papers.documents import FOLDER, is_intact, nobody_stores
from papers.models import Document

# A file is there before its row. After a day nobody is still busy with it.
LEFT_ALONE_FOR: Final = timedelta(days=1)


def orphans() -> list[str]:
    """Files that no document refers to, and unfinished ones, older than a day."""
    return [name for name in _stored() if _is_orphan(name)]


def delete_orphan(name: str) -> bool:
    """Delete a file, unless a document refers to it by now; whether it was deleted."""
    with nobody_stores():
        if not _is_orphan(name):
            return False
        default_storage.delete(name)
        return True


def damaged() -> Iterator[tuple[Document, str]]:
    """The documents whose file is missing, or does not hold the bytes of its SHA-256 any more; each with what is wrong.

    Reads every file from its first byte to its last.
    """
    checked: dict[str, str] = {}
    for document in Document.objects.order_by("file", "pk").iterator():
        if document.file.name not in checked:
            checked = {document.file.name: _wrong_with(document)}
        if checked[document.file.name]:
            yield document, checked[document.file.name]


def _stored() -> Iterator[str]:
    try:
        folders = default_storage.listdir(FOLDER)[0]
    except FileNotFoundError:
        return
    for folder in sorted(folders):
        for name in sorted(default_storage.listdir(f"{FOLDER}/{folder}")[1]):
            yield f"{FOLDER}/{folder}/{name}"


def _is_orphan(name: str) -> bool:
    # The name is the SHA-256, for which there is an index.
    if Document.objects.filter(sha256=PurePosixPath(name).stem, file=name).exists():
        return False
    try:
        return default_storage.get_modified_time(name) < now() - LEFT_ALONE_FOR
    except FileNotFoundError:
        return False


def _wrong_with(document: Document) -> str:
    try:
        return "" if is_intact(document.file.name, digest=document.sha256) else "does not match its SHA-256"
    except FileNotFoundError:
        return "is missing"
    except OSError as error:
        return f"cannot be read ({error.strerror or error})"
