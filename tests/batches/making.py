"""Agreements with cheap papers, and the work on their batches done here and now."""

import zipfile
from io import BytesIO
from typing import Any
from unittest.mock import patch

import pypdf
from django.core.files.storage import default_storage
from django_tasks_db.management.commands import db_worker

from accounts.models import User
from agreements.models import Agreement, Final, SignedCopy
from batches import actions
from batches.models import Batch, Worker
from papers.documents import store
from tests.agreements.finals import version
from tests.factories import AgreementFactory, UserFactory
from tests.papers.making import pdf


def agreement_with(name: str, **fields: Any) -> Agreement:
    return AgreementFactory(municipality__name=name, signed_outside=False, **fields)


def final_of(agreement: Agreement, *, pages: int = 1, by: User | None = None, **fields: Any) -> Final:
    """A final of so many pages; the reference makes its bytes differ from those of others."""
    by = by or UserFactory()
    document = store(pdf(pages=pages) + b"\n% " + repr((agreement.pk, fields)).encode(), label="final.pdf", by=by)
    final: Final = Final.objects.create(
        agreement=agreement,
        document=document,
        template_version=version(),
        data={},
        fingerprint="0" * 64,
        made_by=by,
        **fields,
    )
    return final


def copy_of(agreement: Agreement, *, scan: str = "scan", **fields: Any) -> SignedCopy:
    by = UserFactory()
    document = store(pdf() + f"\n% {agreement.pk} {scan}".encode(), label=f"{scan}.pdf", by=by)
    given = {"text": SignedCopy.Text.NO_FINAL, **fields}
    copy: SignedCopy = SignedCopy.objects.create(agreement=agreement, document=document, filed_by=by, **given)
    return copy


def bytes_of(paper: Final | SignedCopy) -> bytes:
    with default_storage.open(paper.document.file.name) as file:
        return bytes(file.read())


def batch_of(*agreements: Agreement, what: str = Batch.What.FINALS, by: User | None = None, **fields: Any) -> Batch:
    given = {"filter_words": "", "query": "", **fields}
    return actions.make(what=what, agreements=agreements, by=by or UserFactory(), **given)


def work_off(worker: str = "tester") -> None:
    """Do all that waits in the queue, as a process of `manage.py work` does."""
    Worker.objects.get_or_create(name=worker)
    queue = db_worker.Worker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=worker,
        excluded_queue_names=[],
    )
    # Between tasks a worker lets go of connections as Django does between requests; that of a test holds its
    # transaction, and stays, as it does when Django's test client makes a request.
    with patch.object(db_worker, "close_old_connections"):
        queue.run()


def finished(batch: Batch) -> Batch:
    """The same batch, after the work on it."""
    work_off()
    return Batch.objects.with_progress().get(pk=batch.pk)


def contents(batch: Batch) -> dict[str, bytes]:
    """What lies in its ZIP, in order; each checked against its CRC."""
    with default_storage.open(batch.file.name) as file, zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        assert len(set(archive.namelist())) == len(archive.namelist())
        return {name: archive.read(name) for name in archive.namelist()}


def words_of(paper: bytes) -> str:
    """Its text, with single spaces."""
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(paper)).pages)
    return " ".join(text.split())
