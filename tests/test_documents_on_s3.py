"""Papers on storage that speaks S3, over the wire: stored, served, compared, swept and put in a ZIP as in a folder."""

import os
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from io import StringIO
from typing import Any

import boto3
import environ
import pytest
from botocore.config import Config
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from moto.server import ThreadedMotoServer

from agreements.models import SignedCopy
from batches.models import Batch
from municipalities.models import Region
from papers import sweep
from papers.documents import store
from papers.models import Document
from papers.storage import document_storage
from tests.agreements.filing import hand_in
from tests.batches.making import agreement_with, batch_of, bytes_of, contents, final_of, finished
from tests.conftest import UserClient
from tests.factories import UserFactory
from tests.papers.making import pdf

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("s3")]

BUCKET = "papieren"
KEYS = {"aws_access_key_id": "key", "aws_secret_access_key": "secret", "region_name": "eu-west-1"}


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(autouse=True)
def bucket(settings: Any, endpoint: str) -> Iterator[Any]:
    """An empty bucket, where the environment says that documents lie."""
    made = boto3.resource("s3", endpoint_url=endpoint, config=Config(signature_version="s3v4"), **KEYS).Bucket(BUCKET)
    made.create(CreateBucketConfiguration={"LocationConstraint": KEYS["region_name"]})
    env = environ.Env()
    env.ENVIRON = {
        "DOCUMENTS_STORAGE": "s3",
        "DOCUMENTS_BUCKET": BUCKET,
        "DOCUMENTS_ENDPOINT": endpoint,
        "DOCUMENTS_REGION": KEYS["region_name"],
        "DOCUMENTS_ACCESS_KEY": KEYS["aws_access_key_id"],
        "DOCUMENTS_SECRET_KEY": KEYS["aws_secret_access_key"],
        "DOCUMENTS_PREFIX": "register",
    }
    settings.STORAGES = {**settings.STORAGES, "default": document_storage(env)}
    yield made
    made.objects.delete()
    made.delete()


def keys(bucket: Any) -> list[str]:
    return sorted(each.key for each in bucket.objects.all())


def swept(*arguments: str) -> str:
    out = StringIO()
    try:
        call_command("sweep_documents", *arguments, stdout=out, stderr=out)
    except CommandError as error:
        out.write(str(error))
    return out.getvalue()


@pytest.mark.parametrize("size", [30, 9 * 1024 * 1024])
def test_a_paper_lies_under_its_digest_byte_for_byte_small_or_sent_in_parts(bucket: Any, size: int):
    content = os.urandom(size)
    document = store(content, label="verdrag.pdf", by=UserFactory())
    digest = sha256(content).hexdigest()
    assert keys(bucket) == [f"register/papers/{digest[:2]}/{digest}.pdf"]
    assert bucket.Object(keys(bucket)[0]).get()["Body"].read() == content
    assert (document.sha256, document.size) == (digest, size)


def test_the_same_bytes_are_stored_once_and_damage_is_healed(bucket: Any):
    by = UserFactory()
    store(b"%PDF-one", label="one.pdf", by=by)
    [key] = keys(bucket)
    bucket.Object(key).put(Body=b"%PDF-0ne")
    store(b"%PDF-one", label="other.pdf", by=by)
    assert Document.objects.count() == 2
    assert keys(bucket) == [key]
    assert bucket.Object(key).get()["Body"].read() == b"%PDF-one"


def test_a_signed_copy_is_filed_compared_and_comes_back_as_it_was(
    coordinator_client: UserClient, region: Region, bucket: Any
):
    agreement = agreement_with("Zulte", municipality__region=region)
    final = final_of(agreement)
    content = pdf()
    answer = hand_in(coordinator_client, agreement, all=content)
    assert answer.status_code == 302, answer.text
    copy = SignedCopy.objects.get()
    assert copy.text == SignedCopy.Text.SAME
    assert len(keys(bucket)) == 2
    served = coordinator_client.get(f"/signed-copies/{copy.pk}/file/")
    assert served.getvalue() == content
    assert served.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert coordinator_client.get(final.get_absolute_url()).getvalue() == bytes_of(final)


def test_a_paper_that_is_gone_is_told_in_words(coordinator_client: UserClient, bucket: Any):
    final = final_of(agreement_with("Zulte"))
    bucket.objects.delete()
    answer = coordinator_client.get(final.get_absolute_url())
    assert answer.status_code == 404
    assert final.document.sha256 in answer.text


def test_sweeping_finds_what_has_no_row_and_what_is_damaged(bucket: Any, monkeypatch: pytest.MonkeyPatch):
    document = store(b"%PDF-kept", label="heel.pdf", by=UserFactory())
    default_storage.save("papers/aa/old.pdf", ContentFile(b"?"))
    assert swept() == "0 files without a document, 0 deleted; 0 documents damaged or missing.\n"
    monkeypatch.setattr(sweep, "LEFT_ALONE_FOR", timedelta(0))
    assert "1 files without a document, 1 deleted; 0 documents" in swept("--delete")
    [key] = keys(bucket)
    bucket.Object(key).put(Body=b"%PDF-Kept")
    assert f"document {document.pk} (heel.pdf): {document.file.name} does not match its SHA-256" in swept()
    bucket.objects.delete()
    assert f"{document.file.name} is missing" in swept()


def test_a_batch_is_put_together_there_and_leaves_nothing_but_its_zip(bucket: Any):
    zulte, aalst = agreement_with("Zulte"), agreement_with("Aalst")
    papers = [final_of(zulte), final_of(aalst)]
    batch = finished(batch_of(zulte, aalst, what=Batch.What.FINALS))
    assert batch.state == Batch.State.READY
    assert [*contents(batch).values()][1:] == [bytes_of(paper) for paper in papers]
    assert [key for key in keys(bucket) if "/batches/" in key] == [f"register/{batch.file.name}"]


def test_drafts_pass_through_it_on_their_way_to_the_zip(bucket: Any):
    batch = finished(batch_of(agreement_with("Zulte"), what=Batch.What.DRAFTS))
    assert batch.state == Batch.State.READY
    assert len(contents(batch)) == 2
    assert keys(bucket) == [f"register/{batch.file.name}"]
