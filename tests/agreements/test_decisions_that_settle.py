"""A decision that settles the text stays: only a take-back with a reason opens what a council decided on."""

import pytest
from django.urls import reverse

from agreements.freeze import Part, freeze_of
from agreements.models import Addendum, Agreement
from municipalities.models import Region
from tests.agreements.addenda import decided, running_agreement, started
from tests.agreements.finals import approved
from tests.agreements.signing import agreement_in
from tests.conftest import UserClient

pytestmark = pytest.mark.usefixtures("terms")


def url(name: str, pk: int) -> str:
    return reverse(f"agreements:{name}", args=[pk])


def text_is_settled(agreement: Agreement) -> bool:
    return freeze_of(Agreement.objects.get(pk=agreement.pk)).holds(Part.TEXT)


@pytest.fixture
def decided_anew(region: Region, coordinator_client: UserClient) -> Agreement:
    """Approved, taken back, and decided on again."""
    agreement = approved(agreement_in(region, signed_outside=False))
    coordinator_client.post(url("final_take_back", agreement.pk), {"reason": "Een fout in de tekst."})
    assert not text_is_settled(agreement)
    decision = agreement.council_decisions.get()
    typed = {"body": decision.body, "decided_on": "2020-02-20", "version": decision.version}
    coordinator_client.post(url("decision_update", decision.pk), typed)
    assert text_is_settled(agreement)
    return agreement


def test_a_decision_taken_anew_is_not_removed_from_under_the_text(staff_client: UserClient, decided_anew: Agreement):
    decision = decided_anew.council_decisions.get()
    for method in (staff_client.get, staff_client.post):
        assert method(url("decision_delete", decision.pk)).status_code == 403
    assert text_is_settled(decided_anew)


def test_nor_does_it_move_to_another_council(staff_client: UserClient, decided_anew: Agreement):
    decision = decided_anew.council_decisions.get()
    typed = {"body": "ocmw_council", "decided_on": "2020-02-20", "version": decision.version}
    page = staff_client.post(url("decision_update", decision.pk), typed)
    assert "Neem eerst de tekst terug" in page.context["form"].errors["body"][0]
    assert text_is_settled(decided_anew)


def test_before_any_take_back_a_mistaken_decision_is_removed_and_the_text_stays(
    staff_client: UserClient, region: Region
):
    agreement = approved(agreement_in(region, signed_outside=False))
    assert staff_client.post(url("decision_delete", agreement.council_decisions.get().pk)).status_code == 302
    assert text_is_settled(agreement)


def test_the_decision_on_an_addendum_does_not_move_to_another_council(staff_client: UserClient, region: Region):
    addendum = decided(started(running_agreement(region)))
    decision = addendum.council_decisions.get()
    typed = {"body": "ocmw_council", "decided_on": "2021-05-20", "version": decision.version}
    page = staff_client.post(url("addendum_decision_update", decision.pk), typed)
    assert "Neem eerst de tekst terug" in page.context["form"].errors["body"][0]
    assert freeze_of(Addendum.objects.for_detail().get(pk=addendum.pk)).holds(Part.TEXT)


def test_a_council_that_decided_before_a_take_back_renews_its_decision_and_gets_no_second(
    coordinator_client: UserClient, region: Region
):
    agreement = approved(agreement_in(region, signed_outside=False))
    addendum = decided(started(running_agreement(region)))
    for take_back, create, source in [
        ("final_take_back", "decision_create", agreement),
        ("addendum_take_back", "addendum_decision_create", addendum),
    ]:
        coordinator_client.post(url(take_back, source.pk), {"reason": "Een fout in de tekst."})
        assert coordinator_client.get(url(create, source.pk)).context["form"]["body"].value() is None
