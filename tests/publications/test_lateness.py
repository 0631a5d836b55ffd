"""What is recorded late and changes a figure that was given out is explained."""

from datetime import date
from http import HTTPStatus
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from agreements.models import Addendum, Agreement, Commitment, CommitmentProgress, Review
from municipalities.models import LateEntry, Visit
from publications.models import Verification
from tests.agreements.addenda import running_agreement, signed_addendum
from tests.agreements.signing import agreement_in
from tests.agreements.signing import signed as in_force
from tests.agreements.test_review_pages import typed as review
from tests.agreements.test_signed_outside import typed
from tests.conftest import UserClient
from tests.factories import AgreementFactory, DomainFactory, MunicipalityFactory, UserFactory, VisitFactory, signed
from tests.publications.giving import published

pytestmark = pytest.mark.usefixtures("terms")

NEW = "/visits/new/"


@pytest.fixture
def aalst(region):
    return MunicipalityFactory(name="Aalst", region=region)


def visit(**other: str) -> dict[str, str]:
    given = {"municipality": "Aalst", "held_on": "2021-03-01", "kind": "on_the_spot", "status": "held"}
    return given | {"report": "Goed gesprek."} | other


def asked(response: Any) -> bool:
    return "late_reason" in response.context["form"].errors


def test_a_visit_logged_late_that_changes_a_published_figure_asks_why(staff_client, aalst):
    published()
    response = staff_client.post(NEW, visit())
    assert asked(response)
    text = response.content.decode()
    for words in ("nr. 275 (2020-2021), cijfers van 26 april 2021: Aalst (Bezocht, ", "Goed gesprek."):
        assert words in text
    assert not Visit.objects.exists()


def test_with_the_reason_it_is_kept_and_the_reason_stays(staff_client, aalst):
    published()
    assert staff_client.post(NEW, visit(late_reason="Het verslag lag nog op papier.")).status_code == HTTPStatus.FOUND
    entry = LateEntry.objects.get()
    assert (entry.municipality, entry.day, entry.recorded_by) == (aalst, date(2021, 3, 1), staff_client.user)
    assert "nr. 275" in entry.changes


def test_the_verification_names_the_reason(staff_client, aalst):
    published()
    staff_client.post(NEW, visit(late_reason="Het verslag lag nog op papier."))
    with pytest.raises(SystemExit):
        call_command("verify_publications", verbosity=0)
    place = Verification.objects.broken().get().places[0]
    assert "Het verslag lag nog op papier." in {cause["reason"] for cause in place["causes"]}


@pytest.mark.parametrize("other", [{"held_on": "2021-04-27"}, {"kind": "phone", "held_on": "2021-05-01"}])
def test_what_happened_after_the_day_of_the_figures_needs_no_reason(staff_client, aalst, other):
    published()
    assert staff_client.post(NEW, visit(**other)).status_code == HTTPStatus.FOUND
    assert not LateEntry.objects.exists()


def test_a_second_visit_that_changes_no_figure_needs_no_reason(staff_client, aalst):
    VisitFactory(municipality=aalst, held_on=date(2021, 2, 1))
    published()
    assert staff_client.post(NEW, visit()).status_code == HTTPStatus.FOUND


def test_an_answer_that_was_corrected_asks_for_nothing_itself(staff_client, aalst):
    published(succeeds=published(), reason="Een fout.")
    help_text = str(staff_client.post(NEW, visit()).context["form"].fields["late_reason"].help_text)
    assert help_text.count("nr. 275") == 1


def test_the_reason_that_was_typed_stays_when_something_else_is_wrong(staff_client, aalst):
    published()
    response = staff_client.post(NEW, visit(late_reason="Vergeten.", next_step_due_on="2021-05-01"))
    assert response.context["form"]["late_reason"].value() == "Vergeten."


@pytest.mark.parametrize(
    ("address", "wrong"), [("/agreements/new/", {"talk_on": ""}), ("/agreements/outside/", {"starts_on": ""})]
)
def test_the_reason_stays_also_on_the_pages_of_an_agreement(coordinator_client: UserClient, aalst, address, wrong):
    answer = coordinator_client.post(address, typed(municipality="Aalst", late_reason="Vergeten.", **wrong))
    assert "Vergeten." in answer.content.decode()
    assert not asked(answer)


@pytest.mark.parametrize("late_reason", ["", "Dubbel geteld."])
def test_cancelling_a_visit_that_was_counted_asks_why(staff_client, aalst, late_reason):
    held = VisitFactory(municipality=aalst)
    published()
    address = reverse("municipalities:visit_cancel", args=[held.pk])
    staff_client.post(address, {"cancel_reason": "Vergissing.", "version": "0", "late_reason": late_reason})
    held.refresh_from_db()
    assert held.status == (Visit.Status.CANCELLED if late_reason else Visit.Status.HELD)


