"""What is settled stays: the text from the approval on, everything from the final on, until it is taken back."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from agreements.actions import finals, stages
from agreements.models import (
    Agreement,
    AgreementContact,
    Commitment,
    CouncilDecision,
    Final,
    Reopening,
    Signatory,
    Stage,
)
from agreements.requirements import missing_for
from municipalities.models import Region
from tests.agreements.finals import approved, final_of
from tests.agreements.signing import DECIDED_ON, SIGNED_ON, agreement_in
from tests.conftest import UserClient
from tests.factories import DeclineReasonFactory, DomainFactory, UserFactory, decided

pytestmark = pytest.mark.usefixtures("terms")


@pytest.fixture
def agreement(region: Region) -> Agreement:
    """With one row of each kind."""
    agreement = agreement_in(region, signed_outside=False)
    domain = DomainFactory()
    agreement.domains.add(domain)
    Commitment.objects.create(agreement=agreement, domain=domain, text="Een folder.")
    Signatory.objects.create(agreement=agreement, side="municipality", name="Kaat Bedacht", function="voorzitter")
    AgreementContact.objects.create(
        agreement=agreement, side="agency", name="Noor", function="staf", email="n@b.invalid"
    )
    return agreement


@pytest.fixture
def final(agreement: Agreement) -> Final:
    return final_of(approved(agreement))


def url(name: str, pk: int) -> str:
    return reverse(f"agreements:{name}", args=[pk])


# Every page that writes on the paper ----------------------------------------------------------------------------------


def text_writes(agreement: Agreement) -> list[tuple[str, dict]]:
    commitment = agreement.commitments.get()
    text = {"domain": commitment.domain_id, "text": "Anders.", "carried_out_by": "agency", "position": 1, "version": 0}
    return [
        (url("commitment_create", agreement.pk), text),
        (url("commitment_update", commitment.pk), text),
        (url("commitment_delete", commitment.pk), {}),
    ]


def people_writes(agreement: Agreement) -> list[tuple[str, dict]]:
    signatory, contact = agreement.signatories.get(), agreement.contacts.get()
    decision = agreement.council_decisions.get()
    person = {"name": "Iemand Anders", "function": "staf", "email": "i@b.invalid", "position": 1, "version": 0}
    decided = {"body": decision.body, "decided_on": "2019-06-01", "version": 0}
    return [
        (url("signatory_create", agreement.pk), person),
        (url("signatory_update", signatory.pk), person),
        (url("signatory_delete", signatory.pk), {}),
        (url("agreement_contact_create", agreement.pk), person),
        (url("agreement_contact_update", contact.pk), person),
        (url("agreement_contact_delete", contact.pk), {}),
        (url("decision_create", agreement.pk), decided),
        (url("decision_update", decision.pk), decided),
        (url("decision_delete", decision.pk), {}),
    ]


def rows(agreement: Agreement) -> list[object]:
    """Everything of an agreement that is printed."""
    present = Agreement.objects.get(pk=agreement.pk)
    return [
        (present.party, present.starts_on, present.ends_on, present.dated_on),
        [*present.domains.values_list("pk")],
        *(
            list(model.objects.filter(agreement=agreement).values())
            for model in (Commitment, Signatory, AgreementContact, CouncilDecision)
        ),
    ]


def refused(client: UserClient, agreement: Agreement, writes: list[tuple[str, dict]]) -> None:
    before = rows(agreement)
    for address, fields in writes:
        for method in (client.get, client.post):
            assert method(address, fields).status_code == 403, address
    assert rows(agreement) == before


def test_from_the_approval_on_the_text_is_refused_and_the_people_are_not(coordinator_client, agreement):
    approved(agreement)
    refused(coordinator_client, agreement, text_writes(agreement))
    for address, fields in people_writes(agreement):
        assert coordinator_client.get(address, fields).status_code == 200, address
    address, fields = people_writes(agreement)[1]
    assert coordinator_client.post(address, fields).status_code == 302


def test_while_a_final_stands_everything_printed_is_refused(coordinator_client, agreement, final):
    refused(coordinator_client, agreement, [*text_writes(agreement), *people_writes(agreement)])


def test_once_signed_everything_printed_is_refused_also_after_an_early_end(coordinator_client, agreement, final):
    signed(agreement)
    refused(coordinator_client, agreement, [*text_writes(agreement), *people_writes(agreement)])
    stages.end(agreement, effective_on=date(2020, 6, 1), reason="Fusie", by=UserFactory())
    refused(coordinator_client, agreement, [*text_writes(agreement), *people_writes(agreement)])


def test_what_was_signed_outside_is_open_until_the_signature(coordinator_client, agreement):
    Agreement.objects.filter(pk=agreement.pk).update(signed_outside=True)
    approved(agreement)
    assert coordinator_client.post(*text_writes(agreement)[0]).status_code == 302
    signed(Agreement.objects.get(pk=agreement.pk))
    assert coordinator_client.post(*text_writes_of_new(agreement)).status_code == 403


def text_writes_of_new(agreement: Agreement) -> tuple[str, dict]:
    fields = {"domain": agreement.domains.get().pk, "text": "Nog een.", "carried_out_by": "agency", "position": ""}
    return url("commitment_create", agreement.pk), fields


def signed(agreement: Agreement) -> None:
    stages.sign(agreement, agency_signed_on=SIGNED_ON, municipality_signed_on=SIGNED_ON, by=UserFactory())


def test_after_a_refusal_the_approved_text_stays_approved(coordinator_client, agreement):
    approved(agreement)
    stages.decline(agreement, effective_on=SIGNED_ON, reason=DeclineReasonFactory(), by=UserFactory())
    stages.advance(agreement, to=Stage.NEGOTIATION, effective_on=date(2020, 3, 1), by=UserFactory())
    refused(coordinator_client, agreement, text_writes(agreement))


# The form of the agreement --------------------------------------------------------------------------------------------


def asked(client: UserClient, agreement: Agreement) -> list[str]:
    page = client.get(url("agreement_update", agreement.pk))
    return [field.name for field in page.context["form"].visible_fields()]


def test_the_form_asks_for_what_is_open_and_shows_the_rest(coordinator_client, agreement):
    assert asked(coordinator_client, agreement) == ["party", "starts_on", "ends_on", "dated_on", "note"]
    approved(agreement)
    assert asked(coordinator_client, agreement) == ["dated_on", "note"]
    page = coordinator_client.get(url("agreement_update", agreement.pk)).content.decode()
    assert "1 januari 2020" in page
    assert url("final_take_back", agreement.pk) in page
    final_of(agreement)
    assert asked(coordinator_client, agreement) == ["note"]


def test_why_a_period_leaves_the_term_is_asked_where_it_does_also_after_the_approval(coordinator_client, agreement):
    Agreement.objects.filter(pk=agreement.pk).update(ends_on=date(2026, 6, 30))
    assert "period_because" in asked(coordinator_client, agreement)
    approved(agreement)
    assert asked(coordinator_client, agreement) == ["period_because", "dated_on", "note"]
    final_of(agreement)
    assert asked(coordinator_client, agreement) == ["note"]


def test_a_form_opened_before_the_approval_changes_no_period_after_it(coordinator_client, agreement):
    fields = {"party": "both", "starts_on": "2021-01-01", "ends_on": "2024-12-31", "version": agreement.version}
    approved(agreement)
    page = coordinator_client.post(url("agreement_update", agreement.pk), fields)
    assert "Ondertussen is het papier vastgelegd" in page.content.decode()
    agreement.refresh_from_db()
    assert (agreement.party, agreement.starts_on) == ("municipality", date(2020, 1, 1))


def test_the_note_stays_open_while_a_final_stands(staff_client, agreement, final):
    response = staff_client.post(
        url("agreement_update", agreement.pk), {"note": "Ligt in Zulte.", "version": agreement.version}
    )
    assert response.status_code == 302
    agreement.refresh_from_db()
    assert agreement.note == "Ligt in Zulte."


# Taking back ----------------------------------------------------------------------------------------------------------


def test_the_refusal_offers_to_take_back_to_who_may(coordinator_client, staff_client, agreement, final):
    address = text_writes(agreement)[0][0]
    assert url("final_take_back", agreement.pk) in coordinator_client.get(address).content.decode()
    assert url("final_take_back", agreement.pk) not in staff_client.get(address).content.decode()


def take_back(client: UserClient, agreement: Agreement, reason: str = "De schepen wil een afspraak minder.") -> int:
    return client.post(url("final_take_back", agreement.pk), {"reason": reason}).status_code


def test_taking_back_needs_a_reason(coordinator_client, agreement, final):
    assert take_back(coordinator_client, agreement, reason="  ") == 200
    assert not Reopening.objects.exists()


def test_a_final_that_is_taken_back_is_superseded_and_the_text_open(coordinator_client, agreement, final):
    assert take_back(coordinator_client, agreement) == 302
    final.refresh_from_db()
    reopening = Reopening.objects.get()
    assert (final.reopening, reopening.reopened_by) == (reopening, coordinator_client.user)
    assert coordinator_client.post(*text_writes_of_new(agreement)).status_code == 302
    assert b"zo goed als echt" in b"".join(coordinator_client.get(final.get_absolute_url()))


def test_an_approved_text_without_a_final_is_taken_back_too(coordinator_client, agreement):
    approved(agreement)
    assert take_back(coordinator_client, agreement) == 302
    assert coordinator_client.post(*text_writes_of_new(agreement)).status_code == 302


def test_staff_managers_and_other_regions_take_nothing_back(staff_client, manager_client, agreement, final):
    for client in (staff_client, manager_client):
        assert client.get(url("final_take_back", agreement.pk)).status_code == 403
        assert take_back(client, agreement) == 403
    assert not Reopening.objects.exists()


def test_what_is_signed_is_never_taken_back(coordinator_client, agreement, final):
    signed(agreement)
    assert coordinator_client.get(url("final_take_back", agreement.pk)).status_code == 403
    assert take_back(coordinator_client, agreement) in {200, 403}
    assert not Reopening.objects.exists()


def test_where_nothing_is_settled_there_is_nothing_to_take_back(coordinator_client, agreement):
    assert coordinator_client.get(url("final_take_back", agreement.pk)).status_code == 403
    take_back(coordinator_client, agreement)
    assert not Reopening.objects.exists()


# The decision taken anew ----------------------------------------------------------------------------------------------


def required(agreement: Agreement) -> list[str]:
    return [one.url for one in missing_for(Agreement.objects.get(pk=agreement.pk), Stage.SIGNED) if one.required]


def decide_anew(client: UserClient, agreement: Agreement, **fields: str) -> int:
    decision = agreement.council_decisions.get()
    posted = {"body": decision.body, "decided_on": decision.decided_on.isoformat(), "number": decision.number}
    address = url("decision_update", decision.pk)
    return client.post(address, posted | {"version": decision.version} | fields).status_code


def test_after_a_take_back_the_council_decides_anew_before_the_approval_counts(coordinator_client, agreement, final):
    decision = agreement.council_decisions.get()
    take_back(coordinator_client, agreement)
    anew = f"{url('decision_update', decision.pk)}#id_decided_on"
    assert anew in required(agreement)
    page = coordinator_client.get(agreement.get_absolute_url()).content.decode()
    assert "opnieuw genomen" in page
    assert decide_anew(coordinator_client, agreement, decided_on="2020-02-20") == 302
    assert anew not in required(agreement)
    refused(coordinator_client, agreement, text_writes(agreement))


def test_the_stage_tells_everybody_that_the_decision_must_be_renewed(
    coordinator_client, manager_client, agreement, final
):
    stage = "tekst teruggenomen: de beslissing moet vernieuwd worden"
    decision = "te vernieuwen: de tekst is daarna teruggenomen"
    take_back(coordinator_client, agreement)
    page = manager_client.get(agreement.get_absolute_url()).content.decode()
    assert (stage in page, decision in page) == (True, True)
    decide_anew(coordinator_client, agreement, decided_on="2020-02-20")
    page = manager_client.get(agreement.get_absolute_url()).content.decode()
    assert (stage in page, decision in page) == (False, False)


@pytest.mark.parametrize(
    ("changed", "counts"), [({"number": "2020/14"}, True), ({"link": "https://a.example/b"}, False)]
)
def test_another_day_or_number_is_a_new_decision_another_link_is_not(
    coordinator_client, agreement, final, changed, counts
):
    decision = agreement.council_decisions.get()
    take_back(coordinator_client, agreement)
    decide_anew(coordinator_client, agreement, **changed)
    assert (f"{url('decision_update', decision.pk)}#id_decided_on" not in required(agreement)) == counts


def test_an_old_decision_that_is_removed_and_recorded_anew_counts(coordinator_client, agreement, final):
    decision = agreement.council_decisions.get()
    take_back(coordinator_client, agreement)
    coordinator_client.post(url("decision_delete", decision.pk))
    assert f"{url('decision_create', agreement.pk)}?body=municipal_council" in required(agreement)
    fields = {"body": "municipal_council", "decided_on": "2020-02-20"}
    assert coordinator_client.post(url("decision_create", agreement.pk), fields).status_code == 302
    assert [address for address in required(agreement) if "decision" in address] == []


def test_an_approval_that_is_struck_out_opens_the_text_and_sets_the_final_aside(coordinator_client, agreement, final):
    approval = agreement.stage_changes.get(stage=Stage.APPROVED)
    stages.correct(approval, reason="Het ging over een andere gemeente.", by=UserFactory())
    final.refresh_from_db()
    assert final.reopening.reason == "Het ging over een andere gemeente."
    assert coordinator_client.post(*text_writes_of_new(agreement)).status_code == 302


def test_an_approval_that_moves_to_another_day_leaves_the_final_standing(agreement, final):
    approval = agreement.stage_changes.get(stage=Stage.APPROVED)
    moved = stages.Step(stage=Stage.APPROVED, effective_on=DECIDED_ON + timedelta(days=1))
    stages.correct(approval, reason="Een dag later.", by=UserFactory(), replacement=moved)
    assert Agreement.objects.get(pk=agreement.pk).standing_final == final


def test_a_signature_needs_a_final_that_stands(agreement, coordinator_client):
    approved(agreement)
    with pytest.raises(Exception, match="definitieve versie"):
        signed(agreement)
    final_of(agreement)
    finals.take_back(agreement, reason="Fout", by=coordinator_client.user)
    decide_anew(coordinator_client, agreement, number="2020/1")
    with pytest.raises(Exception, match="definitieve versie"):
        signed(agreement)
    final_of(agreement, content=b"%PDF-1.7 anders")
    signed(agreement)


def test_a_signature_waits_for_the_decision_taken_anew(agreement, final):
    Reopening.objects.create(agreement=agreement, reason="Buiten de knop om", reopened_by=UserFactory())
    with pytest.raises(Exception, match="opnieuw genomen"):
        signed(agreement)


# Rules of the database ------------------------------------------------------------------------------------------------


def test_one_final_stands_per_agreement(agreement, final):
    with pytest.raises(IntegrityError), transaction.atomic():
        final_of(agreement, content=b"%PDF-1.7 een tweede")


def test_a_reopening_has_a_reason(agreement):
    with pytest.raises(IntegrityError, match="reopening_has_a_reason"), transaction.atomic():
        Reopening.objects.create(agreement=agreement, reason="", reopened_by=UserFactory())


def test_a_decision_knows_when_it_was_recorded(agreement):
    before = timezone.now()
    approved(agreement)
    assert agreement.council_decisions.get().recorded_at >= before


def test_once_every_council_decided_the_text_is_refused_also_before_the_approval(coordinator_client, agreement):
    """The decision is on this text: what is approved later is what the council saw."""
    decided(agreement, on=DECIDED_ON)
    refused(coordinator_client, agreement, text_writes(agreement))
    last = agreement.council_decisions.last()
    assert coordinator_client.post(f"/decisions/{last.pk}/delete/").status_code == 403
    finals.take_back(agreement, reason="De raad vroeg een andere zin.", by=UserFactory())
    assert coordinator_client.post(*text_writes(agreement)[0]).status_code == 302
