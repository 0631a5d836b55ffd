"""What came back signed is filed untouched, compared with the final, and never counted as the day of signature."""

import hashlib
import logging
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.submissions import new_token
from agreements.actions import signed_copies as actions
from agreements.models import Agreement, Final, SignedCopy, TemplateVersion
from agreements.models.template import PaperKind, PaperTemplate
from municipalities.models import Region
from papers.documents import store
from papers.models import Document
from papers.signatures import read
from papers.uploads import LARGEST
from tests.agreements.filing import address, hand_in, upload
from tests.conftest import UserClient, client_of
from tests.factories import AgreementFactory, MunicipalityFactory, UserFactory, decided, signed
from tests.papers.bad_papers import MAKERS
from tests.papers.making import TEXT, pdf, said
from tests.papers.sealing import flipped, kaat, noor, root, roots_in, sealed

pytestmark = pytest.mark.django_db

WORDS = [f"Artikel {number}. De partijen werken samen aan taal en onthaal in de gemeente." for number in range(1, 9)]


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "documents"
    return settings.MEDIA_ROOT


@pytest.fixture
def agreement(region: Region) -> Agreement:
    return AgreementFactory(
        municipality=MunicipalityFactory(region=region, name="Zulte"), reference="OVL-2020-0007", signed_outside=False
    )


def settled(agreement: Agreement, content: bytes) -> Final:
    """The agreement with a final of these bytes."""
    template, _ = PaperTemplate.objects.get_or_create(name="Standaard", kind=PaperKind.AGREEMENT)
    version, _ = TemplateVersion.objects.get_or_create(template=template, number=1, defaults={"title": "x"})
    by = UserFactory()
    return Final.objects.create(
        agreement=agreement,
        document=store(content, label="final.pdf", by=by),
        template_version=version,
        data={},
        fingerprint="0" * 64,
        made_by=by,
    )


def filed(client: UserClient, agreement: Agreement, content: bytes | None = None, **fields: Any) -> SignedCopy:
    answer = hand_in(client, agreement, **({"all": content or pdf()} | fields))
    assert answer.status_code == 302, answer.text
    return SignedCopy.objects.get(pk=int(answer.url.rstrip("/").rsplit("/", 1)[1]))


# Filing --------------------------------------------------------------------------------------------------------------


def test_a_copy_is_kept_byte_for_byte_and_comes_back_as_it_was(
    coordinator_client: UserClient, agreement: Agreement, folder: Path
):
    content = pdf(pages=3)
    copy = filed(coordinator_client, agreement, content)
    assert copy.document.sha256 == hashlib.sha256(content).hexdigest()
    assert (folder / copy.document.file.name).read_bytes() == content
    assert (copy.document.label, copy.filed_by) == ("scan van de overeenkomst.pdf", coordinator_client.user)
    answer = coordinator_client.get(f"/signed-copies/{copy.pk}/file/")
    assert answer.getvalue() == content
    assert answer.headers["Content-Disposition"] == f'attachment; filename="OVL-2020-0007-getekend-all-{copy.pk}.pdf"'
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_each_party_can_have_its_own_copy(coordinator_client: UserClient, agreement: Agreement):
    answer = hand_in(coordinator_client, agreement, municipality=pdf(pages=1), ocmw=pdf(pages=2), agency=pdf(pages=3))
    assert answer.url == f"/agreements/{agreement.pk}/#signed-copies"
    assert set(agreement.signed_copies.values_list("party", flat=True)) == {"municipality", "ocmw", "agency"}


def test_who_is_no_party_is_not_asked_for_a_copy(coordinator_client: UserClient, agreement: Agreement):
    Agreement.objects.filter(pk=agreement.pk).update(party=Agreement.Party.MUNICIPALITY)
    text = coordinator_client.get(address(agreement)).text
    assert 'name="municipality"' in text
    assert 'name="ocmw"' not in text


def test_the_name_of_a_file_is_a_label_and_nothing_else(coordinator_client: UserClient, agreement: Agreement):
    sent = SimpleUploadedFile("<i>scan van 3\u202efdp.pdf", pdf(), "text/html")
    copy = filed(coordinator_client, agreement, all=sent)
    text = coordinator_client.get(copy.get_absolute_url()).text
    assert "&lt;i&gt;scan van 3fdp.pdf" in text
    assert "<i>scan" not in text


def test_the_same_form_sent_twice_files_once(coordinator_client: UserClient, agreement: Agreement):
    token = new_token()
    first = coordinator_client.post(address(agreement), {"all": upload(pdf()), "submission": token})
    again = coordinator_client.post(address(agreement), {"all": upload(pdf()), "submission": token})
    assert first.headers["Location"] == again.headers["Location"]
    assert agreement.signed_copies.count() == 1


