"""The final: printed once, looked through, stored, and from then on the same bytes whatever changes around it."""

import re
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from agreements import pdf
from agreements.actions import finals, stages
from agreements.actions.content import ContentStays
from agreements.models import Agreement, Clause, Commitment, Final, Side, TemplateVersion
from municipalities.models import Domain, Municipality, Region
from papers.models import Document
from tests.agreements.finals import final_of
from tests.agreements.papers import Printed, approved, complete_agreement
from tests.conftest import UserClient
from tests.factories import UserFactory

pytestmark = pytest.mark.usefixtures("terms")


@pytest.fixture
def agreement(region: Region) -> Agreement:
    """Approved, and nothing is wrong with it."""
    agreement = complete_agreement(signed_outside=False, party="municipality", ends_on=date(2025, 12, 31))
    Municipality.objects.filter(pk=agreement.municipality_id).update(region=region)
    return approved(agreement)


def url(name: str, pk: int) -> str:
    return reverse(f"agreements:{name}", args=[pk])


def make(client: UserClient, agreement: Agreement, **fields: str):
    return client.post(url("final_make", agreement.pk), fields)


def bytes_of(client: UserClient, final: Final) -> bytes:
    response = client.get(final.get_absolute_url())
    assert response.status_code == 200
    return b"".join(response)


# Making it ------------------------------------------------------------------------------------------------------------


def test_the_final_is_the_paper_of_that_moment_for_ever(coordinator_client, agreement, tmp_path: Path):
    page = coordinator_client.get(url("final_make", agreement.pk))
    assert page.context["clear"]
    response = make(coordinator_client, agreement)
    assert response.headers["Location"] == f"{agreement.get_absolute_url()}#papers"

    final = Final.objects.get()
    content = bytes_of(coordinator_client, final)
    assert (final.document.sha256, final.document.size) == (sha256(content).hexdigest(), len(content))
    assert (final.made_by, final.template_version) == (coordinator_client.user, agreement.template_version)
    assert final.data["municipality"]["name"] == "Zulte"
    text = Printed(content, tmp_path).text
    assert "Marieke Verbeeld" in text
    assert final.fingerprint[:8] in text
    assert "ontwerp" not in text.lower()

    change_everything_around(agreement)
    assert bytes_of(coordinator_client, final) == content
    assert "Elders" in pdf.finished_html(pdf.paper_of(Agreement.objects.get(pk=agreement.pk), on=date(2020, 7, 1)))


def change_everything_around(agreement: Agreement) -> None:
    """By ways that no page offers, too."""
    Municipality.objects.filter(pk=agreement.municipality_id).update(name="Elders", title="stad")
    Domain.objects.filter(code="services").update(name="Een ander domein")
    Clause.objects.update(text="Een andere clausule.", heading="Anders")
    TemplateVersion.objects.update(title="Een andere titel")
    agreement.contacts.update(name="Iemand Anders")
    agreement.signatories.update(name="Iemand Anders")
    agreement.council_decisions.update(number="X/1")
    Agreement.objects.filter(pk=agreement.pk).update(ends_on=date(2024, 12, 31), party="both")


