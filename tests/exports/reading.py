"""What left the house, read back."""

import csv
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

from django.http.response import HttpResponseBase
from django.test import Client
from python_calamine import CalamineWorkbook


def content_of(response: HttpResponseBase) -> bytes:
    assert response.status_code == 200, response
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]


def csv_rows(text: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(text.decode("utf-8-sig"), newline=""), delimiter=";"))


def sheets(workbook: bytes) -> list[list[list[Any]]]:
    """The rows of each sheet, as values of Python."""
    book = CalamineWorkbook.from_filelike(BytesIO(workbook))
    return [book.get_sheet_by_index(place).to_python() for place in range(len(book.sheet_names))]


def part(workbook: bytes, name: str) -> str:
    """A file inside the workbook, as text."""
    with ZipFile(BytesIO(workbook)) as archive:
        return archive.read(f"xl/{name}").decode()


def exported(client: Client, address: str, how: str = "csv", **query: str) -> bytes:
    return content_of(client.get(address, {**query, "export": how}))
