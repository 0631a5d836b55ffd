"""The text as it will be printed is looked through before the council decides on it, not after it settled."""

from datetime import date

import pytest
from django.urls import reverse

from agreements import gate
from agreements.gate.check import Obstacle
from agreements.models import Agreement, DomainText, Side
from municipalities.models import Municipality, Region
from papers.scan import drafts
from tests.agreements.papers import approved, commitment, complete_agreement
from tests.conftest import UserClient

pytestmark = pytest.mark.usefixtures("terms")


@pytest.fixture
def agreement(region: Region) -> Agreement:
    """Nothing is wrong with it; no council decided yet."""
    agreement = complete_agreement(party="municipality", signed_outside=False, ends_on=date(2025, 12, 31))
    Municipality.objects.filter(pk=agreement.municipality_id).update(region=region)
    return agreement


def found(agreement: Agreement) -> list[Obstacle]:
    return gate.check_printed(Agreement.objects.for_paper().get(pk=agreement.pk)).obstacles


def url(name: str, pk: int, rest: str = "") -> str:
    return reverse(f"agreements:{name}", args=[pk]) + rest


def test_a_text_without_a_fault_passes(agreement):
    assert found(agreement) == []


def test_a_place_is_named_with_its_page_its_sentence_and_where_it_was_typed(agreement):
    first = commitment(agreement, "De folder is klaar op XXX van dit jaar.")
    second = commitment(agreement, "Wie de de folder leest, weet [Status]", code="cohesion")
    assert [(one.url, one.sentence) for one in found(agreement)] == [
        (url("commitment_update", first.pk, "#id_text"), "De folder is klaar op XXX van dit jaar."),
        *[(url("commitment_update", second.pk, "#id_text"), "Wie de de folder leest, weet [Status] Uitvoering:")] * 2,
    ]
    assert [one.text.partition(", ")[2] for one in found(agreement)] == [
        "niet-ingevuld veld: XXX",
        "dubbel woord: de de",
        "niet-ingevuld veld: [Status]",
    ]


def test_the_same_fault_twice_leads_to_both_places(agreement):
    rows = [commitment(agreement, "Klaar op XXX.", code=code) for code in ("services", "cohesion")]
    assert [one.url for one in found(agreement)] == [url("commitment_update", row.pk, "#id_text") for row in rows]


def test_a_fault_in_a_paragraph_or_a_name_leads_there_too(agreement):
    domain = agreement.domains.first()
    DomainText.objects.create(agreement=agreement, domain=domain, text="Samen met **XXX** en {{ gemeente }}.")
    agreement.contacts.filter(side=Side.AGENCY).update(service="XXX")
    person = agreement.contacts.get(side=Side.AGENCY)
    assert [one.url for one in found(agreement)] == [
        url("agreement_text", agreement.pk, f"#id_paragraph_{domain.pk}"),
        url("agreement_contact_update", person.pk, "#id_service"),
    ]


def test_gaps_are_no_faults_of_the_words_around_them(agreement):
    agreement.signatories.all().delete()
    agreement.contacts.all().delete()
    commitment(agreement, "De folder is klaar op XXX.")
    assert [one.sentence for one in found(agreement)] == ["De folder is klaar op XXX."]


# Where the councils settle it -----------------------------------------------------------------------------------------


def warning(client: UserClient, address: str) -> str:
    """What the page says before its form."""
    return client.get(address).content.decode().partition("<form class")[0]


def test_who_records_a_decision_sees_what_is_open_in_the_text_and_is_not_refused(staff_client, agreement):
    page = url("decision_create", agreement.pk)
    assert "ligt de tekst vast" not in warning(staff_client, page)
    row = commitment(agreement, "De folder is klaar op XXX van dit jaar.")
    shown = warning(staff_client, page)
    assert "ligt de tekst vast" in shown
    assert url("commitment_update", row.pk, "#id_text") in shown
    assert "De folder is klaar op XXX van dit jaar." in shown
    staff_client.post(page, {"body": "municipal_council", "decided_on": "2020-06-01", "number": "", "link": ""})
    assert agreement.council_decisions.exists()


def test_who_records_the_approval_sees_it_too_each_thing_once(staff_client, agreement):
    commitment(agreement, "De folder is klaar op XXX van dit jaar.")
    Agreement.objects.filter(pk=agreement.pk).update(starts_on=None)
    shown = warning(staff_client, url("agreement_advance", agreement.pk, "?to=approved"))
    assert "De folder is klaar op XXX van dit jaar." in shown
    assert shown.count(url("agreement_update", agreement.pk, "#id_starts_on")) == 1


def test_a_settled_text_gives_no_warning(staff_client, agreement):
    commitment(agreement, "De folder is klaar op XXX van dit jaar.")
    decision = approved(agreement).council_decisions.get()
    assert "XXX" not in warning(staff_client, url("decision_update", decision.pk))


def test_the_page_of_the_final_shows_it_long_before_the_approval(staff_client, agreement):
    commitment(agreement, "De folder is klaar op XXX van dit jaar.")
    page = staff_client.get(url("final_make", agreement.pk))
    assert "De folder is klaar op XXX van dit jaar." in page.content.decode()
    assert page.context["checks"][-1].title == "De afgedrukte tekst"


def test_once_it_is_settled_the_page_of_the_final_says_what_mending_costs(coordinator_client, staff_client, agreement):
    page, take_back = url("final_make", agreement.pk), url("final_take_back", agreement.pk)
    commitment(agreement, "De folder is klaar op XXX van dit jaar.")
    assert take_back not in coordinator_client.get(page).content.decode()
    approved(agreement)
    shown = coordinator_client.get(page).content.decode()
    assert "daarna beslist de raad opnieuw" in shown
    assert take_back in shown
    seen_by_staff = staff_client.get(page).content.decode()
    assert "Een coördinator van de regio neemt de tekst terug." in seen_by_staff
    assert take_back not in seen_by_staff


@pytest.fixture
def no_press(monkeypatch: pytest.MonkeyPatch):
    """From the moment that it is called, whoever prints a draft fails."""
    return lambda: monkeypatch.setattr(drafts, "pdf_of", lambda html: pytest.fail("printed"))


def test_what_has_not_changed_is_printed_once(staff_client, agreement, no_press):
    staff_client.get(url("decision_create", agreement.pk))
    no_press()
    assert staff_client.get(url("decision_create", agreement.pk)).status_code == 200
    assert staff_client.get(url("final_make", agreement.pk)).status_code == 200


def test_what_lists_and_locks_ask_prints_nothing(agreement, no_press):
    no_press()
    commitment(agreement, "De folder is klaar op XXX van dit jaar.")
    assert len(gate.obstacles(Agreement.objects.for_paper().get(pk=agreement.pk))) == 2


@pytest.mark.parametrize("rows", [1, 5])
def test_the_warning_asks_the_same_for_any_number_of_rows(staff_client, agreement, django_assert_num_queries, rows):
    for number in range(rows):
        commitment(agreement, f"Punt {number} is klaar op XXX.")
    with django_assert_num_queries(29):
        assert "Punt 0" in warning(staff_client, url("decision_create", agreement.pk))
