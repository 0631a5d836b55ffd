"""What the database refuses of a step, whoever asks."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from agreements.models import Agreement, DeclineReason, Stage, StageChange, StageCorrection
from tests.factories import AgreementFactory, DeclineReasonFactory, UserFactory, signed

DAY = date(2020, 2, 1)


@pytest.fixture
def agreement(db: None) -> Agreement:
    return AgreementFactory()


def refused_by(constraint: str, agreement: Agreement, **step: Any) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        StageChange(agreement=agreement, effective_on=DAY, recorded_by=UserFactory(), **step).insert()


def test_a_refusal_has_a_reason(agreement: Agreement):
    refused_by("stage_change_no_agreement_has_a_reason", agreement, stage=Stage.DECLINED)


def test_only_a_refusal_has_a_reason(agreement: Agreement):
    reason = DeclineReasonFactory()
    refused_by("stage_change_no_agreement_has_a_reason", agreement, stage=Stage.EXPLORING, reason=reason)


def test_only_a_refusal_is_tried_again(agreement: Agreement):
    refused_by(
        "stage_change_try_again_after_no_agreement_only",
        agreement,
        stage=Stage.EXPLORING,
        try_again_on=date(2021, 1, 1),
    )


def test_trying_again_comes_after_the_refusal(agreement: Agreement):
    refused_by(
        "stage_change_try_again_comes_after_the_refusal",
        agreement,
        stage=Stage.DECLINED,
        reason=DeclineReasonFactory(),
        try_again_on=DAY,
    )


@pytest.mark.parametrize(
    "days",
    [
        {},
        {"agency_signed_on": DAY},
        {"municipality_signed_on": DAY},
        {"municipality_signed_on": DAY, "ocmw_signed_on": DAY},
    ],
)
def test_a_signature_has_the_days_of_both_sides(agreement: Agreement, days: dict[str, date]):
    refused_by("stage_change_signature_has_the_days_of_both_sides", agreement, stage=Stage.SIGNED, **days)


def test_only_a_signature_has_days_of_signature(agreement: Agreement):
    refused_by(
        "stage_change_signature_has_the_days_of_both_sides", agreement, stage=Stage.APPROVED, agency_signed_on=DAY
    )


@pytest.mark.parametrize("last", [date(2020, 1, 31), date(2020, 2, 2)])
def test_signed_is_the_day_the_last_party_signed(agreement: Agreement, last: date):
    refused_by(
        "stage_change_signed_when_the_last_party_signed",
        agreement,
        stage=Stage.SIGNED,
        agency_signed_on=date(2020, 1, 15),
        municipality_signed_on=last,
    )


def test_an_early_end_has_a_reason(agreement: Agreement):
    refused_by("stage_change_ending_has_a_reason", agreement, stage=Stage.ENDED)


def test_a_correction_has_a_reason(agreement: Agreement):
    change = signed(agreement, on=DAY)
    with pytest.raises(IntegrityError, match="stage_correction_has_a_reason"):
        StageCorrection.objects.create(change=change, reason="", corrected_by=UserFactory())


def test_a_step_has_one_correction(agreement: Agreement):
    change = signed(agreement, on=DAY)
    StageCorrection.objects.create(change=change, reason="Fout", corrected_by=UserFactory())
    with pytest.raises(IntegrityError):
        StageCorrection.objects.create(change=change, reason="Nog een fout", corrected_by=UserFactory())


def test_an_agreement_starts_before_it_ends(db: None):
    with pytest.raises(IntegrityError, match="agreement_starts_before_it_ends"):
        AgreementFactory(starts_on=DAY, ends_on=DAY)


def test_a_council_decides_once_on_an_agreement(agreement: Agreement):
    agreement.council_decisions.create(body="municipal_council", decided_on=DAY)
    with pytest.raises(IntegrityError):
        agreement.council_decisions.create(body="municipal_council", decided_on=DAY)


def test_a_reason_starts_before_it_ends(db: None):
    with pytest.raises(IntegrityError, match="decline_reason_starts_before_it_ends"):
        DeclineReason.objects.create(code="x", label="x", starts_on=DAY, ends_on=date(2020, 1, 31))


def test_a_reason_has_its_own_code(db: None):
    DeclineReasonFactory(code="merger")
    with pytest.raises(IntegrityError):
        DeclineReason.objects.create(code="merger", label="Fusie", starts_on=DAY)