def test_the_same_file_is_not_filed_twice(coordinator_client: UserClient, agreement: Agreement):
    filed(coordinator_client, agreement)
    assert "Dit bestand is hier al opgeborgen." in hand_in(coordinator_client, agreement, municipality=pdf()).text
    assert (
        "Dit bestand is twee keer gekozen."
        in hand_in(coordinator_client, agreement, municipality=pdf(pages=2), agency=pdf(pages=2)).text
    )
    assert agreement.signed_copies.count() == 1


def test_the_final_itself_is_no_signed_copy(coordinator_client: UserClient, agreement: Agreement):
    settled(agreement, said(*WORDS))
    answer = hand_in(coordinator_client, agreement, all=said(*WORDS))
    assert "Dit is het definitieve stuk zelf" in answer.text
    assert not agreement.signed_copies.exists()


def test_a_final_that_cannot_be_opened_stops_the_filing_in_words(
    coordinator_client: UserClient, agreement: Agreement, folder: Path
):
    final = settled(agreement, said(*WORDS))
    (folder / final.document.file.name).unlink()
    answer = hand_in(coordinator_client, agreement, all=pdf())
    assert "De definitieve versie kan nu niet worden geopend" in answer.text
    assert not agreement.signed_copies.exists()


def test_a_form_without_a_file_asks_for_one(coordinator_client: UserClient, agreement: Agreement):
    answer = hand_in(coordinator_client, agreement)
    assert "Kies minstens één bestand." in answer.text


def test_staff_and_coordinators_of_another_region_do_not_file(staff_client: UserClient, agreement: Agreement):
    stranger = client_of(UserFactory(role=User.Role.COORDINATOR))
    for client in (staff_client, stranger):
        assert client.get(address(agreement)).status_code == 403
        assert hand_in(client, agreement, all=pdf()).status_code == 403
    assert not SignedCopy.objects.exists()


def test_everyone_who_is_logged_in_reads_and_others_do_not(
    coordinator_client: UserClient, manager_client: UserClient, client, agreement: Agreement
):
    copy = filed(coordinator_client, agreement)
    for url in (copy.get_absolute_url(), f"/signed-copies/{copy.pk}/file/"):
        answer = manager_client.get(url)
        assert answer.status_code == 200
        if answer.streaming:
            answer.getvalue()
        assert client.get(url).status_code == 302
    assert "Opzij leggen" not in manager_client.get(copy.get_absolute_url()).text


