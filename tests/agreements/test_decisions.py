"""What the councils decided on an agreement."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from agreements.actions import stages
from agreements.models import Agreement, CouncilDecision, Stage
from municipalities.models import Region
from tests.agreements.signing import agreement_in, signed
from tests.factories import MunicipalityFactory


@pytest.fixture
def agreement(region: Region) -> Agreement:
    return agreement_in(region)


def url(name: str, row) -> str:
    return reverse(f"agreements:{name}", args=[row.pk])


def typed(**fields) -> dict:
    return {"body": "municipal_council", "decided_on": "2019-11-20", "number": "2019/031", "link": "", **fields}


def decision_of(agreement: Agreement, **fields) -> CouncilDecision:
    return CouncilDecision.objects.create(agreement=agreement, decided_on=date(2019, 11, 20), version=1, **fields)


def test_a_decision_has_its_council_day_number_and_link(staff_client, agreement):
    response = staff_client.post(url("decision_create", agreement), typed(link="www.example.org/raad/31"))
    assert response.headers["Location"] == f"{agreement.get_absolute_url()}#decisions"
    decision = agreement.council_decisions.get()
    assert (decision.body, decision.decided_on) == ("municipal_council", date(2019, 11, 20))
    assert (decision.number, decision.link) == ("2019/031", "https://www.example.org/raad/31")


def test_a_council_cannot_have_decided_in_the_future(staff_client, agreement):
    response = staff_client.post(url("decision_create", agreement), typed(decided_on="2999-01-01"))
    assert response.context["form"].errors == {"decided_on": ["Deze dag ligt in de toekomst."]}
    assert not agreement.council_decisions.exists()


def test_a_link_that_is_no_address_is_refused(staff_client, agreement):
    response = staff_client.post(url("decision_create", agreement), typed(link="javascript:alert(1)"))
    assert list(response.context["form"].errors) == ["link"]


def test_a_council_decides_once_and_the_form_says_so_beside_the_council(staff_client, agreement):
    decision_of(agreement)
    response = staff_client.post(url("decision_create", agreement), typed())
    assert list(response.context["form"].errors) == ["body"]
    assert agreement.council_decisions.count() == 1


def test_the_council_that_still_has_to_decide_is_proposed(staff_client, agreement):
    Agreement.objects.filter(pk=agreement.pk).update(party=Agreement.Party.BOTH)
    decision_of(agreement)
    assert staff_client.get(url("decision_create", agreement)).context["form"]["body"].value() == "ocmw_council"
    asked = staff_client.get(url("decision_create", agreement), {"body": "municipal_council"})
    assert asked.context["form"]["body"].value() == "municipal_council"


def test_a_decision_sent_twice_is_made_once(staff_client, agreement):
    fields = typed(submission="1f6c1d0e-2a5e-4c8e-9d5b-6a3c1f0e7b31")
    for _time in range(2):
        response = staff_client.post(url("decision_create", agreement), fields)
        assert response.headers["Location"] == f"{agreement.get_absolute_url()}#decisions"
    assert agreement.council_decisions.count() == 1


def test_an_approved_agreement_was_not_decided_on_later(staff_client, agreement):
    decision = decision_of(agreement)
    stages.advance(agreement, to=Stage.APPROVED, effective_on=date(2019, 11, 25), by=staff_client.user)
    response = staff_client.post(url("decision_update", decision), typed(decided_on="2019-11-26", version=1))
    assert "25 november 2019" in response.context["form"].errors["decided_on"][0]
    assert (
        staff_client.post(url("decision_update", decision), typed(decided_on="2019-11-25", version=1)).status_code
        == 302
    )


def test_two_people_edit_one_decision_and_the_second_sees_both_versions(staff_client, agreement):
    decision = decision_of(agreement)
    staff_client.post(url("decision_update", decision), typed(number="2019/100", version=1))
    page = staff_client.post(url("decision_update", decision), typed(number="2019/200", version=1))
    assert "2019/100" in page.content.decode()
    decision.refresh_from_db()
    assert decision.number == "2019/100"


def test_a_decision_is_removed_after_a_confirmation(staff_client, agreement):
    decision = decision_of(agreement)
    assert "20 november 2019" in staff_client.get(url("decision_delete", decision)).content.decode()
    response = staff_client.post(url("decision_delete", decision))
    assert response.headers["Location"] == f"{agreement.get_absolute_url()}#decisions"
    assert not agreement.council_decisions.exists()


def test_the_decisions_on_a_signed_agreement_stay(coordinator_client, agreement):
    signed(agreement)
    decision = agreement.council_decisions.get()
    for response in [
        coordinator_client.post(url("decision_create", agreement), typed(body="ocmw_council")),
        coordinator_client.post(url("decision_update", decision), typed(number="x", version=decision.version)),
        coordinator_client.post(url("decision_delete", decision)),
    ]:
        assert response.status_code == 403
        assert "ondertekend" in response.content.decode()
    assert [(one.body, one.number) for one in agreement.council_decisions.all()] == [("municipal_council", "")]


@pytest.mark.parametrize("method", ["get", "post"])
def test_another_region_and_a_manager_record_no_decision(staff_client, manager_client, method):
    agreement = agreement_in(MunicipalityFactory().region)
    decision = decision_of(agreement)
    for client in (staff_client, manager_client):
        for name, row in [("decision_create", agreement), ("decision_update", decision), ("decision_delete", decision)]:
            response = getattr(client, method)(url(name, row), typed(body="ocmw_council", number="x", version=1))
            assert response.status_code == 403
    assert [(one.body, one.number) for one in agreement.council_decisions.all()] == [("municipal_council", "")]


def test_in_the_database_too_a_council_decides_once(agreement):
    decision_of(agreement)
    with pytest.raises(IntegrityError), transaction.atomic():
        decision_of(agreement)


def test_the_pages_of_a_decision_cost_little(staff_client, agreement, django_assert_num_queries):
    decision = decision_of(agreement)
    for name, row, number in [
        ("decision_create", agreement, 6),
        ("decision_update", decision, 5),
        ("decision_delete", decision, 7),
    ]:
        with django_assert_num_queries(number):
            staff_client.get(url(name, row))
