"""Reads the electronic signatures in a PDF (PAdES), without asking anyone anything over the network.

Runs apart (papers.apart): nothing here may import the register. What it finds is told by papers.signatures.
"""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, Final
from zoneinfo import ZoneInfo

from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.generic import DictionaryObject
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator.context import ValidationContext

from papers.plain import plain
from papers.roots import certificates

logger = logging.getLogger(__name__)

MOST_SIGNATURES: Final = 20
COVERS: Final = {
    SignatureCoverageLevel.ENTIRE_FILE: "whole",
    SignatureCoverageLevel.ENTIRE_REVISION: "before",
}
# Of persons (Belgian eID) and of organisations (seals).
KEY_USAGE: Final = KeyUsageConstraints(key_usage={"non_repudiation", "digital_signature"})
# A clock that does not say where it stands, stands with the signer.
HERE: Final = ZoneInfo("Europe/Brussels")
YEARS: Final = range(1993, 2100)  # there is no PDF from before
UNREADABLE: Final[dict[str, Any]] = {
    "signer": "",
    "signed_at": None,
    "timestamped": False,
    "state": "unreadable",
    "covers": "",
}


def answer(file: BinaryIO, *, roots: str) -> list[dict[str, Any]]:
    """The signatures in the order in which they were put; `roots` is a folder of certificates, or empty."""
    known = certificates(Path(roots)) if roots else []
    try:
        reader = PdfFileReader(file, strict=False)
        found = [_one(reader, field, name, known) for name, field in _fields(reader)]
    except Exception:  # whatever a stranger's file makes of the library
        logger.info("A file whose signatures cannot be read", exc_info=True)
        return [UNREADABLE]
    return [told for _, told in sorted(found, key=lambda pair: pair[0])]


def _fields(reader: PdfFileReader) -> Iterator[tuple[str, DictionaryObject]]:
    for number, (name, value, field) in enumerate(enumerate_sig_fields(reader, filled_status=True)):
        if number == MOST_SIGNATURES:
            raise ValueError("more signatures than any paper has")
        if value.get_object().get("/Type") != "/DocTimeStamp":  # that says when, not who
            yield name, field.get_object()


def _one(
    reader: PdfFileReader, field: DictionaryObject, name: str, roots: list[Certificate]
) -> tuple[float, dict[str, Any]]:
    """In which state of the file a signature was put, and what it tells."""
    try:
        signature = EmbeddedPdfSignature(reader, field, name)
        return signature.signed_revision, _read(signature, roots)
    except Exception:  # as above
        logger.info("A signature that cannot be read", exc_info=True)
        return float("inf"), UNREADABLE


def _read(signature: EmbeddedPdfSignature, roots: list[Certificate]) -> dict[str, Any]:
    claimed = _moment(signature.self_reported_timestamp)
    now = datetime.now(UTC)
    context = ValidationContext(
        trust_roots=roots,
        allow_fetching=False,
        revocation_mode="soft-fail",
        moment=min(claimed, now) if claimed is not None else now,
    )
    status = validate_pdf_signature(signature, context, key_usage_settings=KEY_USAGE, skip_diff=True)
    stamp = status.timestamp_validity
    stamped = stamp is not None and stamp.intact and stamp.valid
    at = _moment(stamp.timestamp) if stamp is not None and stamped else claimed
    covers = COVERS.get(status.coverage, "part") if status.coverage is not None else "part"
    return {
        "signer": _name_of(signature.signer_cert),
        "signed_at": at.isoformat() if at is not None else None,
        "timestamped": stamped,
        "state": _state(status, covers),
        "covers": covers,
    }


def _moment(at: datetime | None) -> datetime | None:
    """With its zone; nothing when no clock can have said it."""
    if at is None or at.year not in YEARS:
        return None
    return at if at.tzinfo is not None else at.replace(tzinfo=HERE)


def _state(status: PdfSignatureStatus, covers: str) -> str:
    if not (status.intact and status.valid) or covers == "part":
        return "broken"
    return "known" if status.trusted else "unknown"


def _name_of(certificate: Certificate) -> str:
    """The name alone: the subject of an eID holds the national number too, which is nobody's business here."""
    subject = certificate.subject.native
    person = " ".join(str(subject[part]) for part in ("given_name", "surname") if subject.get(part))
    name = person or subject.get("common_name") or subject.get("organization_name") or ""
    return plain(str(name)).removesuffix(" (Signature)")[:200]