def test_the_stored_final_is_served_as_it_is(staff_client, agreement):
    final = final_of(agreement)
    response = staff_client.get(final.get_absolute_url())
    assert b"".join(response).startswith(b"%PDF")
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["ETag"] == f'"{final.document.sha256}"'
    again = staff_client.get(final.get_absolute_url(), headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_who_is_not_logged_in_gets_no_final(client, agreement):
    assert client.get(final_of(agreement).get_absolute_url()).status_code == 302


# Refused --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def nothing_left(db: None) -> Iterator[None]:
    """Whatever was refused left no row."""
    yield
    assert not Final.objects.exists()
    assert not Document.objects.exists()


@pytest.mark.usefixtures("nothing_left")
def test_with_an_obstacle_there_is_no_final_but_the_list_with_links(coordinator_client, agreement):
    agreement.contacts.filter(side=Side.AGENCY).delete()
    response = make(coordinator_client, agreement)
    assert response.status_code == 409
    assert f"{url('agreement_contact_create', agreement.pk)}?side=agency" in response.content.decode()
    page = coordinator_client.get(url("final_make", agreement.pk)).content.decode()
    assert 'type="submit"' not in re.sub(r"(?s)<header.*?</header>", "", page)


@pytest.mark.usefixtures("nothing_left")
def test_a_place_that_the_scan_finds_in_the_print_refuses_it_with_page_and_sentence(coordinator_client, agreement):
    domain = Domain.objects.get(code="services")
    Commitment.objects.create(agreement=agreement, domain=domain, text="De folder is klaar op XXX van dit jaar.")
    response = make(coordinator_client, agreement)
    assert response.status_code == 409
    page = response.content.decode()
    assert "De folder is klaar op XXX van dit jaar." in page
    assert re.search(r"Bladzijde \d", page)
    assert "De definitieve versie is niet gemaakt" in page
    assert "Er is niets meer mis" not in page


@pytest.mark.usefixtures("nothing_left")
def test_staff_see_what_is_wrong_and_make_no_final(staff_client, agreement):
    assert staff_client.get(url("final_make", agreement.pk)).status_code == 200
    assert make(staff_client, agreement).status_code == 403


@pytest.mark.usefixtures("nothing_left")
def test_a_manager_makes_no_final(manager_client, agreement):
    assert manager_client.get(url("final_make", agreement.pk)).status_code == 403
    assert make(manager_client, agreement).status_code == 403


@pytest.mark.usefixtures("nothing_left")
def test_what_was_signed_outside_gets_no_final(coordinator_client, agreement):
    Agreement.objects.filter(pk=agreement.pk).update(signed_outside=True)
    assert make(coordinator_client, agreement).status_code == 403


@pytest.mark.usefixtures("nothing_left")
def test_what_changes_while_it_is_printed_is_not_made_final(agreement):
    print_ = finals.printed(agreement)
    agreement.contacts.filter(side=Side.AGENCY).update(phone="+32478654321")
    with pytest.raises(ValidationError, match="net op dat moment"):
        finals.keep(print_, by=UserFactory())


def test_one_final_stands_and_a_second_is_refused(coordinator_client, agreement):
    final = final_of(agreement)
    assert coordinator_client.get(url("final_make", agreement.pk)).status_code == 403
    assert make(coordinator_client, agreement).status_code == 403
    assert list(Final.objects.all()) == [final]


def test_two_prints_at_once_make_one_final(agreement):
    print_ = finals.printed(agreement)
    finals.keep(print_, by=UserFactory())
    with pytest.raises(ContentStays, match="definitieve versie van deze overeenkomst is gemaakt"):
        finals.keep(print_, by=UserFactory())
    assert Document.objects.count() == 1


def test_the_address_of_the_draft_leads_to_the_final_once_that_is_made(staff_client, agreement):
    assert staff_client.get(url("agreement_pdf", agreement.pk)).headers["Content-Type"] == "application/pdf"
    final = final_of(agreement)
    assert staff_client.get(url("agreement_pdf", agreement.pk)).headers["Location"] == final.get_absolute_url()


def test_of_what_was_signed_elsewhere_there_is_no_draft_but_the_reason(staff_client, agreement):
    Agreement.objects.filter(pk=agreement.pk).update(signed_outside=True)
    day = date(2021, 3, 1)
    stages.sign(agreement, agency_signed_on=day, municipality_signed_on=day, by=UserFactory())
    answer = staff_client.get(url("agreement_pdf", agreement.pk), follow=True)
    assert answer.redirect_chain == [(f"{agreement.get_absolute_url()}#papers", 302)]
    assert "er is geen ontwerp meer" in answer.content.decode()


# On the page of the agreement -----------------------------------------------------------------------------------------


def papers(client: UserClient, agreement: Agreement) -> str:
    page = client.get(agreement.get_absolute_url()).content.decode()
    return re.search(r'(?s)<section id="papers".*?</section>', page)[0]


def test_the_page_shows_the_final_with_its_hash_who_and_when(coordinator_client, agreement):
    assert url("final_make", agreement.pk) in papers(coordinator_client, agreement)
    final = final_of(agreement, by=UserFactory(first_name="Tine", last_name="Nergens"))
    shown = papers(coordinator_client, agreement)
    for words in (final.get_absolute_url(), final.fingerprint[:8], "Tine Nergens"):
        assert words in shown
    assert url("final_make", agreement.pk) not in shown
    assert url("final_take_back", agreement.pk) in shown


def test_superseded_finals_stay_listed_with_their_reason(coordinator_client, agreement):
    final = final_of(agreement)
    finals.take_back(agreement, reason="Een afspraak te veel.", by=coordinator_client.user)
    shown = papers(coordinator_client, agreement)
    assert final.get_absolute_url() in shown
    assert "Een afspraak te veel." in shown
    assert "vervallen" in shown.lower()
    assert b"%PDF" in bytes_of(coordinator_client, final)


def test_the_history_tells_that_a_final_was_made_and_why_it_was_taken_back(coordinator_client, agreement):
    final = final_of(agreement)
    finals.take_back(agreement, reason="Een afspraak te veel.", by=coordinator_client.user)
    page = coordinator_client.get(f"{agreement.get_absolute_url()}history/").content.decode()
    assert final.document.sha256 in page
    assert "Een afspraak te veel." in page
