"""The paper of an early end: signed by whoever holds the offices, kept as it is, taken back with a reason."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from page import ValidationProfile, validate_pdf_bytes

from accounts.submissions import new_token
from agreements.actions import finals, stages
from agreements.actions import signed_copies as copies
from agreements.actions.content import ContentStays
from agreements.actions.stages import Step
from agreements.freeze import last_reopening
from agreements.models import (
    Addendum,
    AgencyDirector,
    Agreement,
    Ending,
    Final,
    PaperKind,
    Reopening,
    Side,
    SignedCopy,
    Stage,
    StageChange,
    TemplateVersion,
    belonging_to,
)
from municipalities.models import Contact, Municipality, Region, Succession
from papers.documents import store
from tests.agreements.filing import hand_in
from tests.agreements.finals import final_of
from tests.agreements.papers import Printed, complete_agreement, contact, standard_version
from tests.conftest import UserClient
from tests.factories import ContactFactory, MunicipalityFactory, UserFactory, signed
from tests.papers.making import pdf, said

OTHER_WORDS = [f"Artikel {number}. De partijen werken nog jaren samen aan taal en onthaal." for number in range(1, 9)]


@pytest.fixture
def agreement(region: Region) -> Agreement:
    """Signed by Marieke Verbeeld, Joris Bedacht and Wouter Verzonnen, and ended early."""
    standard_version(PaperKind.ENDING)
    made = complete_agreement(signed_outside=True, ends_on=date(2027, 12, 31))
    Municipality.objects.filter(pk=made.municipality_id).update(region=region)
    signed(made, date(2020, 7, 1))
    stages.end(made, effective_on=date(2024, 12, 31), reason="De gemeente fuseert.", by=UserFactory())
    return Agreement.objects.get(pk=made.pk)


def ending_of(agreement: Agreement) -> Ending:
    ending: Ending = Ending.objects.standing().get(agreement=agreement)
    return ending


def holds(municipality: Municipality, name: str, function: str) -> Contact:
    return ContactFactory(municipality=municipality, name=name, function=Contact.Function(function))


def page_of(agreement: Agreement, name: str) -> str:
    return f"/agreements/{agreement.pk}/ending/{name}/"


def text_of(client: UserClient, agreement: Agreement, tmp_path: Path) -> str:
    return Printed(client.get(page_of(agreement, "pdf")).content, tmp_path).text


def made(client: UserClient, agreement: Agreement) -> Final:
    response = client.post(page_of(agreement, "final"), {"submission": new_token()})
    assert response.status_code == 302, response.text
    return Final.objects.of(ending_of(agreement)).standing().get()


def take_back(client: UserClient, agreement: Agreement, reason: str = "Verkeerde dag") -> Any:
    return client.post(page_of(agreement, "take-back"), {"reason": reason, "submission": new_token()})


# Who signs ------------------------------------------------------------------------------------------------------------


def test_whoever_holds_the_offices_signs_and_not_whoever_once_did(
    staff_client: UserClient, agreement: Agreement, tmp_path: Path
) -> None:
    holds(agreement.municipality, "Fatma Gezocht", "council_chair")
    holds(agreement.municipality, "Bert Gedroomd", "general_director")
    AgencyDirector.objects.create(name="Lieve Verdicht", function="Algemeen directeur", starts_on=date(2019, 1, 1))
    text = text_of(staff_client, agreement, tmp_path)
    assert "tot en met 31 december 2024" in text
    assert "De gemeente fuseert." in text
    for name in ("Fatma Gezocht", "Bert Gedroomd", "Lieve Verdicht"):
        assert name in text
    assert "Marieke Verbeeld" not in text


def test_after_a_merger_the_people_of_the_successor_sign(
    staff_client: UserClient, agreement: Agreement, tmp_path: Path
) -> None:
    holds(agreement.municipality, "Fatma Gezocht", "council_chair")
    successor = MunicipalityFactory(name="Groot-Zulte", starts_on=date(2025, 1, 1))
    holds(successor, "Zita Bedacht", "council_chair")
    Municipality.objects.filter(pk=agreement.municipality_id).update(ends_on=date(2024, 12, 31))
    Succession.objects.create(predecessor=agreement.municipality, successor=successor, took_effect_on=date(2025, 1, 1))
    text = text_of(staff_client, agreement, tmp_path)
    assert "Zita Bedacht" in text
    assert "Fatma Gezocht" not in text


def test_whom_the_register_does_not_know_writes_the_name_by_hand(
    coordinator_client: UserClient, agreement: Agreement, tmp_path: Path
) -> None:
    assert "in te vullen" not in text_of(coordinator_client, agreement, tmp_path)
    shown = coordinator_client.get(page_of(agreement, "final")).text
    assert "schrijft naam en functie met de hand" in shown
    made(coordinator_client, agreement)


def test_a_name_that_cannot_be_printed_is_mended_among_the_contacts(
    coordinator_client: UserClient, agreement: Agreement
) -> None:
    contact = holds(agreement.municipality, "Fatma 漢", "council_chair")
    shown = coordinator_client.get(page_of(agreement, "final")).text
    assert f'href="/contacts/{contact.pk}/edit/#id_name"' in shown
    assert coordinator_client.post(page_of(agreement, "final")).status_code == 409


# Kept -----------------------------------------------------------------------------------------------------------------


def test_the_final_is_made_once_and_stays_as_it_is(
    coordinator_client: UserClient, agreement: Agreement, tmp_path: Path
) -> None:
    sent = {"submission": new_token()}
    for _time in range(2):
        assert coordinator_client.post(page_of(agreement, "final"), sent)["Location"].endswith("#ending-papers")
    final = Final.objects.get()
    assert (final.ending, final.made_by) == (ending_of(agreement), coordinator_client.user)
    assert (final.document.label, final.data["reason"]) == (f"{agreement.reference}-E.pdf", "De gemeente fuseert.")
    TemplateVersion.objects.filter(pk=final.template_version_id).update(title="Iets anders")
    holds(agreement.municipality, "Fatma Gezocht", "council_chair")
    response: Any = coordinator_client.get(page_of(agreement, "pdf"), follow=True)
    content = response.getvalue()
    for profile in (ValidationProfile.PDF_A_3A, ValidationProfile.PDF_UA_1):
        assert not validate_pdf_bytes(content, profile=profile).failures
    text = Printed(content, tmp_path).text
    assert f"{agreement.reference}/E · {final.fingerprint[:8]}" in text
    assert "Fatma Gezocht" not in text
    assert "Ontwerp" not in text


def test_until_then_it_is_a_draft(staff_client: UserClient, agreement: Agreement, tmp_path: Path) -> None:
    assert "Dit is een ontwerp." in text_of(staff_client, agreement, tmp_path)


def test_without_an_early_end_there_is_no_paper_of_it(coordinator_client: UserClient, region: Region) -> None:
    other = complete_agreement(name="Aalter")
    Municipality.objects.filter(pk=other.municipality_id).update(region=region)
    for name in ("pdf", "final", "take-back"):
        assert coordinator_client.get(page_of(other, name)).status_code == 404


def test_the_page_of_the_agreement_shows_the_papers_of_its_end(
    coordinator_client: UserClient, agreement: Agreement
) -> None:
    page = coordinator_client.get(agreement.get_absolute_url()).text
    assert f'href="{page_of(agreement, "final")}"' in page
    final = made(coordinator_client, agreement)
    shown = coordinator_client.get(agreement.get_absolute_url())
    assert shown.text.count(f'href="{final.get_absolute_url()}"') == 1
    assert shown.context["final"] is None
    assert f'href="{page_of(agreement, "take-back")}"' in shown.text


@pytest.mark.parametrize("number", [1, 6])
def test_its_pages_ask_the_same_number_of_queries_for_any_number_of_people(
    coordinator_client: UserClient, agreement: Agreement, django_assert_num_queries: Any, number: int
) -> None:
    for person in range(number):
        holds(agreement.municipality, f"Fatma Gezocht {person}", "council_chair")
        contact(agreement, Side.MUNICIPALITY, f"Kaat Bedacht {person}")
        AgencyDirector.objects.create(name=f"Zita {person}", function="Directeur", starts_on=date(2019, 1, 1))
    coordinator_client.get(page_of(agreement, "final"))
    with django_assert_num_queries(17):
        coordinator_client.get(page_of(agreement, "final"))
    final_of(ending_of(agreement))
    with django_assert_num_queries(9):
        coordinator_client.get(page_of(agreement, "take-back"))


# Taken back -----------------------------------------------------------------------------------------------------------


def test_it_is_taken_back_with_a_reason_and_stays_readable(
    coordinator_client: UserClient, agreement: Agreement
) -> None:
    final = made(coordinator_client, agreement)
    assert "Dit veld is verplicht" in take_back(coordinator_client, agreement, reason=" ").text
    assert take_back(coordinator_client, agreement).url.endswith("#ending-papers")
    page = coordinator_client.get(agreement.get_absolute_url()).text
    assert "Verkeerde dag" in page
    assert f'href="{final.get_absolute_url()}"' in page
    made(coordinator_client, agreement)
    assert Final.objects.of(ending_of(agreement)).count() == 2
    assert last_reopening(agreement) is None  # the text of the agreement itself was never opened


def test_the_end_is_not_corrected_under_its_final(coordinator_client: UserClient, agreement: Agreement) -> None:
    made(coordinator_client, agreement)
    step = ending_of(agreement)
    sent = {"why": "Verkeerde dag", "replace": "no"}
    response = coordinator_client.post(f"/stage-changes/{step.pk}/correct/", sent)
    assert "Neem die eerst terug" in response.text
    take_back(coordinator_client, agreement)
    coordinator_client.post(f"/stage-changes/{step.pk}/correct/", sent)
    assert not StageChange.objects.get(pk=step.pk).is_standing


def test_no_final_is_kept_of_an_end_that_was_corrected_while_it_printed(
    coordinator_client: UserClient, agreement: Agreement
) -> None:
    print_ = finals.printed(ending_of(agreement))
    stages.correct(ending_of(agreement), reason="Vergissing", by=UserFactory())
    with pytest.raises(ContentStays, match="is verbeterd"):
        finals.keep(print_, by=coordinator_client.user)
    assert not Final.objects.exists()


# Signed ---------------------------------------------------------------------------------------------------------------


def test_without_a_final_a_signed_copy_is_compared_with_nothing(
    coordinator_client: UserClient, agreement: Agreement
) -> None:
    address = f"/agreements/{agreement.pk}/signed-copies/new/?ending={ending_of(agreement).pk}"
    text = coordinator_client.get(address).text
    assert "Er is hier geen definitieve versie om mee te vergelijken." in text
    assert "kunnen de handtekeningen niet" not in text


def test_a_signed_copy_of_it_is_filed_with_the_end(coordinator_client: UserClient, agreement: Agreement) -> None:
    final = made(coordinator_client, agreement)
    ending = ending_of(agreement)
    with final.document.file.open() as file:
        refused = hand_in(coordinator_client, agreement, query=f"?ending={ending.pk}", all=file.read())
    assert "nog door niemand ondertekend" in refused.text
    hand_in(coordinator_client, agreement, query=f"?ending={ending.pk}", all=said(*OTHER_WORDS))
    copy = SignedCopy.objects.get()
    assert (copy.ending, copy.text) == (ending, SignedCopy.Text.DIFFERS)
    assert not SignedCopy.objects.of(agreement).exists()
    assert f"{agreement.reference}/E" in coordinator_client.get(copy.get_absolute_url()).text
    page = coordinator_client.get(agreement.get_absolute_url()).text
    assert page.index("ending-papers-title") < page.index(f'href="{copy.get_absolute_url()}"')
    assert "eerst opzij" in take_back(coordinator_client, agreement).text
    assert ending_of(agreement).standing_final == final


def test_the_end_is_not_corrected_beside_its_signed_copy(coordinator_client: UserClient, agreement: Agreement) -> None:
    ending = ending_of(agreement)
    hand_in(coordinator_client, agreement, query=f"?ending={ending.pk}", all=said(*OTHER_WORDS))
    sent = {"why": "Verkeerde dag", "replace": "no"}
    assert "eerst opzij" in coordinator_client.post(f"/stage-changes/{ending.pk}/correct/", sent).text
    copies.set_aside(SignedCopy.objects.get(), reason="Ander blad", by=coordinator_client.user)
    coordinator_client.post(f"/stage-changes/{ending.pk}/correct/", sent)
    assert not StageChange.objects.get(pk=ending.pk).is_standing


def test_no_copy_is_filed_of_an_end_that_was_corrected_meanwhile(
    coordinator_client: UserClient, agreement: Agreement
) -> None:
    ending = ending_of(agreement)
    stages.correct(ending, reason="Vergissing", by=UserFactory())
    answer = hand_in(coordinator_client, agreement, query=f"?ending={ending.pk}", all=said(*OTHER_WORDS))
    assert "is verbeterd" in answer.text
    assert not SignedCopy.objects.exists()


def test_whoever_may_not_mend_the_reason_reads_who_may(staff_client: UserClient, agreement: Agreement) -> None:
    stages.correct(
        ending_of(agreement),
        reason="Vergissing",
        by=UserFactory(),
        replacement=Step(stage=Stage.ENDED, effective_on=date(2024, 12, 31), note="Omdat XXX de gemeente fuseert."),
    )
    assert "een coördinator van de regio" in staff_client.get(page_of(agreement, "final")).text


# Rules of the database ------------------------------------------------------------------------------------------------


def test_an_early_end_has_one_standing_final(agreement: Agreement) -> None:
    ending = ending_of(agreement)
    final_of(ending)
    with pytest.raises(IntegrityError), transaction.atomic():
        final_of(ending, content=b"%PDF-1.7 nog een")


def test_what_is_kept_belongs_to_an_addendum_or_to_an_end(agreement: Agreement) -> None:
    ending, by = ending_of(agreement), UserFactory()
    addendum = Addendum.objects.create(agreement=agreement, subject="Meer tolken", created_by=by)
    final_of(ending)
    Reopening.objects.create(**belonging_to(ending), reason="Verkeerde dag", reopened_by=by)
    SignedCopy.objects.create(
        **belonging_to(ending),
        document=store(pdf(), label="scan.pdf", by=by),
        text=SignedCopy.Text.NO_FINAL,
        filed_by=by,
    )
    for model in (Final, Reopening, SignedCopy):
        with pytest.raises(IntegrityError, match="is_of_one_paper"), transaction.atomic():
            model.objects.filter(ending=ending).update(addendum=addendum)
