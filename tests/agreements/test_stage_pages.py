"""The pages of the steps: who may take one, and what they say."""

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from agreements.actions import stages
from agreements.models import Agreement, DeclineReason, Stage, StageChange
from municipalities.models import Region
from tests.conftest import UserClient
from tests.factories import (
    AgreementFactory,
    DeclineReasonFactory,
    MunicipalityFactory,
    UserFactory,
    decided,
    signed,
)

LAST_DAY = timezone.localdate() + timedelta(days=365)


@pytest.fixture
def agreement(region: Region) -> Agreement:
    municipality = MunicipalityFactory(name="Aalst", region=region)
    agreement = decided(AgreementFactory(municipality=municipality, ends_on=LAST_DAY))
    stages.advance(agreement, to=Stage.EXPLORING, effective_on=date(2019, 3, 1), by=UserFactory())
    return agreement


@pytest.fixture
def no_staff(db: None) -> DeclineReason:
    return DeclineReasonFactory()


def stage_of(agreement: Agreement) -> str | None:
    return Agreement.objects.with_stage(on=timezone.localdate()).get(pk=agreement.pk).stage


def posts(agreement: Agreement, reason: DeclineReason) -> dict[str, dict[str, Any]]:
    """What each page takes, filled in well."""
    day = "2020-02-01"
    return {
        "advance": {"to": "negotiation", "effective_on": day},
        "decline": {"effective_on": day, "reason": reason.pk, "note": "Later", "try_again_on": "2021-01-01"},
        "sign": {"municipality_signed_on": day, "ocmw_signed_on": day, "agency_signed_on": "2020-01-31"},
        "end": {"effective_on": "2021-06-30", "reason": "Fusie"},
    }


def test_a_staff_member_takes_an_agreement_to_the_next_stage(staff_client: UserClient, agreement: Agreement):
    answer = staff_client.post(
        f"/agreements/{agreement.pk}/advance/", {"to": "negotiation", "effective_on": "2019-05-01"}
    )
    assert answer["Location"] == agreement.get_absolute_url()
    change = agreement.stage_changes.get(stage=Stage.NEGOTIATION)
    assert (change.effective_on, change.recorded_by) == (date(2019, 5, 1), staff_client.user)


def test_the_form_offers_only_stages_that_can_still_come(staff_client: UserClient, agreement: Agreement):
    stages.advance(agreement, to=Stage.FINAL_NEGOTIATION, effective_on=date(2019, 6, 1), by=UserFactory())
    form = staff_client.get(f"/agreements/{agreement.pk}/advance/").context["form"]
    assert [value for value, _label in form.fields["to"].choices] == ["negotiation", "approved"]
    assert form["to"].value() == "approved"


def test_a_refusal_keeps_its_reason_its_note_and_the_day_to_try_again(
    staff_client: UserClient, agreement: Agreement, no_staff: DeclineReason
):
    staff_client.post(f"/agreements/{agreement.pk}/decline/", posts(agreement, no_staff)["decline"])
    change = agreement.stage_changes.get(stage=Stage.DECLINED)
    assert (change.reason, change.note, change.try_again_on) == (no_staff, "Later", date(2021, 1, 1))


def test_a_signature_asks_only_the_parties_for_their_day(coordinator_client: UserClient, region: Region):
    agreement = AgreementFactory(municipality=MunicipalityFactory(region=region), party=Agreement.Party.OCMW)
    form = coordinator_client.get(f"/agreements/{agreement.pk}/sign/").context["form"]
    assert list(form.fields) == ["ocmw_signed_on", "agency_signed_on", "note"]


def test_a_coordinator_records_the_signatures_and_later_the_end(
    coordinator_client: UserClient, agreement: Agreement, no_staff: DeclineReason
):
    data = posts(agreement, no_staff)
    coordinator_client.post(f"/agreements/{agreement.pk}/sign/", data["sign"])
    assert agreement.stage_changes.get(stage=Stage.SIGNED).effective_on == date(2020, 2, 1)
    coordinator_client.post(f"/agreements/{agreement.pk}/end/", data["end"])
    assert stage_of(agreement) == "ended"


