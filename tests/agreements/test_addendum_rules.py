"""What the database itself keeps of an addendum, whatever the code above it forgets."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from agreements.models import Addendum, AddendumDecision, AddendumSignatory, Agreement, Commitment, Side
from municipalities.models import Region
from tests.agreements.addenda import (
    DECIDED_ON,
    TODAY,
    decided,
    final_of,
    running_agreement,
    signed_addendum,
    started,
)
from tests.factories import UserFactory


@pytest.fixture
def agreement(region: Region) -> Agreement:
    return running_agreement(region)


def broken(constraint: str):
    return pytest.raises(IntegrityError, match=constraint)


def test_the_database_keeps_one_open_addendum(agreement):
    started(agreement)
    with pytest.raises(IntegrityError), transaction.atomic():
        Addendum.objects.create(agreement=agreement, subject="Tweede", created_by=UserFactory())


def test_the_database_keeps_each_number_once(agreement):
    signed_addendum(agreement)
    second = signed_addendum(agreement, on=date(2021, 9, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Addendum.objects.filter(pk=second.pk).update(number=1)


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("addendum_has_a_number_and_a_first_day_once_signed", {"number": None}),
        ("addendum_has_a_number_and_a_first_day_once_signed", {"starts_on": None}),
        ("addendum_signed_is_not_withdrawn", {"withdrawn_on": TODAY, "withdrawn_because": "x"}),
        ("addendum_is_withdrawn_with_a_reason", {"withdrawn_because": "Zonder dag"}),
        ("addendum_signed_has_the_days_of_both_sides", {"agency_signed_on": None}),
    ],
)
def test_the_database_keeps_a_signed_addendum_whole(agreement, constraint, fields):
    addendum = signed_addendum(agreement)
    with broken(constraint), transaction.atomic():
        Addendum.objects.filter(pk=addendum.pk).update(**fields)


def test_the_database_keeps_a_delegation_with_its_date(agreement):
    with broken("addendum_signatory_by_delegation_has_its_date"), transaction.atomic():
        AddendumSignatory.objects.create(
            addendum=started(agreement), side=Side.AGENCY, name="x", function="y", by_delegation=True
        )


def test_the_database_keeps_one_standing_final(agreement):
    addendum = started(agreement)
    final_of(addendum)
    with pytest.raises(IntegrityError), transaction.atomic():
        final_of(addendum)


def test_the_database_keeps_one_decision_per_council(agreement):
    addendum = decided(started(agreement))
    with pytest.raises(IntegrityError), transaction.atomic():
        AddendumDecision.objects.create(addendum=addendum, decided_on=DECIDED_ON)


def test_the_database_lets_only_an_addendum_replace_a_commitment(agreement):
    first, second = agreement.commitments.all()
    with broken("commitment_is_replaced_by_an_addendum"), transaction.atomic():
        Commitment.objects.filter(pk=first.pk).update(replaces=second)