def test_moving_a_visit_past_the_day_of_the_figures_asks_why(staff_client, aalst):
    held = VisitFactory(municipality=aalst)
    published()
    address = reverse("municipalities:visit_update", args=[held.pk])
    assert asked(staff_client.post(address, visit(held_on="2021-05-01", version="0")))


@pytest.mark.parametrize("late_reason", ["", "De brief kwam laat."])
def test_correcting_a_signature_that_was_counted_asks_why(coordinator_client: UserClient, aalst, late_reason):
    step = signed(AgreementFactory(municipality=aalst), on=date(2021, 1, 4), by=UserFactory())
    published()
    address = reverse("agreements:stage_change_correct", args=[step.pk])
    coordinator_client.post(address, {"why": "Nooit getekend.", "replace": "no", "late_reason": late_reason})
    assert hasattr(type(step).objects.get(pk=step.pk), "correction") == bool(late_reason)


@pytest.mark.parametrize("late_reason", ["", "De brief kwam laat."])
def test_moving_the_signature_of_an_addendum_past_the_figures_asks_why(
    coordinator_client: UserClient, region, late_reason
):
    agreement = running_agreement(region)

    def add_what_is_done(addendum: Addendum) -> None:
        domain = agreement.domains.all()[0]
        made = Commitment.objects.create(agreement=agreement, domain=domain, text="Folder.", added_by=addendum)
        CommitmentProgress.objects.create(commitment=made, state="done", on=date(2021, 4, 1), recorded_by=UserFactory())

    addendum = signed_addendum(agreement, on=date(2021, 3, 1), change=add_what_is_done)
    published()
    days = {"municipality_signed_on": "2021-06-03", "agency_signed_on": "2021-06-04", "reason": "Verkeerd gelezen."}
    address = reverse("agreements:addendum_correct", args=[addendum.pk])
    coordinator_client.post(address, days | {"late_reason": late_reason})
    addendum.refresh_from_db()
    assert (addendum.signed_on == date(2021, 6, 4)) == bool(late_reason)


def test_a_late_entry_has_a_reason(aalst):
    with pytest.raises(IntegrityError, match="late_entry_has_a_reason"), transaction.atomic():
        LateEntry.objects.create(
            municipality=aalst, day=date(2021, 1, 4), reason="", changes="Iets.", recorded_by=UserFactory()
        )


@pytest.mark.parametrize("late_reason", ["", "Het lag in de oude mappen."])
def test_filing_an_agreement_that_was_signed_before_the_figures_asks_why(
    coordinator_client: UserClient, aalst, late_reason, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    published()
    answer = coordinator_client.post("/agreements/outside/", typed(municipality="Aalst", late_reason=late_reason))
    assert Agreement.objects.exists() == bool(late_reason)
    assert ("Waarom wordt dit nu pas vastgelegd" in answer.content.decode()) != bool(late_reason)


@pytest.mark.parametrize("late_reason", ["", "De nota kwam laat."])
def test_beginning_talks_before_the_figures_asks_why(staff_client, aalst, late_reason):
    published()
    said = {"municipality": "Aalst", "party": "both", "talk_on": "2021-03-01", "late_reason": late_reason}
    staff_client.post("/agreements/new/", said)
    assert Agreement.objects.exists() == bool(late_reason)


@pytest.mark.parametrize("late_reason", ["", "Het verslag kwam laat."])
def test_a_review_that_was_held_before_the_figures_asks_why(staff_client, region, late_reason):
    agreement = in_force(agreement_in(region))
    agreement.domains.set([DomainFactory(), DomainFactory()])
    published()
    address = reverse("agreements:review_create", args=[agreement.pk])
    answer = staff_client.post(address, review(agreement, late_reason=late_reason))
    assert Review.objects.exists() == bool(late_reason)
    assert ("Waarom wordt dit nu pas vastgelegd" in answer.content.decode()) != bool(late_reason)


def test_moving_a_review_past_the_day_of_the_figures_asks_why(staff_client, region):
    agreement = in_force(agreement_in(region))
    agreement.domains.set([DomainFactory(), DomainFactory()])
    held = Review.objects.create(agreement=agreement, due_on=date(2021, 1, 1), held_on=date(2021, 1, 20))
    published()
    address = reverse("agreements:review_update", args=[held.pk])
    assert asked(staff_client.post(address, review(agreement, held_on="2021-06-01", version="0")))
    held.refresh_from_db()
    assert held.held_on == date(2021, 1, 20)
