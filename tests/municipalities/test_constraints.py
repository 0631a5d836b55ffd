"""One test per rule that the database keeps about places and people."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from municipalities.models import Contact, Municipality, NoTerm, Succession, Term
from tests.factories import ContactFactory, MunicipalityFactory, TermFactory

pytestmark = pytest.mark.django_db


def test_a_municipality_starts_before_it_ends():
    aalst = MunicipalityFactory()
    with pytest.raises(IntegrityError, match="municipality_starts_before_it_ends"), transaction.atomic():
        Municipality.objects.filter(pk=aalst.pk).update(starts_on=date(2025, 1, 1), ends_on=date(2024, 12, 31))


def test_a_municipality_may_live_one_day():
    assert MunicipalityFactory(starts_on=date(2025, 1, 1), ends_on=date(2025, 1, 1)).pk


@pytest.mark.parametrize("nis", ["1234", "4100x", ""])
def test_a_nis_code_has_five_digits(nis):
    aalst = MunicipalityFactory()
    with pytest.raises(IntegrityError, match="municipality_nis_has_five_digits"), transaction.atomic():
        Municipality.objects.filter(pk=aalst.pk).update(nis=nis)


def test_a_nis_code_stands_for_one_municipality():
    MunicipalityFactory(nis="41002")
    with pytest.raises(IntegrityError), transaction.atomic():
        MunicipalityFactory(nis="41002")


def test_a_municipality_cannot_go_into_itself():
    aalst = MunicipalityFactory()
    with pytest.raises(IntegrityError, match="succession_links_two_municipalities"), transaction.atomic():
        Succession.objects.create(predecessor=aalst, successor=aalst, took_effect_on=date(2025, 1, 1))


def test_a_municipality_has_one_successor():
    old = MunicipalityFactory()
    Succession.objects.create(predecessor=old, successor=MunicipalityFactory(), took_effect_on=date(2025, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Succession.objects.create(predecessor=old, successor=MunicipalityFactory(), took_effect_on=date(2025, 1, 1))


def test_a_contact_starts_before_leaving():
    contact = ContactFactory()
    with pytest.raises(IntegrityError, match="contact_starts_before_it_ends"), transaction.atomic():
        Contact.objects.filter(pk=contact.pk).update(starts_on=date(2025, 1, 2), ends_on=date(2025, 1, 1))


def test_a_term_starts_before_it_ends():
    with pytest.raises(IntegrityError, match="term_starts_before_it_ends"), transaction.atomic():
        TermFactory(starts_on=date(2019, 1, 1), ends_on=date(2019, 1, 1))


def test_two_terms_do_not_overlap(terms):
    with pytest.raises(ValidationError, match="overlappen"):
        Term(starts_on=date(2024, 12, 31), ends_on=date(2030, 12, 31)).full_clean()


def test_a_day_outside_every_term_says_so(terms):
    with pytest.raises(NoTerm, match="31 december 2018"):
        Term.objects.of(date(2018, 12, 31))


def test_first_and_last_day_are_both_days_of_existence():
    MunicipalityFactory(name="Borsbeek", ends_on=date(2024, 12, 31))
    MunicipalityFactory(name="Pajottegem", starts_on=date(2025, 1, 1))
    MunicipalityFactory(name="Aalst")

    def on(day: date) -> set[str]:
        return set(Municipality.objects.existing_on(day).values_list("name", flat=True))

    assert on(date(2024, 12, 31)) == {"Aalst", "Borsbeek"}
    assert on(date(2025, 1, 1)) == {"Aalst", "Pajottegem"}


def test_python_and_the_database_agree_on_who_exists():
    for starts_on, ends_on in [(None, None), (date(2025, 1, 1), None), (None, date(2025, 1, 1))]:
        MunicipalityFactory(starts_on=starts_on, ends_on=ends_on)
    for day in (date(2024, 12, 31), date(2025, 1, 1), date(2025, 1, 2)):
        assert set(Municipality.objects.existing_on(day)) == {
            one for one in Municipality.objects.all() if one.exists_on(day)
        }
