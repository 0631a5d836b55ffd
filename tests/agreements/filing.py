"""Handing in signed copies, in the browser of a coordinator."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.submissions import new_token
from agreements.models import Agreement, Final, SignedCopy
from papers.documents import store
from tests.conftest import UserClient
from tests.papers.making import pdf


def upload(content: bytes, name: str = "scan van de overeenkomst.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def address(agreement: Agreement) -> str:
    return f"/agreements/{agreement.pk}/signed-copies/new/"


def hand_in(client: UserClient, agreement: Agreement, *, query: str = "", **fields: Any) -> Any:
    """The answer to the posted form; a file is given as bytes."""
    typed = {name: upload(value) if isinstance(value, bytes) else value for name, value in fields.items()}
    return client.post(address(agreement) + query, {"submission": new_token(), **typed})


def signed_copy_of(final: Final) -> SignedCopy:
    """Filed and compared, without the moment that this takes."""
    copy: SignedCopy = SignedCopy.objects.create(
        agreement=final.agreement,
        addendum=final.addendum,
        document=store(pdf() + b"\n% signed", label="getekend.pdf", by=final.made_by),
        final=final,
        text=SignedCopy.Text.SAME,
        filed_by=final.made_by,
    )
    return copy
