"""A mistake in the log is struck out with a reason; the log stays true without it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from agreements.actions import stages
from agreements.actions.stages import Step
from agreements.models import Agreement, Stage, StageChange
from tests.factories import AgreementFactory, UserFactory, decided, signed


@pytest.fixture
def user(db: None) -> User:
    return UserFactory()


@pytest.fixture
def agreement(db: None) -> Agreement:
    return decided(AgreementFactory())


def take(agreement: Agreement, stage: Stage, on: date) -> StageChange:
    return stages.advance(agreement, to=stage, effective_on=on, by=UserFactory())


def stage_of(agreement: Agreement, on: date) -> str | None:
    return Agreement.objects.with_stage(on=on).get(pk=agreement.pk).stage


def test_a_corrected_step_no_longer_counts_but_stays_readable(agreement: Agreement, user: User):
    take(agreement, Stage.EXPLORING, date(2019, 3, 1))
    mistake = take(agreement, Stage.APPROVED, date(2019, 5, 1))
    correction = stages.correct(mistake, reason="Andere gemeente", by=user)
    assert stage_of(agreement, on=date(2019, 6, 1)) == "exploring"
    kept = agreement.stage_changes.get(pk=mistake.pk)
    assert (kept.effective_on, kept.correction.reason) == (date(2019, 5, 1), "Andere gemeente")
    assert (correction.corrected_by, correction.replacement) == (user, None)


def test_another_day_takes_the_place_of_the_wrong_one(agreement: Agreement, user: User):
    mistake = take(agreement, Stage.EXPLORING, date(2019, 3, 1))
    take(agreement, Stage.NEGOTIATION, date(2019, 5, 1))
    correction = stages.correct(
        mistake,
        reason="Verkeerde maand",
        replacement=Step(stage=Stage.EXPLORING, effective_on=date(2019, 4, 1)),
        by=user,
    )
    assert stage_of(agreement, on=date(2019, 3, 31)) is None
    assert stage_of(agreement, on=date(2019, 4, 1)) == "exploring"
    assert correction.replacement is not None
    assert correction.replacement.corrects == correction


def test_a_replacement_on_the_day_of_the_next_step_comes_before_it(agreement: Agreement, user: User):
    mistake = take(agreement, Stage.EXPLORING, date(2019, 3, 1))
    take(agreement, Stage.NEGOTIATION, date(2019, 5, 1))
    stages.correct(
        mistake, reason="Zelfde dag", replacement=Step(stage=Stage.EXPLORING, effective_on=date(2019, 5, 1)), by=user
    )
    assert stage_of(agreement, on=date(2019, 5, 1)) == "negotiation"


def test_a_correction_has_a_reason(agreement: Agreement, user: User):
    mistake = take(agreement, Stage.EXPLORING, date(2019, 3, 1))
    with pytest.raises(ValidationError):
        stages.correct(mistake, reason=" ", by=user)


def test_a_step_is_corrected_once(agreement: Agreement, user: User):
    mistake = take(agreement, Stage.EXPLORING, date(2019, 3, 1))
    stages.correct(mistake, reason="Dubbel", by=user)
    with pytest.raises(ValidationError):
        stages.correct(mistake, reason="Dubbel", by=user)


def test_a_replacement_can_be_corrected_in_turn(agreement: Agreement, user: User):
    mistake = take(agreement, Stage.EXPLORING, date(2019, 3, 1))
    for month in (4, 5):
        step = Step(stage=Stage.EXPLORING, effective_on=date(2019, month, 1))
        replacement = stages.correct(mistake, reason="Datum", replacement=step, by=user).replacement
        assert replacement is not None
        mistake = replacement
    assert [step.effective_on for step in agreement.stage_changes.standing()] == [date(2019, 5, 1)]


def test_a_signature_that_is_followed_by_an_end_is_not_simply_struck_out(agreement: Agreement, user: User):
    signature = signed(agreement, on=date(2020, 2, 1))
    stages.end(agreement, effective_on=date(2021, 1, 1), reason="Fusie", by=user)
    with pytest.raises(ValidationError):
        stages.correct(signature, reason="Niet ondertekend", by=user)


def test_a_replacement_is_checked_as_any_step(agreement: Agreement, user: User):
    mistake = take(agreement, Stage.EXPLORING, date(2019, 3, 1))
    step = Step(stage=Stage.EXPLORING, effective_on=date(2999, 1, 1))
    with pytest.raises(ValidationError):
        stages.correct(mistake, reason="Datum", replacement=step, by=user)
    assert stage_of(agreement, on=date(2019, 3, 1)) == "exploring"


def test_striking_out_an_end_is_refused_where_another_agreement_is_in_force_since(agreement: Agreement, user: User):
    signed(agreement, on=date(2020, 2, 1))
    ending = stages.end(agreement, effective_on=date(2020, 12, 31), reason="Vernieuwd", by=user)
    renewed = AgreementFactory(
        municipality=agreement.municipality, starts_on=date(2021, 1, 1), ends_on=date(2026, 12, 31)
    )
    signed(renewed, on=date(2020, 12, 15))
    with pytest.raises(ValidationError, match=renewed.reference):
        stages.correct(ending, reason="Niet beëindigd", by=user)
    assert Agreement.objects.in_force(on=date(2021, 1, 1)).get() == renewed


def test_without_its_signature_an_agreement_can_be_changed_and_signed_again(agreement: Agreement, user: User):
    signature = signed(agreement, on=date(2020, 2, 1))
    stages.correct(signature, reason="Verkeerde dag", by=user)
    assert not agreement.is_signed(on=date(2020, 2, 1))
    signed(agreement, on=date(2020, 2, 10))
    assert agreement.is_signed(on=date(2020, 2, 10))