# What is refused -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["a text", "a password to open", "a script on opening", "a file inside", "cut in half"]
)
def test_a_bad_file_is_refused_in_words_and_nothing_is_left(
    coordinator_client: UserClient,
    agreement: Agreement,
    folder: Path,
    tmp_path: Path,
    name: str,
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    code, make = MAKERS[name]
    answer = hand_in(coordinator_client, agreement, all=pdf(), agency=make() + bytes(0))
    assert answer.status_code == 200
    words = {
        "not_pdf": "Dit is geen pdf.",
        "encrypted": "beveiligd met een wachtwoord",
        "script": "In de pdf zit een script.",
        "attachment": "zitten andere bestanden verpakt",
        "damaged": "De pdf is beschadigd",
    }
    assert words[code] in answer.text
    assert "Kies de bestanden opnieuw" in answer.text
    assert not SignedCopy.objects.exists()
    assert not Document.objects.exists()
    assert not folder.exists()
    assert [path for path in tmp_path.iterdir() if path.suffix == ".pdf" or "upload" in path.name] == []


def test_of_a_file_that_is_too_large_no_more_is_read_than_needed(
    coordinator_client: UserClient, agreement: Agreement, folder: Path
):
    answer = hand_in(coordinator_client, agreement, all=pdf() + bytes(LARGEST + 3_000_000), agency=pdf())
    assert "Het bestand is groter dan 20 MB." in answer.text
    kept = answer.context["form"].files["all"]
    assert LARGEST < kept.size < LARGEST + 1_000_000
    assert not folder.exists()


def test_a_request_beyond_all_measure_is_not_read(coordinator_client: UserClient, agreement: Agreement):
    logging.disable(logging.ERROR)  # Django tells the log; that is no news in a test
    answer = coordinator_client.post(address(agreement), {"all": upload(pdf())}, CONTENT_LENGTH=str(11 * LARGEST))
    logging.disable(logging.NOTSET)
    assert answer.status_code == 413
    assert "Een bestand mag hoogstens 20 MB groot zijn." in answer.text


# The text ------------------------------------------------------------------------------------------------------------


def test_a_copy_with_the_text_of_the_final_is_the_same(coordinator_client: UserClient, agreement: Agreement):
    settled(agreement, said(*WORDS))
    copy = filed(coordinator_client, agreement, said(*WORDS, ""))
    assert copy.text == SignedCopy.Text.SAME
    assert "dezelfde tekst als de definitieve versie" in coordinator_client.get(copy.get_absolute_url()).text


def test_a_copy_with_another_text_shows_the_places(coordinator_client: UserClient, agreement: Agreement):
    settled(agreement, said(*WORDS))
    changed = [line.replace("taal", "sport") if number == 3 else line for number, line in enumerate(WORDS)]
    copy = filed(coordinator_client, agreement, said(*changed))
    assert copy.text == SignedCopy.Text.DIFFERS
    text = coordinator_client.get(copy.get_absolute_url()).text
    assert "<del>" in text
    assert "sport" in text


def test_a_page_number_as_the_template_words_it_is_no_difference(coordinator_client: UserClient, agreement: Agreement):
    settled(agreement, said(*WORDS))
    TemplateVersion.objects.update(phrases={"page": "blad", "page_of": "op"})
    copy = filed(coordinator_client, agreement, said(*WORDS, "blad 1 op 3"))
    assert copy.text == SignedCopy.Text.SAME


def test_a_scan_says_that_it_has_no_text(coordinator_client: UserClient, agreement: Agreement):
    settled(agreement, said(*WORDS))
    assert filed(coordinator_client, agreement, pdf()).text == SignedCopy.Text.SCAN


def test_without_a_final_there_is_nothing_to_compare_with(coordinator_client: UserClient, agreement: Agreement):
    assert "Er is hier geen definitieve versie" in coordinator_client.get(address(agreement)).text
    assert filed(coordinator_client, agreement).text == SignedCopy.Text.NO_FINAL


def test_a_final_that_comes_while_a_copy_is_compared_stops_the_filing(agreement: Agreement):
    handed = actions.Handed("all", upload(pdf()), "scan.pdf", [])
    copies = actions.compared(agreement, [handed])
    settled(agreement, said(*WORDS))
    with pytest.raises(ValidationError) as refused:
        actions.file_copies(agreement, copies, by=UserFactory())
    assert refused.value.code == "changed"
    assert not SignedCopy.objects.exists()


# Signatures ----------------------------------------------------------------------------------------------------------


def test_signatures_are_shown_as_they_are(coordinator_client: UserClient, agreement: Agreement, settings, tmp_path):
    settings.SIGNATURE_ROOTS = roots_in(tmp_path / "roots", root())
    copy = filed(coordinator_client, agreement, sealed(pdf(), noor(), kaat()))
    text = coordinator_client.get(copy.get_absolute_url()).text
    assert "Noor Verzonnen" in text
    assert text.count("ongeschonden, met een certificaat van een bekende uitgever") == 2
    assert "daarna is er iets aan toegevoegd" in text
    assert "of een certificaat intussen is ingetrokken, weten we niet" in text


def test_a_broken_signature_is_refused_until_there_is_a_reason(coordinator_client: UserClient, agreement: Agreement):
    content = sealed(pdf(compress_streams=False), noor())
    broken = flipped(content, content.index(TEXT[20:40]))
    answer = hand_in(coordinator_client, agreement, all=broken)
    assert "De elektronische handtekening van Noor Verzonnen is geschonden" in answer.text
    assert 'name="accept_broken"' in answer.text
    answer = hand_in(coordinator_client, agreement, all=broken, accept_broken="on", accepted_because=" ")
    assert "Zeg waarom het met een geschonden handtekening wordt opgeborgen." in answer.text
    assert not SignedCopy.objects.exists()
    copy = filed(coordinator_client, agreement, broken, accept_broken="on", accepted_because="De gemeente weet ervan")
    assert copy.accepted_because == "De gemeente weet ervan"
    assert "De gemeente weet ervan" in coordinator_client.get(copy.get_absolute_url()).text


def test_no_reason_is_asked_where_no_signature_is_broken(coordinator_client: UserClient, agreement: Agreement):
    assert 'name="accept_broken"' not in coordinator_client.get(address(agreement)).text
    copy = filed(coordinator_client, agreement, accept_broken="on", accepted_because="Zomaar")
    assert copy.accepted_because == ""


def test_the_action_files_no_broken_signature_without_a_reason(agreement: Agreement):
    content = sealed(pdf(compress_streams=False), noor())
    broken = upload(flipped(content, content.index(TEXT[20:40])))
    handed = actions.Handed("all", broken, "scan.pdf", read(broken))
    with pytest.raises(ValidationError, match="alleen met een reden"):
        actions.file_copies(agreement, actions.compared(agreement, [handed]), by=UserFactory())


# What follows --------------------------------------------------------------------------------------------------------


def test_filing_leads_to_the_days_of_signature_and_fills_none_in(coordinator_client: UserClient, agreement: Agreement):
    decided(agreement)
    settled(agreement, said(*WORDS))
    copy = filed(coordinator_client, agreement, sealed(said(*WORDS), noor()))
    sign = f"/agreements/{agreement.pk}/sign/"
    assert f'href="{sign}"' in coordinator_client.get(copy.get_absolute_url()).text
    text = coordinator_client.get(sign).text
    assert "De elektronische handtekeningen in het getekende exemplaar zeggen:" in text
    assert "Noor Verzonnen, " in text
    assert f'value="{datetime.now(UTC).date().isoformat()}"' not in text
    assert not agreement.is_signed(on=date.max)


def test_a_copy_of_a_signed_agreement_leads_nowhere(coordinator_client: UserClient, agreement: Agreement):
    Agreement.objects.filter(pk=agreement.pk).update(signed_outside=True)
    signed(agreement, on=date(2020, 2, 1))
    copy = filed(coordinator_client, agreement)
    assert "/sign/" not in coordinator_client.get(copy.get_absolute_url()).text


# Setting aside -------------------------------------------------------------------------------------------------------


def test_a_wrong_file_is_set_aside_with_a_reason_and_never_deleted(
    coordinator_client: UserClient, agreement: Agreement, folder: Path
):
    copy = filed(coordinator_client, agreement)
    url = f"/signed-copies/{copy.pk}/set-aside/"
    assert "Dit veld is verplicht" in coordinator_client.post(url, {"reason": " "}).text
    coordinator_client.post(url, {"reason": "Van een andere gemeente", "submission": new_token()})
    copy.refresh_from_db()
    assert (copy.set_aside_by, copy.set_aside_because) == (coordinator_client.user, "Van een andere gemeente")
    assert "Van een andere gemeente" in coordinator_client.get(copy.get_absolute_url()).text
    assert (folder / copy.document.file.name).exists()
    assert "Dit exemplaar was al opzij gelegd." in coordinator_client.post(url, {"reason": "Nog eens"}).text
    copy.refresh_from_db()
    assert copy.set_aside_because == "Van een andere gemeente"


def test_what_was_set_aside_can_be_filed_again(coordinator_client: UserClient, agreement: Agreement):
    actions.set_aside(filed(coordinator_client, agreement), reason="Vergissing", by=UserFactory())
    filed(coordinator_client, agreement)
    assert agreement.signed_copies.standing().count() == 1


def test_a_copy_is_set_aside_with_moment_person_and_reason_or_not_at_all(
    coordinator_client: UserClient, agreement: Agreement
):
    copy = filed(coordinator_client, agreement)
    with pytest.raises(IntegrityError, match="signed_copy_is_set_aside_with_a_reason"), transaction.atomic():
        SignedCopy.objects.filter(pk=copy.pk).update(set_aside_because="Zomaar")


# On the page of the agreement ----------------------------------------------------------------------------------------


def test_the_page_of_the_agreement_lists_its_copies(coordinator_client: UserClient, agreement: Agreement):
    page = coordinator_client.get(agreement.get_absolute_url()).text
    assert "Er is nog geen getekend exemplaar opgeborgen." in page
    copy = filed(coordinator_client, agreement)
    page = coordinator_client.get(agreement.get_absolute_url()).text
    assert f'href="{copy.get_absolute_url()}"' in page


@pytest.mark.parametrize("number", [1, 12])
def test_the_page_of_a_copy_asks_the_same_number_of_queries_however_many_signatures(
    coordinator_client: UserClient, agreement: Agreement, django_assert_num_queries: DjangoAssertNumQueries, number: int
):
    copy = filed(coordinator_client, agreement)
    signature = {"signer": "Noor", "signed_at": None, "timestamped": False, "state": "unknown", "covers": "whole"}
    place = {"page": 1, "final": "a", "copy": "b"}
    SignedCopy.objects.filter(pk=copy.pk).update(signatures=[signature] * number, differences=[place] * number)
    coordinator_client.get(copy.get_absolute_url())
    # session, user, regions; the copy; the steps of the agreement
    with django_assert_num_queries(5):
        coordinator_client.get(copy.get_absolute_url())