@pytest.mark.parametrize(
    ("verb", "wrong", "field"),
    [
        ("advance", {"to": "negotiation", "effective_on": "2999-01-01"}, "effective_on"),
        ("advance", {"to": "negotiation", "effective_on": "2019-02-01"}, "effective_on"),
        ("advance", {"to": "signed", "effective_on": "2020-02-01"}, "to"),
        ("decline", {"effective_on": "2020-02-01"}, "reason"),
        ("sign", {"municipality_signed_on": "2020-02-01", "agency_signed_on": "2020-02-01"}, "ocmw_signed_on"),
        ("end", {"effective_on": "2021-01-01", "reason": "Fusie"}, "effective_on"),
    ],
)
def test_what_is_refused_is_said_beside_its_field_and_nothing_changes(
    staff_client: UserClient, agreement: Agreement, verb: str, wrong: dict[str, str], field: str
):
    answer = staff_client.post(f"/agreements/{agreement.pk}/{verb}/", wrong)
    assert answer.context["form"].errors[field]
    assert stage_of(agreement) == "exploring"


def test_a_second_agreement_in_force_is_refused_with_the_number_of_the_first(
    coordinator_client: UserClient, agreement: Agreement, no_staff: DeclineReason
):
    first = AgreementFactory(municipality=agreement.municipality)
    signed(first, on=date(2020, 1, 15))
    answer = coordinator_client.post(f"/agreements/{agreement.pk}/sign/", posts(agreement, no_staff)["sign"])
    assert first.reference in str(answer.context["form"].non_field_errors())


def test_what_misses_for_a_signature_is_listed_with_links(coordinator_client: UserClient, region: Region):
    agreement = AgreementFactory(municipality=MunicipalityFactory(region=region), starts_on=None, party="municipality")
    page = coordinator_client.get(f"/agreements/{agreement.pk}/sign/").content.decode()
    assert f'href="/agreements/{agreement.pk}/edit/#id_starts_on"' in page
    assert f'href="/agreements/{agreement.pk}/decisions/new/?body=municipal_council"' in page


def test_a_step_sent_twice_is_taken_once_and_leads_to_the_page_both_times(
    staff_client: UserClient, agreement: Agreement
):
    data = {"to": "negotiation", "effective_on": "2019-05-01", "submission": str(uuid.uuid4())}
    for _twice in range(2):
        answer = staff_client.post(f"/agreements/{agreement.pk}/advance/", data)
        assert answer["Location"] == agreement.get_absolute_url()
    assert agreement.stage_changes.count() == 2


