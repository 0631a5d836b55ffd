"""The way of an addendum: started, decided on, made final, signed; or withdrawn. What freezes, and the number."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from agreements.actions import addenda, finals, stages
from agreements.models import Addendum, AddendumSignatory, AgencyDirector, Agreement, Commitment
from municipalities.models import Contact, Municipality, Region
from tests.agreements.addenda import (
    DECIDED_ON,
    ENDS_ON,
    SIGNED_ON,
    TODAY,
    days,
    decided,
    final_of,
    running_agreement,
    signed_addendum,
    started,
)
from tests.agreements.signing import agreement_in
from tests.conftest import UserClient
from tests.factories import ContactFactory, RegionFactory, UserFactory


@pytest.fixture
def agreement(region: Region) -> Agreement:
    return running_agreement(region)


def url(name: str, row, *more) -> str:
    return reverse(f"agreements:{name}", args=[row.pk, *(one.pk for one in more)])


def fresh(addendum: Addendum) -> Addendum:
    return Addendum.objects.for_detail().get(pk=addendum.pk)


# Started --------------------------------------------------------------------------------------------------------------


def test_an_addendum_is_started_with_who_signs_such_a_paper_today(staff_client: UserClient, agreement):
    for name, function in [("Marieke Verbeeld", "council_chair"), ("Joris Bedacht", "general_director")]:
        ContactFactory(municipality=agreement.municipality, name=name, function=Contact.Function(function))
    AgencyDirector.objects.create(name="Wouter Verzonnen", function="Algemeen directeur", starts_on=date(2019, 1, 1))
    fields = {"subject": "Extra lessen", "starts_on": "2021-07-01"}
    response = staff_client.post(url("addendum_create", agreement), fields)
    addendum = agreement.addenda.get()
    assert response.headers["Location"] == addendum.get_absolute_url()
    assert (addendum.subject, addendum.starts_on, addendum.number) == ("Extra lessen", date(2021, 7, 1), None)
    assert [(one.side, one.name, one.position) for one in addendum.signatories.all()] == [
        ("municipality", "Marieke Verbeeld", 1),
        ("municipality", "Joris Bedacht", 2),
        ("agency", "Wouter Verzonnen", 1),
    ]


def test_sent_twice_it_is_started_once(staff_client: UserClient, agreement):
    fields = {"subject": "Extra lessen", "submission": "1f6c1d0e-2a5e-4c8e-9d5b-6a3c1f0e7b21"}
    first, second = (staff_client.post(url("addendum_create", agreement), fields) for _time in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert agreement.addenda.count() == 1


def test_only_a_signed_agreement_that_runs_takes_an_addendum(staff_client: UserClient, region, agreement):
    unsigned = agreement_in(region, starts_on=date(2015, 1, 1), ends_on=date(2018, 12, 31))
    lapsed = running_agreement(region, ends_on=date(2020, 12, 31), starts_on=date(2019, 12, 20))
    stages.end(agreement, effective_on=date(2021, 1, 1), reason="Fusie", by=UserFactory())
    for one in (unsigned, lapsed, agreement):
        response = staff_client.post(url("addendum_create", one), {"subject": "Te laat"})
        assert "die nog loopt" in response.context["form"].errors["__all__"][0]
        assert not one.addenda.exists()


def test_a_municipality_that_is_no_more_starts_no_addendum(staff_client: UserClient, agreement):
    Municipality.objects.filter(pk=agreement.municipality_id).update(ends_on=TODAY - timedelta(days=1))
    page = staff_client.get(url("addendum_create", agreement)).text
    assert "Zulte bestaat niet meer" in page
    assert url("agreement_renew", agreement) in page
    response = staff_client.post(url("addendum_create", agreement), {"subject": "Te laat"})
    assert "kan niemand er nog een addendum voor ondertekenen" in response.context["form"].errors["__all__"][0]
    assert not agreement.addenda.exists()


def test_an_addendum_is_signed_while_its_municipality_exists(staff_client: UserClient, agreement):
    addendum = decided(started(agreement))
    final_of(addendum)
    Municipality.objects.filter(pk=agreement.municipality_id).update(ends_on=date(2024, 12, 31))
    days = {"municipality_signed_on": "2024-12-20", "agency_signed_on": "2025-01-02"}
    text = staff_client.post(url("addendum_sign", addendum), days).text
    assert "Zulte bestond op 2 januari 2025 niet meer" in text
    assert fresh(addendum).is_open
    staff_client.post(url("addendum_sign", addendum), days | {"agency_signed_on": "2024-12-31"})
    assert fresh(addendum).signed_on == date(2024, 12, 31)


def test_one_addendum_is_open_at_a_time(staff_client: UserClient, agreement):
    addendum = started(agreement)
    page = staff_client.get(url("addendum_create", agreement)).content.decode()
    assert addendum.get_absolute_url() in page
    response = staff_client.post(url("addendum_create", agreement), {"subject": "Nog een"})
    assert response.context["form"].errors["__all__"]
    assert agreement.addenda.count() == 1


def test_it_holds_within_the_period_of_the_agreement(staff_client: UserClient, agreement):
    fields = {"subject": "Te vroeg", "starts_on": "2019-12-31"}
    assert "starts_on" in staff_client.post(url("addendum_create", agreement), fields).context["form"].errors
    addendum = started(agreement)
    late = {"subject": "Later", "starts_on": (ENDS_ON + timedelta(days=1)).isoformat(), "version": addendum.version}
    assert "starts_on" in staff_client.post(url("addendum_update", addendum), late).context["form"].errors
    right = late | {"starts_on": ENDS_ON.isoformat(), "dated_on": "2021-06-01"}
    assert staff_client.post(url("addendum_update", addendum), right).status_code == 302
    addendum.refresh_from_db()
    assert (addendum.subject, addendum.starts_on, addendum.dated_on) == ("Later", ENDS_ON, date(2021, 6, 1))


# Signed ---------------------------------------------------------------------------------------------------------------


def test_the_signature_gives_the_next_number_and_says_from_when_it_holds(staff_client: UserClient, agreement):
    signed_addendum(agreement)
    addendum = decided(started(agreement, starts_on=date(2021, 1, 1)))
    final_of(addendum)
    fields = {"municipality_signed_on": "2021-08-02", "agency_signed_on": "2021-08-09"}
    response = staff_client.post(url("addendum_sign", addendum), fields)
    assert response.headers["Location"] == addendum.get_absolute_url()
    addendum.refresh_from_db()
    assert (addendum.number, addendum.signed_on) == (2, date(2021, 8, 9))
    assert addendum.takes_effect_on == date(2021, 8, 9)
    assert addendum.reference == f"{agreement.reference}/A2"


def test_a_withdrawn_addendum_leaves_no_gap_in_the_numbers(staff_client: UserClient, agreement):
    addendum = started(agreement)
    assert staff_client.post(url("addendum_withdraw", addendum), {"reason": ""}).context["form"].errors
    staff_client.post(url("addendum_withdraw", addendum), {"reason": "Toch niet nodig."})
    addendum.refresh_from_db()
    assert (addendum.withdrawn_on, addendum.withdrawn_because, addendum.number) == (TODAY, "Toch niet nodig.", None)
    assert signed_addendum(agreement).number == 1


def test_an_addendum_with_a_final_is_taken_back_before_it_is_withdrawn(staff_client: UserClient, agreement):
    addendum = decided(started(agreement))
    final_of(addendum)
    response = staff_client.post(url("addendum_withdraw", addendum), {"reason": "Toch niet."})
    assert "Neem die eerst terug" in response.context["form"].errors["__all__"][0]
    finals.take_back(addendum, reason="Fout in de tekst", by=UserFactory())
    assert staff_client.post(url("addendum_withdraw", addendum), {"reason": "Toch niet."}).status_code == 302


@pytest.mark.parametrize(
    ("municipality", "agency", "wrong"),
    [
        (DECIDED_ON - timedelta(days=1), SIGNED_ON, "municipality_signed_on"),
        (SIGNED_ON, TODAY + timedelta(days=1), "agency_signed_on"),
        (None, SIGNED_ON, "municipality_signed_on"),
    ],
)
def test_nobody_signs_before_the_council_or_in_the_future(staff_client, agreement, municipality, agency, wrong):
    addendum = decided(started(agreement))
    final_of(addendum)
    fields = {"municipality_signed_on": municipality or "", "agency_signed_on": agency}
    assert set(staff_client.post(url("addendum_sign", addendum), fields).context["form"].errors) == {wrong}
    addendum.refresh_from_db()
    assert addendum.signed_on is None


def test_a_signature_needs_the_decision_of_each_council_and_a_final(staff_client: UserClient, agreement):
    addendum = started(agreement)
    fields = {"municipality_signed_on": SIGNED_ON, "agency_signed_on": SIGNED_ON}

    def refusal() -> str:
        return staff_client.post(url("addendum_sign", addendum), fields).context["form"].errors["__all__"][0]

    assert "beslissing van gemeenteraad" in refusal()
    decided(addendum)
    assert "definitieve versie" in refusal()
    final_of(addendum)
    assert staff_client.post(url("addendum_sign", addendum), fields).status_code == 302
    assert "ondertekend" in refusal()


def test_addenda_take_effect_in_the_order_of_their_numbers(agreement):
    signed_addendum(agreement, on=date(2021, 9, 1))
    second = decided(started(agreement, starts_on=date(2021, 7, 1)))
    final_of(second)
    with pytest.raises(ValidationError, match="volgens hun nummer"):
        addenda.sign(second, days(date(2021, 7, 1)))
    assert addenda.sign(second, days(date(2021, 9, 1))).number == 2


def test_an_addendum_does_not_begin_after_the_agreement_ended(agreement):
    addendum = decided(started(agreement, starts_on=date(2021, 7, 1)))
    final_of(addendum)
    stages.end(agreement, effective_on=date(2021, 5, 31), reason="Fusie", by=UserFactory())
    with pytest.raises(ValidationError, match="eindigde"):
        addenda.sign(addendum, days(SIGNED_ON))


def test_wrong_days_are_corrected_by_a_coordinator_and_stay_in_the_history(
    staff_client: UserClient, coordinator_client: UserClient, agreement
):
    addendum = signed_addendum(agreement)
    fields = {"municipality_signed_on": "2021-06-03", "agency_signed_on": "2021-06-04", "reason": "Verkeerd gelezen."}
    assert staff_client.post(url("addendum_correct", addendum), fields).status_code == 403
    assert coordinator_client.post(url("addendum_correct", addendum), fields | {"reason": ""}).context["form"].errors
    coordinator_client.post(url("addendum_correct", addendum), fields)
    addendum.refresh_from_db()
    assert (addendum.number, addendum.signed_on) == (1, date(2021, 6, 4))
    history = staff_client.get(url("addendum_history", addendum)).content.decode()
    assert "Verkeerd gelezen." in history
    assert "<del>1 juni 2021</del>" in history


def test_the_signature_of_an_agreement_is_not_struck_out_under_its_addenda(agreement):
    started(agreement)
    signature = agreement.stage_changes.get(stage="signed")
    with pytest.raises(ValidationError, match="addend"):
        stages.correct(signature, reason="Vergissing", by=UserFactory())


# What freezes ---------------------------------------------------------------------------------------------------------


def writes(addendum: Addendum) -> dict[str, tuple[str, dict]]:
    """The pages that change what is on the paper, text first, each with a post that would change something."""
    commitment = addendum.agreement.commitments.original()[0]
    domain = addendum.agreement.domains.all()[0]
    person = addendum.signatories.all()[0]
    return {
        "text add": (
            url("addendum_commitment_create", addendum),
            {"domain": domain.pk, "text": "Nieuw.", "carried_out_by": "agency"},
        ),
        "text change": (
            url("addendum_commitment_change", addendum, commitment),
            {"text": "Anders.", "carried_out_by": "agency"},
        ),
        "text drop": (url("addendum_commitment_drop", addendum, commitment), {}),
        "text domains": (url("addendum_domains", addendum), {"dropped_domains": [domain.pk]}),
        "people add": (
            url("addendum_signatory_create", addendum),
            {"name": "Iemand Nieuw", "function": "Directeur"},
        ),
        "people edit": (
            url("addendum_signatory_update", person),
            {"name": "Anders", "function": "Directeur", "position": 1, "version": 0},
        ),
        "people delete": (url("addendum_signatory_delete", person), {}),
        "people date": (url("addendum_update", addendum), {"dated_on": "2021-06-01", "version": addendum.version}),
    }


def refused(client: UserClient, addendum: Addendum) -> set[str]:
    return {
        name
        for name, (address, fields) in writes(addendum).items()
        if client.get(address).status_code == 403 and client.post(address, fields).status_code == 403
    }


def test_the_text_freezes_with_the_decision_and_the_rest_with_the_final_and_once_signed_for_ever(
    staff_client: UserClient, agreement
):
    addendum = started(agreement)
    everything = set(writes(addendum))
    assert refused_by_get(staff_client, addendum) == set()
    decided(addendum)
    assert refused(staff_client, addendum) == {name for name in everything if name.startswith("text")}
    addendum = fresh(Addendum.objects.get())
    if not addendum.signatories.exists():
        AddendumSignatory.objects.create(addendum=addendum, side="agency", name="Wouter", function="Directeur")
    final_of(addendum)
    assert refused(staff_client, addendum) == everything
    addenda.sign(addendum, days())
    assert refused(staff_client, addendum) == everything


def refused_by_get(client: UserClient, addendum: Addendum) -> set[str]:
    return {name for name, (address, _fields) in writes(addendum).items() if client.get(address).status_code == 403}


def test_taken_back_with_a_reason_the_text_is_open(staff_client: UserClient, coordinator_client: UserClient, agreement):
    addendum = decided(started(agreement))
    final = final_of(addendum)
    assert staff_client.post(url("addendum_take_back", addendum), {"reason": "Fout"}).status_code == 403
    response = coordinator_client.post(url("addendum_take_back", addendum), {"reason": "Fout in de tekst."})
    assert response.status_code == 302
    final.refresh_from_db()
    assert final.reopening.reason == "Fout in de tekst."
    assert refused_by_get(staff_client, addendum) == set()
    assert "Fout in de tekst." in staff_client.get(addendum.get_absolute_url()).content.decode()


def test_once_it_is_taken_back_each_council_decides_anew(coordinator_client: UserClient, agreement):
    addendum = decided(started(agreement))
    coordinator_client.post(url("addendum_take_back", addendum), {"reason": "Fout in de tekst."})
    page = coordinator_client.get(addendum.get_absolute_url()).content.decode()
    assert "de raad moet opnieuw beslissen" in page
    assert "tekst teruggenomen: de beslissing moet vernieuwd worden" in page
    with pytest.raises(ValidationError, match="beslissing"):
        addenda.sign(addendum, days())
    decision = addendum.council_decisions.get()
    again = url("addendum_decision_update", decision)
    assert f"{again}#id_decided_on" in page
    assert f"{url('addendum_decision_create', addendum)}?body=" not in page
    typed = {"body": decision.body, "decided_on": "2021-05-25", "number": "", "link": "", "version": decision.version}
    coordinator_client.post(again, typed)
    assert refused_by_get(coordinator_client, addendum) >= {"text add", "text drop"}


def test_the_page_that_takes_back_names_the_final_that_is_superseded(coordinator_client: UserClient, agreement):
    addendum = decided(started(agreement))
    assert "Tekst terugnemen" in coordinator_client.get(url("addendum_take_back", addendum)).content.decode()
    final = final_of(addendum)
    page = coordinator_client.get(url("addendum_take_back", addendum)).content.decode()
    assert "Definitieve versie terugnemen" in page
    assert f"(controlegetal {final.fingerprint[:8]}) vervalt" in page


def test_a_decision_is_not_removed_once_all_councils_decided(staff_client: UserClient, agreement):
    addendum = decided(started(agreement))
    decision = addendum.council_decisions.get()
    assert staff_client.post(url("addendum_decision_delete", decision)).status_code == 403
    assert addendum.council_decisions.exists()


def test_what_is_signed_is_never_taken_back(coordinator_client: UserClient, agreement):
    addendum = signed_addendum(agreement)
    assert coordinator_client.post(url("addendum_take_back", addendum), {"reason": "Toch"}).status_code == 200
    assert addendum.finals.get().reopening is None


# People and decisions -------------------------------------------------------------------------------------------------


def test_who_signs_is_edited_and_nobody_signs_twice(staff_client: UserClient, agreement):
    addendum = started(agreement)
    address = url("addendum_signatory_create", addendum) + "?side=municipality"
    twice = staff_client.post(address, {"name": "marieke  verbeeld", "function": "Voorzitter"})
    assert "name" in twice.context["form"].errors
    response = staff_client.post(
        address, {"name": "Els Fictief", "function": "Schepen", "by_delegation": "on", "delegated_on": "2021-05-01"}
    )
    assert response.headers["Location"] == f"{addendum.get_absolute_url()}#people"
    person = addendum.signatories.get(name="Els Fictief")
    assert (person.side, person.by_delegation, person.delegated_on) == ("municipality", True, date(2021, 5, 1))
    staff_client.post(url("addendum_signatory_delete", person))
    assert not addendum.signatories.filter(pk=person.pk).exists()


def test_each_council_of_the_party_decides_once(staff_client: UserClient, agreement):
    addendum = started(agreement)
    fields = {"body": "municipal_council", "decided_on": "2021-05-20", "number": "2021/12", "link": ""}
    address = url("addendum_decision_create", addendum)
    assert staff_client.get(address).context["form"]["body"].value() == "municipal_council"
    assert staff_client.post(address, fields).headers["Location"] == f"{addendum.get_absolute_url()}#decisions"
    assert "body" in staff_client.post(address, fields).context["form"].errors
    assert addendum.council_decisions.get().number == "2021/12"


# Rights ---------------------------------------------------------------------------------------------------------------


def test_another_region_and_a_manager_change_nothing(manager_client: UserClient, staff_client: UserClient, agreement):
    addendum = started(agreement)
    elsewhere = running_agreement(RegionFactory())
    other = started(elsewhere)
    for client, one in [(manager_client, addendum), (staff_client, other)]:
        pages = [
            *writes(one).values(),
            (url("addendum_withdraw", one), {"reason": "x"}),
            (url("addendum_sign", one), {}),
        ]
        for address, fields in [*pages, (url("addendum_create", one.agreement), {"subject": "x"})]:
            assert client.post(address, fields).status_code == 403
            assert client.get(address).status_code == 403
        assert client.get(one.get_absolute_url()).status_code == 200
    assert not Commitment.objects.filter(added_by__isnull=False).exists()
