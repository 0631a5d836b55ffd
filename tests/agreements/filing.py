"""Handing in signed copies, in the browser of a coordinator."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.submissions import new_token
from agreements.models import Agreement
from tests.conftest import UserClient


def upload(content: bytes, name: str = "scan van de overeenkomst.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def address(agreement: Agreement) -> str:
    return f"/agreements/{agreement.pk}/signed-copies/new/"


def hand_in(client: UserClient, agreement: Agreement, *, query: str = "", **fields: Any) -> Any:
    """The answer to the posted form; a file is given as bytes."""
    typed = {name: upload(value) if isinstance(value, bytes) else value for name, value in fields.items()}
    return client.post(address(agreement) + query, {"submission": new_token(), **typed})
