"""Electronic signatures are read as they are: what is not known is never called known, and a broken one is seen."""

import re
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile

from papers.pades import answer
from papers.roots import certificates, signature_roots
from papers.signatures import Signature, added_after_all, read
from papers.uploads import inspect
from tests.papers.making import PAGE, TEXT, added_to, catalog, pdf, written
from tests.papers.sealing import flipped, identity, kaat, noor, root, roots_in, sealed


@pytest.fixture
def known_root(settings, tmp_path: Path) -> None:
    settings.SIGNATURE_ROOTS = roots_in(tmp_path / "roots", root())


def signatures_in(content: bytes) -> list[Signature]:
    """As `read`, without the second that a process of its own takes to start."""
    found = answer(BytesIO(content), roots=str(settings.SIGNATURE_ROOTS or ""))
    return [Signature.from_json(one) for one in found]


def only(content: bytes) -> Signature:
    (signature,) = signatures_in(content)
    return signature


def test_a_signed_paper_comes_in_and_says_that_it_is_signed():
    assert inspect(ContentFile(sealed(pdf(), noor(), kaat()))).signed
    assert not inspect(ContentFile(pdf())).signed


def test_a_paper_without_signatures_has_none():
    assert signatures_in(pdf()) == []


def test_a_signature_from_a_known_root_is_known(known_root: None):
    signature = only(sealed(pdf(), noor()))
    assert (signature.state, signature.covers, signature.is_broken) == ("known", "whole", False)
    assert signature.signed_at is not None
    assert abs(signature.signed_at - datetime.now(UTC)) < timedelta(minutes=5)
    assert not signature.timestamped


def test_the_name_of_the_signer_is_read_and_not_the_national_number(known_root: None):
    signature = only(sealed(pdf(), noor()))
    assert signature.signer == "Noor Verzonnen"
    assert "85073003328" not in str(signature.as_json())
    assert only(sealed(pdf(), kaat())).signer == "Kaat Bedacht"


def test_without_roots_nobody_is_known():
    signature = only(sealed(pdf(), noor()))
    assert (signature.state, signature.covers) == ("unknown", "whole")


def test_a_signer_under_another_root_is_unknown(settings, tmp_path: Path):
    settings.SIGNATURE_ROOTS = roots_in(tmp_path / "roots", identity("Andere Root CA"))
    assert only(sealed(pdf(), noor())).state == "unknown"


def test_a_certificate_that_had_expired_is_not_known(known_root: None):
    assert only(sealed(pdf(), identity("Te Laat", issuer=root(), years_ago=5))).state == "unknown"


def test_a_certificate_that_expired_since_is_known_still(known_root: None):
    """Agreements are looked at long after the certificates in them lapsed."""
    old = identity("Toen Geldig", issuer=root(), years_ago=5)
    then = datetime.now(UTC) - timedelta(days=4 * 365)
    signature = only(sealed(pdf(), old, at=then))
    assert (signature.signer, signature.state) == ("Toen Geldig", "known")
    assert signature.signed_at is not None
    assert abs(signature.signed_at - then) < timedelta(seconds=2)


def test_a_signature_that_was_put_anew_in_an_addition_is_broken(known_root: None):
    """Its bytes are intact; the state of the file that it now stands in was never signed."""
    content = sealed(pdf(compress_streams=False), noor())
    number, thing = re.findall(rb"(\d+) 0 obj\s(<<(?:(?!endobj).)*?/ByteRange.*?>>)\s*endobj", content, re.DOTALL)[-1]
    moved = added_to(content, int(number), thing.decode("latin-1"))
    signature = only(moved)
    assert (signature.state, signature.covers) == ("broken", "part")


def test_one_flipped_byte_breaks_it(known_root: None):
    content = sealed(pdf(compress_streams=False), noor())
    signature = only(flipped(content, content.index(TEXT[20:40])))
    assert (signature.state, signature.is_broken) == ("broken", True)
    assert signature.signer == "Noor Verzonnen"


def test_every_byte_of_the_signed_part_counts(known_root: None):
    content = sealed(
        written("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", PAGE), noor()
    )
    assert only(flipped(content, 6)).is_broken  # the version in the first line


def test_what_is_added_afterwards_is_seen(known_root: None):
    content = added_to(sealed(pdf(), noor()), 60, "<< /Later true >>")
    signatures = signatures_in(content)
    assert [(one.state, one.covers) for one in signatures] == [("known", "before")]
    assert added_after_all(signatures)


def test_two_signatures_are_read_in_their_order(known_root: None):
    signatures = signatures_in(sealed(pdf(), noor(), kaat()))
    assert [(one.signer, one.state, one.covers) for one in signatures] == [
        ("Noor Verzonnen", "known", "before"),
        ("Kaat Bedacht", "known", "whole"),
    ]
    assert not added_after_all(signatures)


