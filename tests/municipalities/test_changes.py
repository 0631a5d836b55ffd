from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from accounts.models import User
from municipalities.changes import changes_of, changes_to
from municipalities.models import Contact, Visit
from tests.factories import (
    AgreementFactory,
    ContactFactory,
    DomainFactory,
    MunicipalityFactory,
    UserFactory,
    VisitFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def noor() -> User:
    return UserFactory(first_name="Noor", last_name="Verzonnen")


def shown(change: Any) -> list[tuple[str, str, str]]:
    return [(field.label, field.before, field.after) for field in change.fields]


def test_a_change_says_who_what_before_and_after_in_words(noor):
    contact = ContactFactory(name="Kaat Bedacht", function=Contact.Function.MAYOR, phone="+32478123456")
    contact._history_user = noor
    contact.phone, contact.acting, contact.ends_on = "", True, date(2026, 4, 26)
    contact.function = Contact.Function.ALDERMAN
    contact.save()

    change = changes_to(contact)[0]

    assert (change.by, change.what) == ("Noor Verzonnen", "gewijzigd")
    assert shown(change) == [
        ("Functie", "burgemeester", "bevoegde schepen"),
        ("Waarnemend", "nee", "ja"),
        ("Telefoon", "+32 478 12 34 56", ""),
        ("Laatste dag", "", "26 april 2026"),
    ]


def test_the_first_change_shows_what_was_filled_in():
    contact = ContactFactory(name="Kaat Bedacht", email="")
    labels = [field.label for field in changes_to(contact)[0].fields]
    assert "Naam" in labels
    assert "E-mailadres" not in labels
    assert changes_to(contact)[0].by == ""


def test_one_save_with_people_and_domains_is_one_change(noor):
    visit = VisitFactory()
    people, domain = [UserFactory(first_name="An"), UserFactory(first_name="Bo")], DomainFactory(name="Regie")
    visit._history_user = noor
    visit.version += 1
    visit.report = "Goed gesprek."
    visit.save()
    visit.agency_people.set(people)
    visit.domains.set([domain])
    assert visit.history.count() == 4

    change, made = changes_to(visit)

    assert shown(change) == [
        ("Verslag", "", "Goed gesprek."),
        ("Aanwezig voor het agentschap", "", f"{people[0]}, {people[1]}"),
        ("Besproken domeinen", "", "Regie"),
    ]
    assert made.what == "toegevoegd"


def test_two_saves_right_after_each_other_stay_two_changes(noor):
    visit = VisitFactory()
    for step in ("eerste", "tweede"):
        visit._history_user = noor
        visit.version += 1
        visit.next_step = step
        visit.save()
    assert [change.fields[0].after for change in changes_to(visit)[:2]] == ["tweede", "eerste"]


def test_a_save_that_changed_nothing_is_not_a_change():
    visit = VisitFactory()
    visit.version += 1
    visit.save()
    assert len(changes_to(visit)) == 1


def test_what_was_removed_stays_in_the_history(noor):
    contact = ContactFactory(name="Kaat Bedacht")
    pk = contact.pk
    contact._history_user = noor
    contact.delete()
    change = changes_of(Contact.history.filter(id=pk))[0]
    assert (change.what, change.fields) == ("verwijderd", ())


def test_histories_of_several_kinds_come_together_newest_first():
    contact, visit = ContactFactory(), VisitFactory()
    contact.name = "Kaat Anders"
    contact.version += 1
    contact.save()
    changes = changes_of(Visit.history.filter(id=visit.pk), Contact.history.filter(id=contact.pk))
    assert [change.what for change in changes] == [
        "contactpersoon Kaat Anders: gewijzigd",
        f"bezoek {visit}: toegevoegd",
        "contactpersoon Kaat Anders: toegevoegd",
    ]


def test_a_long_history_asks_as_many_queries_as_a_short_one(
    noor: User, django_assert_num_queries: Callable[[int], Any]
) -> None:
    agreement = AgreementFactory(municipality=MunicipalityFactory())
    for number in range(8):
        agreement._history_user = noor
        agreement.version += 1
        agreement.note = f"keer {number}"
        agreement.save()
        agreement.domains.add(DomainFactory())
    with django_assert_num_queries(6):  # rows, ticked domains and clauses, names, municipality, the agreement itself
        assert len(changes_to(agreement)) == 9
