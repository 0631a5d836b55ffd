"""The steps of an agreement: what may follow what, when it may have happened, and what must be known for it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import User
from agreements.actions import signing, stages
from agreements.models import Agreement, CouncilDecision, DeclineReason, Stage
from tests.factories import (
    AgreementFactory,
    CouncilDecisionFactory,
    DeclineReasonFactory,
    MunicipalityFactory,
    UserFactory,
    decided,
    signed,
)


@pytest.fixture
def user(db: None) -> User:
    return UserFactory()


@pytest.fixture
def agreement(db: None) -> Agreement:
    return decided(AgreementFactory())


@pytest.fixture
def no_staff(db: None) -> DeclineReason:
    return DeclineReasonFactory()


def stage_of(agreement: Agreement, on: date) -> str | None:
    return Agreement.objects.with_stage(on=on).get(pk=agreement.pk).stage


def test_an_agreement_goes_from_a_first_talk_to_a_signature(agreement: Agreement, user: User):
    for month, stage in enumerate(["exploring", "negotiation", "final_negotiation", "approved"], start=3):
        stages.advance(agreement, to=Stage(stage), effective_on=date(2019, month, 1), by=user)
    signed(agreement, on=date(2019, 8, 1))
    expected = [None, "exploring", "negotiation", "final_negotiation", "approved", "approved", "signed"]
    assert [stage_of(agreement, on=date(2019, month, 2)) for month in range(2, 9)] == expected


def test_stages_may_be_skipped(agreement: Agreement, user: User):
    stages.advance(agreement, to=Stage.EXPLORING, effective_on=date(2019, 3, 1), by=user)
    signed(agreement, on=date(2019, 8, 1))
    assert stage_of(agreement, on=date(2019, 8, 1)) == "signed"


def test_an_agreement_does_not_go_back(agreement: Agreement, user: User):
    stages.advance(agreement, to=Stage.FINAL_NEGOTIATION, effective_on=date(2019, 3, 1), by=user)
    with pytest.raises(ValidationError) as error:
        stages.advance(agreement, to=Stage.NEGOTIATION, effective_on=date(2019, 4, 1), by=user)
    assert list(error.value.message_dict) == ["effective_on"]
    assert stage_of(agreement, on=date(2019, 4, 1)) == "final_negotiation"


@pytest.mark.parametrize("stage", ["exploring", "negotiation", "final_negotiation", "approved"])
def test_from_any_stage_before_signature_it_can_be_refused(
    agreement: Agreement, user: User, no_staff: DeclineReason, stage: str
):
    stages.advance(agreement, to=Stage(stage), effective_on=date(2019, 3, 1), by=user)
    stages.decline(agreement, effective_on=date(2019, 3, 1), reason=no_staff, by=user)
    assert stage_of(agreement, on=date(2019, 3, 1)) == "declined"


@pytest.mark.parametrize("stage", ["exploring", "negotiation", "final_negotiation", "approved"])
def test_a_refused_agreement_is_taken_up_again_and_the_refusal_stays(
    agreement: Agreement, user: User, no_staff: DeclineReason, stage: str
):
    stages.advance(agreement, to=Stage.FINAL_NEGOTIATION, effective_on=date(2019, 3, 1), by=user)
    stages.decline(agreement, effective_on=date(2019, 4, 1), reason=no_staff, try_again_on=date(2020, 1, 1), by=user)
    stages.advance(agreement, to=Stage(stage), effective_on=date(2020, 1, 15), by=user)
    assert stage_of(agreement, on=date(2019, 12, 31)) == "declined"
    assert stage_of(agreement, on=date(2020, 1, 15)) == stage
    refusal = agreement.stage_changes.get(stage=Stage.DECLINED)
    assert (refusal.reason, refusal.try_again_on) == (no_staff, date(2020, 1, 1))


def test_a_refused_agreement_is_not_signed_before_it_is_taken_up_again(
    agreement: Agreement, user: User, no_staff: DeclineReason
):
    stages.decline(agreement, effective_on=date(2019, 4, 1), reason=no_staff, by=user)
    with pytest.raises(ValidationError):
        signed(agreement, on=date(2019, 5, 1))


def test_after_a_signature_comes_nothing_but_an_early_end(agreement: Agreement, user: User, no_staff: DeclineReason):
    signed(agreement, on=date(2020, 2, 1))
    with pytest.raises(ValidationError):
        stages.decline(agreement, effective_on=date(2020, 3, 1), reason=no_staff, by=user)
    with pytest.raises(ValidationError):
        stages.advance(agreement, to=Stage.APPROVED, effective_on=date(2020, 3, 1), by=user)
    with pytest.raises(ValidationError):
        signed(agreement, on=date(2020, 3, 1))
    stages.end(agreement, effective_on=date(2020, 3, 1), reason="Fusie", by=user)
    with pytest.raises(ValidationError):
        stages.end(agreement, effective_on=date(2020, 4, 1), reason="Fusie", by=user)


def test_what_was_not_signed_cannot_end(agreement: Agreement, user: User):
    stages.advance(agreement, to=Stage.APPROVED, effective_on=date(2020, 1, 15), by=user)
    with pytest.raises(ValidationError):
        stages.end(agreement, effective_on=date(2020, 3, 1), reason="Fusie", by=user)


# Filed late ----------------------------------------------------------------------------------------------------------


def test_a_step_filed_late_falls_into_its_place(agreement: Agreement, user: User):
    stages.advance(agreement, to=Stage.EXPLORING, effective_on=date(2019, 3, 1), by=user)
    signed(agreement, on=date(2019, 8, 1))
    stages.advance(agreement, to=Stage.NEGOTIATION, effective_on=date(2019, 5, 1), by=user)
    assert stage_of(agreement, on=date(2019, 4, 30)) == "exploring"
    assert stage_of(agreement, on=date(2019, 5, 1)) == "negotiation"
    assert stage_of(agreement, on=date(2019, 8, 1)) == "signed"


def test_a_step_filed_late_may_not_contradict_what_came_after_it(agreement: Agreement, user: User):
    stages.advance(agreement, to=Stage.EXPLORING, effective_on=date(2019, 3, 1), by=user)
    stages.advance(agreement, to=Stage.NEGOTIATION, effective_on=date(2019, 6, 1), by=user)
    with pytest.raises(ValidationError):
        stages.advance(agreement, to=Stage.APPROVED, effective_on=date(2019, 5, 1), by=user)


def test_steps_of_one_day_stand_in_the_order_of_the_stages_in_whatever_order_they_were_typed_in(
    agreement: Agreement, user: User, no_staff: DeclineReason
):
    day = date(2019, 3, 1)
    stages.decline(agreement, effective_on=day, reason=no_staff, by=user)
    stages.advance(agreement, to=Stage.NEGOTIATION, effective_on=day, by=user)
    stages.advance(agreement, to=Stage.EXPLORING, effective_on=day, by=user)
    assert [step.stage for step in agreement.stage_changes.in_order()] == ["exploring", "negotiation", "declined"]
    assert stage_of(agreement, on=day) == "declined"


# When it happened ----------------------------------------------------------------------------------------------------


def test_no_step_claims_to_have_happened_in_the_future(agreement: Agreement, user: User, no_staff: DeclineReason):
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(ValidationError, match="toekomst"):
        stages.advance(agreement, to=Stage.EXPLORING, effective_on=tomorrow, by=user)
    with pytest.raises(ValidationError, match="toekomst"):
        stages.decline(agreement, effective_on=tomorrow, reason=no_staff, by=user)
    agreement.ends_on = tomorrow + timedelta(days=365)
    agreement.save()
    with pytest.raises(ValidationError, match="toekomst"):
        signed(agreement, on=tomorrow)
    stages.advance(agreement, to=Stage.EXPLORING, effective_on=timezone.localdate(), by=user)


def test_an_agreement_takes_no_step_with_a_municipality_that_did_not_exist(user: User):
    merged = MunicipalityFactory(starts_on=date(2019, 1, 1), ends_on=date(2024, 12, 31))
    agreement = AgreementFactory(municipality=merged)
    with pytest.raises(ValidationError):
        stages.advance(agreement, to=Stage.EXPLORING, effective_on=date(2025, 1, 1), by=user)
    stages.advance(agreement, to=Stage.EXPLORING, effective_on=date(2024, 12, 31), by=user)


# Refusal -------------------------------------------------------------------------------------------------------------


def test_a_reason_must_have_been_in_use_on_the_day_of_the_refusal(agreement: Agreement, user: User):
    old = DeclineReasonFactory(code="old", starts_on=date(2019, 1, 1), ends_on=date(2020, 12, 31))
    with pytest.raises(ValidationError) as error:
        stages.decline(agreement, effective_on=date(2021, 1, 1), reason=old, by=user)
    assert list(error.value.message_dict) == ["reason"]
    stages.decline(agreement, effective_on=date(2020, 12, 31), reason=old, by=user)


def test_the_day_to_try_again_comes_after_the_refusal(agreement: Agreement, user: User, no_staff: DeclineReason):
    day = date(2020, 5, 1)
    with pytest.raises(ValidationError) as error:
        stages.decline(agreement, effective_on=day, reason=no_staff, try_again_on=day, by=user)
    assert list(error.value.message_dict) == ["try_again_on"]


# Approval and signature ----------------------------------------------------------------------------------------------


def test_approval_and_signature_need_the_decision_of_each_council_of_the_party(user: User):
    agreement = AgreementFactory(party=Agreement.Party.BOTH)
    CouncilDecisionFactory(agreement=agreement, decided_on=date(2019, 12, 1))
    for _again in range(2):
        with pytest.raises(ValidationError):
            stages.advance(agreement, to=Stage.APPROVED, effective_on=date(2020, 1, 1), by=user)
        with pytest.raises(ValidationError):
            stages.sign(
                agreement,
                municipality_signed_on=date(2020, 1, 1),
                ocmw_signed_on=date(2020, 1, 1),
                agency_signed_on=date(2020, 1, 1),
                by=user,
            )
    CouncilDecisionFactory(agreement=agreement, body=CouncilDecision.Body.OCMW_COUNCIL, decided_on=date(2019, 12, 1))
    stages.advance(agreement, to=Stage.APPROVED, effective_on=date(2019, 12, 1), by=user)


def test_an_agreement_is_not_approved_before_the_last_council_decided(user: User):
    agreement = decided(AgreementFactory(), on=date(2019, 12, 1))
    with pytest.raises(ValidationError) as error:
        stages.advance(agreement, to=Stage.APPROVED, effective_on=date(2019, 11, 30), by=user)
    assert list(error.value.message_dict) == ["effective_on"]


def test_an_agreement_without_a_period_is_not_signed(user: User):
    agreement = decided(AgreementFactory(starts_on=None, ends_on=date(2025, 12, 31)))
    with pytest.raises(ValidationError):
        signed(agreement, on=date(2020, 2, 1))


@pytest.mark.parametrize(
    ("party", "missing"),
    [
        ("municipality", "municipality_signed_on"),
        ("ocmw", "ocmw_signed_on"),
        ("both", "municipality_signed_on"),
        ("both", "ocmw_signed_on"),
    ],
)
def test_each_party_gives_the_day_on_which_it_signed(user: User, party: str, missing: str):
    agreement = decided(AgreementFactory(party=party))
    days: dict[str, Any] = {"municipality_signed_on": date(2020, 2, 1), "ocmw_signed_on": date(2020, 2, 1)}
    days = {name: day for name, day in days.items() if signing.signing_fields(agreement)[name] and name != missing}
    with pytest.raises(ValidationError) as error:
        stages.sign(agreement, agency_signed_on=date(2020, 2, 1), by=user, **days)
    assert list(error.value.message_dict) == [missing]


def test_who_is_no_party_does_not_sign(user: User):
    agreement = decided(AgreementFactory(party=Agreement.Party.MUNICIPALITY))
    day = date(2020, 2, 1)
    with pytest.raises(ValidationError) as error:
        stages.sign(agreement, agency_signed_on=day, municipality_signed_on=day, ocmw_signed_on=day, by=user)
    assert list(error.value.message_dict) == ["ocmw_signed_on"]


@pytest.mark.parametrize("early", ["municipality_signed_on", "ocmw_signed_on", "agency_signed_on"])
def test_nobody_signs_before_the_councils_decided(user: User, early: str):
    agreement = decided(AgreementFactory(), on=date(2020, 1, 20))
    days: dict[str, Any] = dict.fromkeys(signing.signing_fields(agreement), date(2020, 1, 20)) | {
        early: date(2020, 1, 19)
    }
    with pytest.raises(ValidationError) as error:
        stages.sign(agreement, by=user, **days)
    assert list(error.value.message_dict) == [early]


def test_an_agreement_is_signed_on_the_day_the_last_party_signed(agreement: Agreement, user: User):
    change = stages.sign(
        agreement,
        municipality_signed_on=date(2020, 2, 1),
        ocmw_signed_on=date(2020, 2, 20),
        agency_signed_on=date(2020, 2, 10),
        by=user,
    )
    assert change.effective_on == date(2020, 2, 20)


def test_an_agreement_is_not_signed_after_its_last_day(agreement: Agreement):
    with pytest.raises(ValidationError):
        signed(agreement, on=date(2026, 1, 1))


# Ending early --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", [date(2019, 12, 31), date(2025, 12, 31), date(2026, 1, 1)])
def test_an_early_end_lies_within_the_period(agreement: Agreement, user: User, day: date):
    signed(agreement, on=date(2019, 12, 1))
    with pytest.raises(ValidationError) as error:
        stages.end(agreement, effective_on=day, reason="Fusie", by=user)
    assert list(error.value.message_dict) == ["effective_on"]


def test_an_early_end_has_a_reason(agreement: Agreement, user: User):
    signed(agreement, on=date(2019, 12, 1))
    with pytest.raises(ValidationError) as error:
        stages.end(agreement, effective_on=date(2021, 1, 1), reason="  ", by=user)
    assert list(error.value.message_dict) == ["reason"]


def test_an_end_that_lies_ahead_takes_effect_on_its_day(agreement: Agreement, user: User):
    today = timezone.localdate()
    agreement.ends_on = today + timedelta(days=365)
    agreement.save()
    signed(agreement, on=date(2020, 2, 1))
    stages.end(agreement, effective_on=today + timedelta(days=30), reason="Afgesproken", by=user)
    assert stage_of(agreement, on=today) == "signed"
    assert stage_of(agreement, on=today + timedelta(days=30)) == "signed"
    assert stage_of(agreement, on=today + timedelta(days=31)) == "ended"
