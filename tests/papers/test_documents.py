"""A paper is kept whole under the name of its SHA-256, and what is kept is looked after."""

import os
import subprocess
import sys
from datetime import timedelta
from hashlib import sha256
from io import StringIO
from pathlib import Path

import environ
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import now

from papers.documents import store
from papers.models import Document
from papers.storage import document_storage, volume_of_documents
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

BYTES = b"%PDF-1.7\nA paper.\n%%EOF\n"
DIGEST = sha256(BYTES).hexdigest()
NAME = f"papers/{DIGEST[:2]}/{DIGEST}.pdf"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "documents"
    return settings.MEDIA_ROOT


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def aged(path: Path, days: float) -> None:
    moment = (now() - timedelta(days=days)).timestamp()
    os.utime(path, (moment, moment))


def swept(*arguments: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command("sweep_documents", *arguments, stdout=out, stderr=err)
    except CommandError as error:
        err.write(str(error))
    return out.getvalue(), err.getvalue()


# Storing -------------------------------------------------------------------------------------------------------------


def test_a_paper_lies_untouched_under_its_own_digest(folder: Path):
    by = UserFactory()
    document = store(BYTES, label="../../" + 300 * "x", by=by)
    assert (document.file.name, document.sha256, document.size) == (NAME, DIGEST, len(BYTES))
    assert (document.label, document.stored_by) == ("../../" + 244 * "x", by)
    assert (folder / NAME).read_bytes() == BYTES
    assert files(folder) == [NAME]


def test_what_was_sent_in_pieces_is_stored_as_one(folder: Path):
    sent = TemporaryUploadedFile("copy.pdf", "application/pdf", 300_000, None)
    sent.write(os.urandom(300_000))
    sent.flush()
    document = store(sent, label="copy.pdf", by=UserFactory())
    sent.seek(0)
    assert (folder / document.file.name).read_bytes() == sent.read()
    assert document.size == 300_000
    sent.close()


def test_the_file_is_on_the_disk_before_its_name(folder: Path, tmp_path: Path):
    """The system calls themselves: written and synced beside its place, then linked, then the folder synced."""
    program = (
        "import sys, pathlib; from django.conf import settings;"
        f"settings.configure(MEDIA_ROOT={str(tmp_path / 'traced')!r});"
        "from django.core.files.base import ContentFile; from papers.storage import DocumentFolder;"
        "sys.addaudithook(lambda event, args: print(event, *args, sep='|') if event in ('os.link',) else None);"
        "import os; real = os.fsync;"
        "os.fsync = lambda handle: (print('fsync', os.readlink(f'/proc/self/fd/{handle}'), sep='|'), real(handle))[1];"
        "DocumentFolder().save('papers/ab/one.pdf', ContentFile(b'%PDF-'))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    steps = [line.replace(str(tmp_path / "traced"), "") for line in done.stdout.splitlines()]
    written = [step for step in steps if ".part" in step]
    assert [step.split("|")[0] for step in written] == ["fsync", "os.link"]
    assert written[1].split("|")[2] == "/papers/ab/one.pdf"
    assert steps[-1] == "fsync|/papers/ab"


def test_a_file_is_never_written_over(folder: Path):
    first = default_storage.save("papers/aa/one.pdf", ContentFile(b"first"))
    second = default_storage.save("papers/aa/one.pdf", ContentFile(b"second"))
    assert first != second
    assert (folder / first).read_bytes() == b"first"
    assert (folder / second).read_bytes() == b"second"
    assert oct((folder / first).stat().st_mode & 0o777) == "0o440"


def test_a_write_that_breaks_off_leaves_no_file(folder: Path):
    class Broken(File):
        def chunks(self, chunk_size: int | None = None):
            yield b"%PDF-1.7"
            raise OSError("the sender is gone")

    with pytest.raises(OSError, match="the sender is gone"):
        default_storage.save(NAME, Broken(None, "x"))
    assert files(folder) == []


def test_the_same_bytes_are_stored_once_and_told_twice(folder: Path):
    by = UserFactory()
    one, other = store(BYTES, label="one.pdf", by=by), store(BYTES, label="other.pdf", by=by)
    assert one.file.name == other.file.name
    assert one.pk != other.pk
    assert files(folder) == [NAME]


def test_a_damaged_file_is_healed_by_storing_the_same_paper_again(folder: Path, caplog: pytest.LogCaptureFixture):
    store(BYTES, label="one.pdf", by=UserFactory())
    (folder / NAME).chmod(0o600)
    (folder / NAME).write_bytes(BYTES[:-3])
    store(BYTES, label="one.pdf", by=UserFactory())
    assert (folder / NAME).read_bytes() == BYTES
    assert "did not hold what its name promises" in caplog.text


def test_a_transaction_that_fails_leaves_a_file_and_no_row(folder: Path):
    by = UserFactory()
    with transaction.atomic():
        store(BYTES, label="one.pdf", by=by)
        transaction.set_rollback(True)
    assert not Document.objects.exists()
    assert files(folder) == [NAME]


def test_a_document_is_never_changed_or_deleted():
    document = store(BYTES, label="one.pdf", by=UserFactory())
    with pytest.raises(TypeError):
        document.save()
    with pytest.raises(TypeError):
        document.delete()


def test_the_database_takes_nothing_but_a_digest_for_a_digest():
    with pytest.raises(IntegrityError, match="document_sha256_is_64_hexadecimal_digits"), transaction.atomic():
        Document(file=NAME, sha256="A" * 64, size=1, label="x", stored_by=UserFactory()).insert()


def test_a_document_has_no_address_of_its_own(client):
    document = store(BYTES, label="one.pdf", by=UserFactory())
    with pytest.raises(ValueError, match="no address"):
        _ = document.file.url
    assert client.get(f"/{NAME}").status_code == 404


# Sweeping ------------------------------------------------------------------------------------------------------------


def test_sweeping_lists_old_files_without_a_row_and_deletes_them_when_asked(folder: Path):
    store(BYTES, label="kept.pdf", by=UserFactory())
    aged(folder / NAME, days=30)
    for name, days in (("papers/aa/old.pdf", 1.1), ("papers/aa/.x.part", 2), ("papers/bb/young.pdf", 0.9)):
        default_storage.save(name, ContentFile(b"?"))
        aged(folder / name, days=days)
    out, _ = swept()
    assert out.splitlines() == [
        "papers/aa/.x.part: without a document",
        "papers/aa/old.pdf: without a document",
        "2 files without a document, 0 deleted; 0 documents damaged or missing.",
    ]
    assert len(files(folder)) == 4
    out, _ = swept("--delete")
    assert out.splitlines()[-1] == "2 files without a document, 2 deleted; 0 documents damaged or missing."
    assert files(folder) == sorted([NAME, "papers/bb/young.pdf"])


@pytest.mark.parametrize(("damage", "said"), [("gone", "is missing"), ("changed", "does not match its SHA-256")])
def test_sweeping_fails_on_a_paper_that_is_no_longer_what_it_was(folder: Path, damage: str, said: str):
    document = store(BYTES, label="verdrag.pdf", by=UserFactory())
    store(b"%PDF-another", label="heel.pdf", by=UserFactory())
    (folder / NAME).unlink()
    if damage == "changed":
        (folder / NAME).write_bytes(BYTES.replace(b"paper", b"Paper"))
    out, err = swept()
    assert out == ""
    assert f"document {document.pk} (verdrag.pdf): {NAME} {said}" in err
    assert "1 documents damaged or missing." in err


def test_sweeping_nothing_is_fine():
    assert swept() == ("0 files without a document, 0 deleted; 0 documents damaged or missing.\n", "")


@pytest.mark.django_db(transaction=True)
def test_a_sweep_takes_no_file_that_is_getting_its_row(folder: Path):
    """Swept away between the look at the file and the row: it is written again before the transaction ends."""
    default_storage.save(NAME, ContentFile(BYTES))
    gone = False

    def sweep(execute, sql, params, many, context):
        nonlocal gone
        if sql.startswith("INSERT INTO") and not gone:
            gone = True
            (folder / NAME).unlink()
        return execute(sql, params, many, context)

    by = UserFactory()
    with connection.execute_wrapper(sweep):
        store(BYTES, label="one.pdf", by=by)
    assert gone
    assert (folder / NAME).read_bytes() == BYTES


# Where they lie is a setting -----------------------------------------------------------------------------------------


def test_what_is_put_together_lies_on_the_volume_of_the_documents_where_they_lie_here(folder, settings):
    assert volume_of_documents() == folder
    assert folder.is_dir()
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}
    assert volume_of_documents() is None


def environment(**given: str) -> environ.Env:
    env = environ.Env()
    env.ENVIRON = given
    return env


def test_without_a_word_documents_lie_in_a_folder():
    assert document_storage(environment())["BACKEND"] == "papers.storage.DocumentFolder"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"DOCUMENTS_STORAGE": "cloud"}, "must be folder or s3"),
        ({"DOCUMENTS_STORAGE": "s3"}, "DOCUMENTS_BUCKET"),
    ],
)
def test_a_storage_that_cannot_work_is_refused_at_the_start(given: dict[str, str], said: str):
    with pytest.raises(ImproperlyConfigured, match=said):
        document_storage(environment(**given))


def test_s3_takes_its_bucket_and_keys_from_the_environment():
    storage = document_storage(
        environment(
            DOCUMENTS_STORAGE="s3",
            DOCUMENTS_BUCKET="papers",
            DOCUMENTS_ENDPOINT="https://s3.example.org",
            DOCUMENTS_ACCESS_KEY="key",
            DOCUMENTS_SECRET_KEY="secret",
        )
    )
    assert storage["BACKEND"] == "storages.backends.s3.S3Storage"
    assert storage["OPTIONS"] == {
        "bucket_name": "papers",
        "endpoint_url": "https://s3.example.org",
        "access_key": "key",
        "secret_key": "secret",
        "default_acl": None,
        "file_overwrite": False,
        "signature_version": "s3v4",
        "max_memory_size": 8 * 1024 * 1024,
    }