def test_what_was_typed_before_the_session_ended_is_shown_again_and_not_taken(
    staff_client: UserClient, agreement: Agreement
):
    url = f"/agreements/{agreement.pk}/advance/"
    staff_client.get(url)
    del staff_client.cookies["sessionid"]
    staff_client.post(url, {"to": "negotiation", "effective_on": "2019-05-01", "note": "Op de baan getypt"})
    staff_client.force_login(staff_client.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "Op de baan getypt" in staff_client.get(url).content.decode()
    assert stage_of(agreement) == "exploring"


# Who may -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", ["advance", "decline", "sign", "end"])
def test_a_post_by_hand_from_another_region_is_refused_and_changes_nothing(
    staff_client: UserClient, no_staff: DeclineReason, verb: str
):
    elsewhere = decided(AgreementFactory(ends_on=LAST_DAY))
    if verb == "end":
        signed(elsewhere, on=date(2020, 2, 1))
    steps = elsewhere.stage_changes.count()
    url = f"/agreements/{elsewhere.pk}/{verb}/"
    assert staff_client.get(url).status_code == 403
    assert staff_client.post(url, posts(elsewhere, no_staff)[verb]).status_code == 403
    assert elsewhere.stage_changes.count() == steps


@pytest.mark.parametrize("verb", ["advance", "decline", "sign", "end"])
def test_a_manager_takes_no_step(manager_client: UserClient, agreement: Agreement, no_staff: DeclineReason, verb: str):
    answer = manager_client.post(f"/agreements/{agreement.pk}/{verb}/", posts(agreement, no_staff)[verb])
    assert answer.status_code == 403
    assert stage_of(agreement) == "exploring"


def test_an_administrator_takes_steps_everywhere(
    administrator_client: UserClient, agreement: Agreement, no_staff: DeclineReason
):
    administrator_client.post(f"/agreements/{agreement.pk}/decline/", posts(agreement, no_staff)["decline"])
    assert stage_of(agreement) == "declined"


# Corrections ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def mistake(agreement: Agreement) -> StageChange:
    return agreement.stage_changes.get()


def test_a_coordinator_corrects_the_day_of_a_step_and_the_page_shows_both(
    coordinator_client: UserClient, agreement: Agreement, mistake: StageChange
):
    url = f"/stage-changes/{mistake.pk}/correct/"
    form = coordinator_client.get(url).context["form"]
    assert form["effective_on"].value() == date(2019, 3, 1)
    coordinator_client.post(url, {"why": "Het was april", "replace": "yes", "effective_on": "2019-04-01", "note": ""})
    assert [step.effective_on for step in agreement.stage_changes.standing()] == [date(2019, 4, 1)]
    page = coordinator_client.get(agreement.get_absolute_url()).content.decode()
    assert "Het was april" in page
    assert "<s>1 maart 2019</s>" in page


def test_what_did_not_happen_is_struck_out_without_a_replacement(
    coordinator_client: UserClient, agreement: Agreement, mistake: StageChange
):
    data = {"why": "Verkeerde gemeente", "replace": "no", "effective_on": ""}
    coordinator_client.post(f"/stage-changes/{mistake.pk}/correct/", data)
    assert stage_of(agreement) is None
    assert coordinator_client.get(agreement.get_absolute_url()).status_code == 200


def test_a_corrected_signature_keeps_the_days_of_the_parties(
    coordinator_client: UserClient, agreement: Agreement, mistake: StageChange
):
    change = signed(agreement, on=date(2020, 2, 1))
    day = "2020-02-10"
    days = {"municipality_signed_on": day, "ocmw_signed_on": day, "agency_signed_on": "2020-02-01"}
    coordinator_client.post(f"/stage-changes/{change.pk}/correct/", {"why": "Datum", "replace": "yes", **days})
    replacement = agreement.stage_changes.standing().get(stage=Stage.SIGNED)
    assert (replacement.effective_on, replacement.agency_signed_on) == (date(2020, 2, 10), date(2020, 2, 1))


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"replace": "yes", "effective_on": "2019-04-01"}, "why"),
        ({"why": "Datum", "replace": "yes", "effective_on": ""}, "effective_on"),
        ({"why": "Datum", "replace": "yes", "effective_on": "2999-04-01"}, "effective_on"),
    ],
)
def test_a_correction_says_what_was_wrong_and_what_stands_instead(
    coordinator_client: UserClient, mistake: StageChange, data: dict[str, str], field: str
):
    answer = coordinator_client.post(f"/stage-changes/{mistake.pk}/correct/", data)
    assert answer.context["form"].errors[field]
    assert StageChange.objects.standing().get() == mistake


def test_a_step_that_was_corrected_is_not_corrected_again(coordinator_client: UserClient, mistake: StageChange):
    url = f"/stage-changes/{mistake.pk}/correct/"
    coordinator_client.post(url, {"why": "Fout", "replace": "no"})
    assert (
        coordinator_client.post(url, {"why": "Fout", "replace": "no"})["Location"]
        == f"/agreements/{mistake.agreement_id}/"
    )


@pytest.mark.parametrize("role", ["staff", "manager"])
def test_only_coordinators_correct(
    request: pytest.FixtureRequest, agreement: Agreement, mistake: StageChange, role: str
):
    client: UserClient = request.getfixturevalue(f"{role}_client")
    url = f"/stage-changes/{mistake.pk}/correct/"
    assert client.get(url).status_code == 403
    assert client.post(url, {"why": "Fout", "replace": "no"}).status_code == 403
    assert mistake in agreement.stage_changes.standing()
    assert url not in client.get(agreement.get_absolute_url()).content.decode()


def test_a_coordinator_corrects_nothing_in_another_region(coordinator_client: UserClient):
    change = signed(AgreementFactory(), on=date(2020, 2, 1))
    answer = coordinator_client.post(f"/stage-changes/{change.pk}/correct/", {"why": "Fout", "replace": "no"})
    assert answer.status_code == 403
    assert StageChange.objects.standing().get() == change
