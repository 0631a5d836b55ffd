"""The report of a review, and the notice of another contact."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat

from accounts.submissions import new_token
from agreements.models import (
    Addendum,
    Agreement,
    AgreementContact,
    Commitment,
    CommitmentProgress,
    ContactChange,
    Review,
    ReviewOutcome,
    Side,
    TemplatePart,
    TemplateVersion,
)
from municipalities.models import Contact, Domain, Region
from tests.agreements.papers import Printed, commitment, complete_agreement
from tests.agreements.wordings import concept
from tests.conftest import UserClient
from tests.factories import ContactFactory, DomainFactory, UserFactory, signed


@pytest.fixture
def agreement(region: Region) -> Agreement:
    """Signed by all on 1 July 2020, with everything filled in."""
    made = complete_agreement(signed_outside=True, ends_on=date(2027, 12, 31))
    made.municipality.region = region
    made.municipality.save()
    signed(made, date(2020, 7, 1))
    return made


@pytest.fixture
def review(agreement: Agreement) -> Review:
    made: Review = Review.objects.create(
        agreement=agreement,
        due_on=date(2021, 7, 1),
        held_on=date(2021, 7, 8),
        follow_up=Review.FollowUp.ADJUSTMENT,
        follow_up_note="De zitdag verhuist naar de bibliotheek.",
        other_people="Jan Verzonnen, bibliotheek",
    )
    made.agency_people.add(UserFactory(first_name="Noor", last_name="Ingebeeld"))
    domain = Domain.objects.get(code="services")
    ReviewOutcome.objects.create(review=made, domain=domain, text="Loopt zoals afgesproken.")
    CommitmentProgress.objects.create(
        commitment=commitment(agreement, "Zitdag in het sociaal huis."),
        state="under_way",
        on=made.held_on,
        review=made,
        recorded_by=UserFactory(),
    )
    return made


@pytest.fixture
def colleague(agreement: Agreement) -> AgreementContact:
    return agreement.contacts.get(side=Side.MUNICIPALITY)


def taken_over(colleague: AgreementContact, **fields: Any) -> ContactChange:
    given = {"name": "Wout Ingebeeld", "function": "Integratieambtenaar", "email": "wout@example.org"} | fields
    return ContactChange.objects.create(
        agreement_contact=colleague, recorded_by=UserFactory(), **{"starts_on": date(2022, 3, 1)} | given
    )


def addendum_of(agreement: Agreement, **fields: Any) -> Addendum:
    """Signed just before the review."""
    on = date(2021, 7, 2)
    days = {"starts_on": on, "signed_on": on, "agency_signed_on": on, "municipality_signed_on": on}
    return Addendum.objects.create(agreement=agreement, number=1, created_by=UserFactory(), **days | fields)


def test_the_report_tells_what_was_agreed_how_it_stands_and_what_follows(
    staff_client: UserClient, review: Review, tmp_path: Path
) -> None:
    response = staff_client.get(f"/reviews/{review.pk}/pdf/")
    assert response["Content-Type"] == "application/pdf"
    text = Printed(response.content, tmp_path).text
    for words in [
        "Op 8 juli 2021",
        "Noor Ingebeeld",
        "Jan Verzonnen, bibliotheek",
        "Loopt zoals afgesproken.",
        "Zitdag in het sociaal huis.",
        "aan de gang",
        "De zitdag verhuist naar de bibliotheek.",
        review.agreement.reference,
    ]:
        assert words in text
    assert "Ontwerp" not in text


def test_the_report_names_who_was_to_be_reached_on_the_day_of_the_meeting(
    staff_client: UserClient, review: Review, colleague: AgreementContact, tmp_path: Path
) -> None:
    taken_over(colleague, starts_on=date(2021, 7, 1))
    taken_over(colleague, name="Zita Bedacht", starts_on=date(2021, 8, 1))
    TemplateVersion.objects.filter(template__kind="review").update(introduction="Vraag het aan {{ contactpersoon }}.")
    text = Printed(staff_client.get(f"/reviews/{review.pk}/pdf/").content, tmp_path).text
    assert "Vraag het aan Wout Ingebeeld." in text


def test_the_report_keeps_what_the_review_spoke_of_when_an_addendum_is_filed_late(
    staff_client: UserClient, review: Review, tmp_path: Path
) -> None:
    spoken_of = review.agreement.commitments.get()
    late = addendum_of(review.agreement, subject="Andere zitdag")
    other = commitment(review.agreement, "Zitdag in de bibliotheek.")
    Commitment.objects.filter(pk=other.pk).update(added_by=late, replaces=spoken_of)
    text = Printed(staff_client.get(f"/reviews/{review.pk}/pdf/").content, tmp_path).text
    assert "Zitdag in de bibliotheek." in text
    assert "Zitdag in het sociaal huis." in text
    assert "aan de gang" in text


def test_the_report_names_a_domain_as_the_paper_did_that_brought_it(
    staff_client: UserClient, review: Review, tmp_path: Path
) -> None:
    sport, unknown = DomainFactory(name="Sport"), DomainFactory(name="Wonen")
    version = concept(9)
    TemplatePart.objects.create(version=version, domain=sport, heading="Sporten in {{ naam }}")
    addendum_of(review.agreement, clause_version=version).added_domains.add(sport, unknown)
    Domain.objects.exclude(pk=unknown.pk).update(name=Concat(Value("Vandaag "), F("name")))
    text = Printed(staff_client.get(f"/reviews/{review.pk}/pdf/").content, tmp_path).text
    assert "Dienstverlening aan personen" in text
    assert "Sporten in Zulte" in text
    assert "Wonen" in text
    assert "Vandaag" not in text


def test_a_report_that_did_not_change_is_not_sent_again(staff_client: UserClient, review: Review) -> None:
    address = f"/reviews/{review.pk}/pdf/"
    etag = staff_client.get(address)["ETag"]
    assert staff_client.get(address, headers={"if-none-match": etag}).status_code == 304
    review.follow_up_note = "De zitdag blijft."
    review.save()
    assert staff_client.get(address, headers={"if-none-match": etag}).status_code == 200


def test_the_report_asks_the_same_number_of_queries_for_any_number_of_commitments(
    staff_client: UserClient, review: Review, django_assert_num_queries: Any
) -> None:
    for number in range(8):
        commitment(review.agreement, f"Afspraak {number}.", code="policy")
        review.agency_people.add(UserFactory())
    with django_assert_num_queries(20):  # one for who took over since the agreement
        staff_client.get(f"/reviews/{review.pk}/pdf/")


def test_who_takes_over_is_recorded_without_touching_what_was_signed(
    staff_client: UserClient, colleague: AgreementContact
) -> None:
    sent = {
        "name": "Wout Ingebeeld",
        "function": "Integratieambtenaar",
        "email": "wout@example.org",
        "starts_on": "2022-03-01",
    }
    page = f"/agreement-contacts/{colleague.pk}/change/"
    assert staff_client.post(page, sent)["Location"] == f"{colleague.agreement.get_absolute_url()}#people"
    change = ContactChange.objects.get()
    assert (change.name, change.recorded_by) == ("Wout Ingebeeld", staff_client.user)
    colleague.refresh_from_db()
    assert colleague.name == "Kaat Fictief"
    assert colleague.holder(on=date(2022, 2, 28)) == colleague
    assert colleague.holder(on=date(2022, 3, 1)) == change
    assert "Wout Ingebeeld" in staff_client.get(colleague.agreement.get_absolute_url()).content.decode()


def test_somebody_from_the_register_is_copied(staff_client: UserClient, colleague: AgreementContact) -> None:
    person = Contact.objects.create(
        municipality=colleague.agreement.municipality,
        name="Wout Ingebeeld",
        function=Contact.Function.INTEGRATION,
        email="wout@example.org",
    )
    staff_client.post(f"/agreement-contacts/{colleague.pk}/change/", {"contact": person.pk, "starts_on": "2022-03-01"})
    change = ContactChange.objects.get()
    assert (change.contact, change.name, change.email) == (person, "Wout Ingebeeld", "wout@example.org")


@pytest.mark.parametrize("day", ["2020-06-30", "2028-01-01"])
def test_somebody_takes_over_while_the_agreement_runs(
    staff_client: UserClient, colleague: AgreementContact, day: str
) -> None:
    sent = {"name": "Wout Ingebeeld", "function": "Ambtenaar", "starts_on": day}
    response = staff_client.post(f"/agreement-contacts/{colleague.pk}/change/", sent)
    assert "De overeenkomst loopt van 1 juli 2020 tot 31 december 2027." in response.content.decode()
    assert not ContactChange.objects.exists()


def test_nobody_takes_over_from_themselves(staff_client: UserClient, colleague: AgreementContact) -> None:
    sent = {"name": "kaat fictief", "function": "Ambtenaar", "starts_on": "2022-03-01"}
    response = staff_client.post(f"/agreement-contacts/{colleague.pk}/change/", sent)
    assert response.context["form"].has_error("name", "twice")


def test_one_person_takes_over_on_a_day(staff_client: UserClient, colleague: AgreementContact) -> None:
    taken_over(colleague)
    sent = {"name": "Zita Bedacht", "function": "Ambtenaar", "starts_on": "2022-03-01"}
    response = staff_client.post(f"/agreement-contacts/{colleague.pk}/change/", sent)
    assert response.context["form"].errors["starts_on"]
    assert ContactChange.objects.count() == 1


def test_until_the_signature_the_contact_itself_is_edited(staff_client: UserClient, region: Region) -> None:
    unsigned = complete_agreement(name="Aalter")
    unsigned.municipality.region = region
    unsigned.municipality.save()
    person = unsigned.contacts.first()
    response = staff_client.get(f"/agreement-contacts/{person.pk}/change/")
    assert response["Location"] == f"/agreement-contacts/{person.pk}/edit/"


def test_the_notice_names_who_left_and_who_comes(
    staff_client: UserClient, colleague: AgreementContact, tmp_path: Path
) -> None:
    taken_over(colleague)
    later = taken_over(colleague, name="Zita Bedacht", email="zita@example.org", starts_on=date(2023, 1, 1))
    text = Printed(staff_client.get(f"/contact-changes/{later.pk}/notice/").content, tmp_path).text
    assert "Vanaf 1 januari 2023 is Zita Bedacht" in text
    assert "in de plaats van Wout Ingebeeld" in text
    assert "zita@example.org" in text
    assert "Ontwerp" not in text


def test_a_notice_asks_for_nothing_that_stands_on_the_signed_agreement(
    staff_client: UserClient, colleague: AgreementContact, tmp_path: Path
) -> None:
    """Nobody can fill it in any more: whom the notice takes over from may have had no address."""
    colleague.email = colleague.function = ""
    colleague.save()
    change = taken_over(colleague)
    text = Printed(staff_client.get(f"/contact-changes/{change.pk}/notice/").content, tmp_path).text
    assert "Kaat Fictief" in text
    assert "in te vullen" not in text
    assert "Ontwerp" not in text


def test_a_change_of_contact_can_be_mended(staff_client: UserClient, colleague: AgreementContact) -> None:
    change = taken_over(colleague)
    sent = {"name": "Wout Ingebeelde", "function": "Ambtenaar", "starts_on": "2022-04-01", "version": "0"}
    staff_client.post(f"/contact-changes/{change.pk}/edit/", sent)
    change.refresh_from_db()
    assert (change.name, change.starts_on) == ("Wout Ingebeelde", date(2022, 4, 1))


def test_a_change_under_the_wrong_person_is_removed_and_stays_in_the_history(
    staff_client: UserClient, colleague: AgreementContact
) -> None:
    change = taken_over(colleague)
    page = f"/contact-changes/{change.pk}/delete/"
    assert (
        "Dat Wout Ingebeeld op 1 maart 2022 overneemt van Kaat Fictief, geldt dan niet meer"
        in staff_client.get(page).text
    )
    sent = {"submission": new_token()}
    for _time in range(2):
        response = staff_client.post(page, sent)
        assert response["Location"] == f"{colleague.agreement.get_absolute_url()}#people"
    assert not ContactChange.objects.exists()
    history = staff_client.get(f"/agreements/{colleague.agreement.pk}/history/").text
    assert "Wout Ingebeeld" in history
    assert page not in staff_client.get(colleague.agreement.get_absolute_url()).text


def test_a_contact_changes_once_a_day(colleague: AgreementContact) -> None:
    taken_over(colleague)
    with pytest.raises(IntegrityError), transaction.atomic():
        taken_over(colleague)


def test_who_is_to_be_reached_is_copied_from_one_person(colleague: AgreementContact) -> None:
    contact = ContactFactory(municipality=colleague.agreement.municipality)
    with pytest.raises(IntegrityError, match="contact_change_is_copied_from_one_person"), transaction.atomic():
        taken_over(colleague, contact=contact, user=UserFactory())
