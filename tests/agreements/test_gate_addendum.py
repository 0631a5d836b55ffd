"""What stands between an addendum and its final: on its page, before its council decides, and in its text."""

from datetime import date

import pytest
from django.urls import reverse

from agreements import gate
from agreements.models import Addendum, Agreement, Clause, Commitment
from municipalities.models import Domain, Region
from tests.agreements.addenda import decided, running_agreement, signed_addendum, started
from tests.agreements.papers import domains, standard_version
from tests.conftest import UserClient


@pytest.fixture
def agreement(region: Region) -> Agreement:
    """It runs, under two domains of the standard text."""
    version = standard_version()
    agreement = running_agreement(region)
    Agreement.objects.filter(pk=agreement.pk).update(signed_outside=False, template_version=version)
    agreement.commitments.all().delete()
    agreement.domains.set(domains("services", "cohesion"))
    return Agreement.objects.get(pk=agreement.pk)


@pytest.fixture
def addendum(agreement) -> Addendum:
    """It drops a domain; the council decided."""
    addendum = started(agreement)
    addendum.dropped_domains.set(domains("cohesion"))
    return decided(addendum)


def url(name: str, row, rest: str = "") -> str:
    return reverse(f"agreements:{name}", args=[row.pk]) + rest


def found(addendum: Addendum) -> list[tuple[str, str]]:
    obstacles = gate.obstacles(Addendum.objects.for_paper().get(pk=addendum.pk))
    return [(one.text, one.url) for one in obstacles]


# The next step --------------------------------------------------------------------------------------------------------


def next_step(client: UserClient, addendum: Addendum):
    return client.get(addendum.get_absolute_url()).context["next"]


def test_the_next_step_is_the_final_once_nothing_stands_in_its_way(coordinator_client, addendum):
    step = next_step(coordinator_client, addendum)
    assert (step.missing, step.wrong, step.action.label) == ((), (), "Maak de definitieve versie")


def test_the_next_step_names_what_the_gate_will_refuse(coordinator_client, addendum):
    addendum.signatories.filter(function__startswith="Voorzitter").delete()
    step = next_step(coordinator_client, addendum)
    assert [one.url for one in step.wrong] == [url("addendum_signatory_create", addendum, "?side=municipality")]
    assert step.action.url == url("addendum_final", addendum)
    shown = coordinator_client.get(addendum.get_absolute_url()).content.decode()
    assert "Niemand tekent als voorzitter van de gemeenteraad" in shown.partition("Dit staat nog in de weg:")[2]
    assert "Er ontbreekt niets" not in shown


@pytest.mark.parametrize("rows", [1, 4])
def test_the_pages_that_ask_the_gate_ask_the_same_for_any_number_of_changes(
    coordinator_client, agreement, addendum, django_assert_num_queries, rows
):
    for number in range(rows):
        own = {"agreement": agreement, "added_by": addendum, "domain": agreement.domains.first()}
        Commitment.objects.create(text=f"Punt {number}.", **own)
    addendum.added_domains.set(domains("policy", "accessibility")[:rows])
    for name, number in [("addendum_detail", 35), ("addendum_final", 36)]:
        with django_assert_num_queries(number):
            coordinator_client.get(url(name, addendum))
    addendum.council_decisions.all().delete()
    with django_assert_num_queries(36):
        coordinator_client.get(url("addendum_decision_create", addendum))


# What must stay settled -----------------------------------------------------------------------------------------------


def settle_referral_under(domain: Domain) -> None:
    """In the standard text it stands under what always holds."""
    Clause.objects.filter(settles="referral").update(settles="")
    clause = Clause.objects.filter(part__version=standard_version(), part__domain=domain)[0]
    Clause.objects.filter(pk=clause.pk).update(settles="referral")


def test_an_addendum_takes_nothing_away_that_must_be_settled(agreement, addendum):
    assert found(addendum) == []
    (cohesion,) = domains("cohesion")
    settle_referral_under(cohesion)
    assert found(addendum) == [
        (f"Zonder {cohesion} regelt geen clausule nog wederzijdse doorverwijzing", url("addendum_domains", addendum))
    ]


def test_a_domain_that_comes_in_may_settle_it_instead(agreement, addendum):
    settle_referral_under(domains("cohesion")[0])
    addendum.added_domains.set(domains("policy"))
    clause = Clause.objects.filter(part__version=standard_version(), part__domain__code="policy")[0]
    Clause.objects.filter(pk=clause.pk).update(settles="referral", optional=True)
    assert found(addendum) == []
    addendum.left_out.add(clause)
    assert [address for _text, address in found(addendum)] == [url("addendum_domains", addendum)]


def test_what_an_earlier_addendum_brought_counts_as_that_one_brought_it(agreement):
    policy = domains("policy")
    first = signed_addendum(agreement, change=lambda addendum: addendum.added_domains.set(policy))
    settle_referral_under(policy[0])
    second = started(agreement, starts_on=date(2021, 8, 1))
    second.dropped_domains.set(policy)
    assert [address for _text, address in found(decided(second))] == [url("addendum_domains", second)]
    Clause.objects.filter(settles="referral").update(optional=True)
    first.left_out.set(Clause.objects.filter(settles="referral"))
    assert found(second) == []


def test_what_never_was_settled_or_stands_on_a_scan_is_not_held_against_it(agreement, addendum):
    Clause.objects.update(settles="")
    assert found(addendum) == []
    settle_referral_under(domains("cohesion")[0])
    Agreement.objects.filter(pk=agreement.pk).update(signed_outside=True)
    assert found(addendum) == []


# The printed text -----------------------------------------------------------------------------------------------------


def test_who_records_the_decision_on_an_addendum_sees_what_is_open_in_its_text(staff_client, agreement):
    addendum = started(agreement)
    row = Commitment.objects.create(
        agreement=agreement, added_by=addendum, domain=agreement.domains.first(), text="De folder is klaar op XXX."
    )
    shown = staff_client.get(url("addendum_decision_create", addendum)).content.decode().partition("<form class")[0]
    assert url("addendum_commitment_update", row, "#id_text") in shown
    assert "De folder is klaar op XXX." in shown


def reworded(agreement: Agreement, *, before: str, after: str) -> Addendum:
    """An addendum, decided on, that words a signed commitment anew."""
    domain = agreement.domains.all()[0]
    signed = Commitment.objects.create(agreement=agreement, domain=domain, text=before)
    addendum = started(agreement)
    Commitment.objects.create(agreement=agreement, domain=domain, text=after, added_by=addendum, replaces=signed)
    return decided(addendum)


def test_what_is_signed_is_quoted_with_its_fault_for_an_addendum_may_mend_it(coordinator_client, agreement):
    addendum = reworded(agreement, before="De de folder is klaar.", after="De folder is klaar.")
    assert "De de folder" not in coordinator_client.get(url("addendum_final", addendum)).content.decode()
    coordinator_client.post(url("addendum_final", addendum))
    assert addendum.finals.count() == 1


def test_the_new_words_are_not_let_through(coordinator_client, agreement):
    addendum = reworded(agreement, before="De de folder is klaar.", after="De de folder is nu klaar.")
    (obstacle,) = gate.check_printed(Addendum.objects.for_paper().get(pk=addendum.pk)).obstacles
    assert obstacle.url == url("addendum_commitment_update", addendum.commitments.get(), "#id_text")
    coordinator_client.post(url("addendum_final", addendum))
    assert not addendum.finals.exists()
