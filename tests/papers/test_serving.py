"""A stored paper reaches whoever is logged in, byte for byte, and runs nothing in the browser."""

import logging
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage

from papers.documents import store
from papers.models import Document
from tests.conftest import UserClient
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.papers.urls")]

BYTES = b"%PDF-1.7\n" + b"the same line again and again\n" * 400


@pytest.fixture
def document(settings, tmp_path) -> Document:
    settings.MEDIA_ROOT = tmp_path
    return store(BYTES, label="../../etc/passwd\r\nX-Evil: 1.pdf", by=UserFactory())


def fetched(client: UserClient, url: str, **kwargs: Any) -> Any:
    """The answer, read to its end: that closes the file."""
    answer = client.get(url, **kwargs)
    answer.getvalue()
    return answer


def address(document: Document, how: str = "attachment") -> str:
    return f"/test/documents/{document.pk}/{how}/"


def test_it_arrives_byte_for_byte_also_where_pages_are_compressed(staff_client: UserClient, document: Document):
    answer = staff_client.get(address(document), headers={"Accept-Encoding": "gzip, br"})
    assert answer.getvalue() == BYTES
    assert "Content-Encoding" not in answer.headers
    assert answer.headers["Content-Length"] == str(len(BYTES))
    assert answer.headers["Content-Type"] == "application/pdf"


def test_a_page_is_compressed_still(staff_client: UserClient):
    answer = staff_client.get("/", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"


def test_what_others_made_opens_apart_from_the_register(staff_client: UserClient, document: Document):
    headers = fetched(staff_client, address(document)).headers
    assert headers["Content-Disposition"] == 'attachment; filename="OVL-2020-0007.pdf"'
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert "X-Evil" not in headers


def test_our_own_paper_opens_in_the_browser(staff_client: UserClient, document: Document):
    headers = fetched(staff_client, address(document, "inline")).headers
    assert headers["Content-Disposition"] == 'inline; filename="OVL-2020-0007.pdf"'
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in headers["Content-Security-Policy"]


def test_the_browser_asks_each_time_and_fetches_once(staff_client: UserClient, document: Document):
    first = fetched(staff_client, address(document))
    assert first.headers["ETag"] == f'"{document.sha256}"'
    assert set(first.headers["Cache-Control"].split(", ")) == {"private", "no-cache"}
    again = staff_client.get(address(document), headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["ETag"] == first.headers["ETag"]
    assert fetched(staff_client, address(document), headers={"If-None-Match": '"another"'}).status_code == 200


def test_who_is_not_logged_in_gets_the_door(client, document: Document):
    assert client.get(address(document)).headers["Location"].startswith("/account/login/")


@pytest.mark.parametrize("damage", ["gone", "cut short"])
def test_a_file_that_is_not_there_whole_is_said_in_words_and_in_the_log(
    staff_client: UserClient, document: Document, caplog: pytest.LogCaptureFixture, damage: str
):
    default_storage.delete(document.file.name)
    if damage == "cut short":
        Path(default_storage.path(document.file.name)).write_bytes(BYTES[:-1])
    with caplog.at_level(logging.ERROR):
        answer = staff_client.get(address(document))
    assert answer.status_code == 404
    assert "Dit papier kan nu niet worden geopend" in answer.text
    assert document.sha256 in answer.text
    assert f"document {document.pk}" in caplog.text
