"""Where documents lie: a folder of this machine, or S3-compatible storage that several machines share."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import environ
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, default_storage

FOLDER: Final = "folder"
S3: Final = "s3"
UNFINISHED: Final = ".part"
MOST_IN_MEMORY: Final = 8 * 1024 * 1024  # of what comes from S3; the rest goes to the disk


class DocumentFolder(FileSystemStorage):
    """A folder in which a file is there whole or not at all, also after a power cut, and is never written over.

    It has no address: what lies here is served by a view that asks who is there.
    """

    def _save(self, name: str, content: File) -> str:
        while True:
            target = Path(self.path(name))
            self._make_folder(target.parent)
            with _written(content, beside=target, mode=self.file_permissions_mode) as unfinished:
                try:
                    # Unlike a rename, a link fails when there is a file of that name.
                    os.link(unfinished, target)
                except FileExistsError:
                    name = self.get_available_name(name)
                    continue
            _sync_folder(target.parent)
            return target.relative_to(self.location).as_posix()

    def url(self, name: str | None) -> str:
        raise ValueError("A document has no address of its own: a view serves it.")

    def _make_folder(self, folder: Path) -> None:
        missing = [each for each in (folder, *folder.parents) if not each.exists()]
        for each in reversed(missing):
            each.mkdir(mode=self.directory_permissions_mode or 0o777, exist_ok=True)
            _sync_folder(each.parent)


def volume_of_documents() -> Path | None:
    """The folder of the documents, for what is put together before it is stored; None where they lie elsewhere."""
    if not isinstance(default_storage, FileSystemStorage):
        return None
    folder = Path(default_storage.location)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def _written(content: File, *, beside: Path, mode: int | None) -> Iterator[str]:
    """The path of a temporary file that holds the content, on the disk for good; removed afterwards."""
    handle, path = tempfile.mkstemp(dir=beside.parent, prefix=".", suffix=UNFINISHED)
    try:
        with os.fdopen(handle, "wb") as file:
            for chunk in content.chunks():
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
            if mode is not None:
                os.fchmod(file.fileno(), mode)
        yield path
    finally:
        Path(path).unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def document_storage(env: environ.Env) -> dict[str, Any]:
    """For STORAGES["default"], by what the environment says; raises ImproperlyConfigured with what to set."""
    kind = env.str("DOCUMENTS_STORAGE", default=FOLDER)
    if kind == FOLDER:
        options = {"file_permissions_mode": 0o440, "directory_permissions_mode": 0o750}
        return {"BACKEND": "papers.storage.DocumentFolder", "OPTIONS": options}
    if kind != S3:
        raise ImproperlyConfigured(f"DOCUMENTS_STORAGE must be {FOLDER} or {S3}.")
    if not env.str("DOCUMENTS_BUCKET", default=""):
        raise ImproperlyConfigured("DOCUMENTS_STORAGE=s3 needs DOCUMENTS_BUCKET, the name of the bucket.")
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": _s3_options(env)}


def _s3_options(env: environ.Env) -> dict[str, Any]:
    """What is not set is left to boto3, which knows the role of the machine."""
    given = {
        "bucket_name": env.str("DOCUMENTS_BUCKET"),
        "endpoint_url": env.str("DOCUMENTS_ENDPOINT", default=""),
        "region_name": env.str("DOCUMENTS_REGION", default=""),
        "access_key": env.str("DOCUMENTS_ACCESS_KEY", default=""),
        "secret_key": env.str("DOCUMENTS_SECRET_KEY", default=""),
        "location": env.str("DOCUMENTS_PREFIX", default=""),
    }
    return {name: value for name, value in given.items() if value} | {
        "default_acl": None,
        "file_overwrite": False,
        "signature_version": "s3v4",
        "max_memory_size": MOST_IN_MEMORY,
    }
