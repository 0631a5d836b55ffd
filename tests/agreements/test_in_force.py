"""Concluded and in force, and the one agreement in force per municipality and day."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from agreements.actions import stages
from agreements.models import Agreement
from municipalities.models import Municipality, Term
from municipalities.models.term import NoTerm
from tests.factories import AgreementFactory, MunicipalityFactory, UserFactory, signed

FIRST, LAST = date(2020, 1, 1), date(2025, 12, 31)
DAY = timedelta(days=1)


@pytest.fixture
def aalst(db: None) -> Municipality:
    return MunicipalityFactory(name="Aalst")


def agreement_with(municipality: Municipality, first: date = FIRST, last: date = LAST) -> Agreement:
    return AgreementFactory(municipality=municipality, starts_on=first, ends_on=last)


def in_force(on: date) -> bool:
    return Agreement.objects.in_force(on=on).exists()


def test_signed_before_it_begins_it_is_in_force_from_its_first_to_its_last_day(aalst: Municipality):
    signed(agreement_with(aalst), on=FIRST - 20 * DAY)
    assert [in_force(on) for on in (FIRST - DAY, FIRST, LAST, LAST + DAY)] == [False, True, True, False]


def test_signed_after_it_began_it_is_in_force_from_the_signature(aalst: Municipality):
    signed(agreement_with(aalst), on=date(2021, 3, 1))
    assert [in_force(on) for on in (date(2021, 2, 28), date(2021, 3, 1))] == [False, True]


def test_on_the_day_it_ends_it_still_binds(aalst: Municipality):
    agreement = agreement_with(aalst)
    signed(agreement, on=FIRST)
    stages.end(agreement, effective_on=date(2022, 6, 30), reason="Fusie", by=UserFactory())
    assert [in_force(on) for on in (date(2022, 6, 30), date(2022, 7, 1))] == [True, False]
    assert Agreement.objects.ended(by=date(2022, 7, 1)).exists()
    assert not Agreement.objects.ended(by=date(2022, 6, 30)).exists()


def test_past_its_last_day_it_lapsed_unless_it_ended(aalst: Municipality):
    lapsed, ended = agreement_with(aalst), agreement_with(MunicipalityFactory())
    for agreement in (lapsed, ended):
        signed(agreement, on=FIRST)
    stages.end(ended, effective_on=date(2022, 6, 30), reason="Fusie", by=UserFactory())
    assert not Agreement.objects.lapsed(by=LAST).exists()
    assert Agreement.objects.lapsed(by=LAST + DAY).get() == lapsed


def test_concluded_begins_anew_with_each_term_and_in_force_does_not(aalst: Municipality, terms: list[Term]):
    agreement = agreement_with(aalst)
    signed(agreement, on=date(2020, 2, 1))
    days = [date(2020, 1, 31), date(2020, 2, 1), date(2024, 12, 31), date(2025, 1, 1)]
    assert [Agreement.objects.concluded(on=on).exists() for on in days] == [False, True, True, False]
    assert [in_force(on) for on in days] == [False, True, True, True]


def test_concluded_on_a_day_without_a_term_is_a_question_without_answer(aalst: Municipality, terms: list[Term]):
    with pytest.raises(NoTerm):
        Agreement.objects.concluded(on=date(2018, 12, 31))


def test_what_ended_early_still_was_concluded(aalst: Municipality, terms: list[Term]):
    agreement = agreement_with(aalst)
    signed(agreement, on=date(2020, 2, 1))
    stages.end(agreement, effective_on=date(2021, 1, 1), reason="Fusie", by=UserFactory())
    assert Agreement.objects.concluded(on=date(2022, 1, 1)).exists()


# One at a time -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last"),
    [(FIRST, LAST), (LAST, LAST + 365 * DAY), (FIRST - 365 * DAY, FIRST), (FIRST + DAY, FIRST + 2 * DAY)],
)
def test_two_agreements_of_a_municipality_are_never_in_force_on_one_day(aalst: Municipality, first: date, last: date):
    signed(agreement_with(aalst), on=FIRST - 400 * DAY)
    with pytest.raises(ValidationError):
        signed(agreement_with(aalst, first, last), on=FIRST - 400 * DAY)


def test_an_agreement_may_follow_another_the_day_after(aalst: Municipality):
    signed(agreement_with(aalst), on=FIRST)
    signed(agreement_with(aalst, LAST + DAY, LAST + 700 * DAY), on=date(2025, 6, 1))
    assert Agreement.objects.in_force(on=LAST).count() == Agreement.objects.in_force(on=LAST + DAY).count() == 1


def test_a_late_signature_leaves_the_days_before_it_to_another(aalst: Municipality):
    signed(agreement_with(aalst, FIRST, date(2021, 2, 28)), on=FIRST)
    signed(agreement_with(aalst), on=date(2021, 3, 1))


def test_after_an_early_end_another_may_begin(aalst: Municipality):
    old = agreement_with(aalst)
    signed(old, on=FIRST)
    stages.end(old, effective_on=date(2022, 6, 30), reason="Vernieuwd", by=UserFactory())
    with pytest.raises(ValidationError, match=old.reference):
        signed(agreement_with(aalst, date(2022, 6, 30), LAST), on=date(2022, 6, 1))
    signed(agreement_with(aalst, date(2022, 7, 1), LAST), on=date(2022, 6, 1))


def test_another_municipality_is_not_in_the_way(aalst: Municipality):
    signed(agreement_with(aalst), on=FIRST)
    signed(agreement_with(MunicipalityFactory()), on=FIRST)
    assert Agreement.objects.in_force(on=FIRST).count() == 2


def test_what_is_not_signed_is_not_in_the_way(aalst: Municipality):
    agreement_with(aalst)
    signed(agreement_with(aalst), on=FIRST)