def test_a_time_stamp_says_when(known_root: None):
    stamps = identity("Verzonnen Tijd", issuer=root(), stamps=True)
    signature = only(sealed(pdf(), noor(), stamped_by=stamps))
    assert signature.timestamped
    assert signature.state == "known"


GARBAGE = {
    "no contents": "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /ByteRange [0 1 2 3] >>",
    "contents that say nothing": (
        "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /ByteRange [0 9 20 9] /Contents <00ff> >>"
    ),
    "a range of words": "<< /Type /Sig /SubFilter /ETSI.CAdES.detached /ByteRange [/a (b)] /Contents <3000> >>",
    "a range beyond the end": "<< /Type /Sig /SubFilter /x /ByteRange [0 9 9999999999 9] /Contents <3000> >>",
    "no range": "<< /Type /Sig /Contents <3000> >>",
    "a number": "42",
}


@pytest.mark.parametrize("name", GARBAGE)
def test_a_garbage_signature_is_unreadable_and_harms_nobody(name: str):
    form = "/AcroForm << /SigFlags 3 /Fields [4 0 R] >>"
    content = written(
        f"<< /Type /Catalog /Pages 2 0 R {form} >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        PAGE,
        "<< /FT /Sig /T (Handtekening) /V 5 0 R /Subtype /Widget /Rect [0 0 0 0] >>",
        GARBAGE[name],
    )
    assert inspect(ContentFile(content)).signed
    assert [(one.state, one.is_broken) for one in signatures_in(content)] == [("unreadable", True)]


def test_it_is_all_read_apart_with_the_roots_of_the_settings(known_root: None):
    content = sealed(pdf(), noor(), kaat())
    assert read(ContentFile(content)) == signatures_in(content)
    assert [one.state for one in read(ContentFile(content))] == ["known", "known"]


def test_what_cannot_be_read_at_all_is_unreadable():
    assert [one.state for one in read(ContentFile(b"%PDF-1.7\n%%EOF"))] == ["unreadable"]


def test_a_reader_that_falls_over_leaves_an_unreadable_signature(settings, tmp_path: Path):
    (tmp_path / "broken.pem").write_bytes(b"no certificate")
    settings.SIGNATURE_ROOTS = tmp_path
    assert [one.state for one in read(ContentFile(sealed(pdf(), noor())))] == ["unreadable"]


def test_what_is_read_survives_the_database():
    signature = only(sealed(pdf(), noor()))
    assert Signature.from_json(signature.as_json()) == signature


def test_roots_lie_in_a_folder(tmp_path: Path):
    assert signature_roots("") is None
    folder = roots_in(tmp_path / "roots", root(), identity("Andere Root CA"))
    (folder / "both.txt").write_bytes(root().pem + noor().pem)
    (folder / "binary.der").write_bytes(root().asn1.dump())
    (folder / ".hidden").touch()
    assert signature_roots(str(folder)) == folder
    assert len(certificates(folder)) == 5


@pytest.mark.parametrize("content", [b"no certificate", b"", noor().asn1_key.dump(), root().pem[:-80]])
def test_a_file_that_is_no_certificate_is_named_at_the_start(tmp_path: Path, content: bytes):
    folder = roots_in(tmp_path / "roots", root())
    (folder / "eid.txt").write_bytes(content)
    with pytest.raises(ImproperlyConfigured, match=r"SIGNATURE_ROOTS .* eid\.txt is not a certificate"):
        signature_roots(str(folder))


def test_roots_that_are_not_there_stop_the_start(tmp_path: Path):
    for folder in (tmp_path / "nowhere", tmp_path):
        with pytest.raises(ImproperlyConfigured, match="SIGNATURE_ROOTS must be a folder"):
            signature_roots(str(folder))


@pytest.mark.parametrize(
    ("clock", "at"),
    [
        (datetime(2020, 12, 15, 23, 30), datetime(2020, 12, 15, 22, 30, tzinfo=UTC)),
        (datetime(2020, 12, 15, 23, 30, tzinfo=UTC), datetime(2020, 12, 15, 23, 30, tzinfo=UTC)),
        (datetime(9999, 12, 31, 23, 59, tzinfo=UTC), None),
        (datetime(1900, 1, 1, tzinfo=UTC), None),
    ],
)
def test_a_moment_has_a_zone_and_lies_within_what_a_clock_can_say(clock: datetime, at: datetime | None):
    signature = only(sealed(pdf(), noor(), at=clock))
    assert (signature.signed_at, signature.state) == (at, "unknown")


def test_the_name_of_a_signer_holds_no_sign_that_a_database_refuses():
    assert only(sealed(pdf(), identity("Noor\u0001 Verzonnen", issuer=root()))).signer == "Noor\ufffd Verzonnen"


def test_an_empty_field_for_a_signature_is_no_signature():
    assert signatures_in(catalog()) == []
