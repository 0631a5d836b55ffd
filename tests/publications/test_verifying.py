"""Every night each answer is counted again, as known when it was given and as known now."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from accounts.models import User
from agreements.actions import stages
from agreements.models import Agreement, Commitment, CommitmentProgress, Review
from municipalities.models import Succession, Visit
from publications.models import Clock, Publication, Verification
from tests.factories import (
    AgreementFactory,
    DomainFactory,
    MunicipalityFactory,
    UserFactory,
    VisitFactory,
    decided,
    signed,
)
from tests.publications.giving import DAY, draft, published
from tests.publications.tampering import tamper

pytestmark = pytest.mark.usefixtures("terms")


def verify() -> int:
    """The exit code."""
    try:
        call_command("verify_publications", verbosity=0)
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


def found(clock: Clock = Clock.NOW) -> Verification:
    return Verification.objects.filter(clock=clock).latest_of_each().get()


def moved(verification: Verification) -> dict[str, set[str]]:
    """Per municipality the figures under which it counts differently."""
    return {place["name"]: {one["code"] for one in place["moved"]} for place in verification.places}


def causes(verification: Verification, name: str) -> list[tuple[str, str, str]]:
    place = next(one for one in verification.places if one["name"] == name)
    return [(cause["what"], cause["by"], cause["reason"]) for cause in place["causes"]]


def refuse(*mail: Any) -> int:
    raise ConnectionRefusedError


@pytest.fixture
def aalst():
    return MunicipalityFactory(name="Aalst")


@pytest.fixture
def agreement(aalst) -> Agreement:
    made = AgreementFactory(municipality=aalst, reference="OVL-2020-0001")
    signed(made, on=date(2021, 1, 4))
    return made


def test_an_answer_that_still_comes_out_the_same_reproduces_on_both_clocks(agreement):
    published()
    assert verify() == 0
    assert not found(Clock.THEN).is_broken
    assert not found(Clock.NOW).is_broken


def test_a_visit_logged_later_differs_now_but_not_as_known_then(aalst):
    published()
    visit = VisitFactory(municipality=aalst, held_on=DAY)
    assert verify() == 1
    assert not found(Clock.THEN).is_broken
    now = found(Clock.NOW)
    assert {"visited", "not_visited", "never_visited"} == moved(now)["Aalst"]
    assert causes(now, "Aalst") == [("bezoek toegevoegd: ter plaatse, 26 april 2021, gehouden", "", "")]
    assert now.places[0]["causes"][0]["url"] == visit.get_absolute_url()


def test_the_numbers_that_differ_are_told_in_total_and_per_province(aalst):
    published()
    VisitFactory(municipality=aalst, held_on=DAY)
    verify()
    told = [(one["province"], one["said"], one["now"]) for one in found().totals if one["code"] == "visited"]
    assert told == [("", 0, 1), ("Oost-Vlaanderen", 0, 1)]


def test_a_corrected_signature_is_found_with_who_struck_it_out_and_why(agreement):
    published()
    by = UserFactory(first_name="Noor", last_name="Verzonnen")
    stages.correct(agreement.stage_changes.get(), reason="Nooit ondertekend.", by=by)
    assert verify() == 1
    assert "concluded" in moved(found())["Aalst"]
    struck_out = "OVL-2020-0001: stap ‘ondertekend, 4 januari 2021’ geschrapt"
    assert causes(found(), "Aalst") == [(struck_out, "Noor Verzonnen", "Nooit ondertekend.")]
    assert not found(Clock.THEN).is_broken


def test_a_step_filed_later_is_found(aalst):
    made = decided(AgreementFactory(municipality=aalst, reference="OVL-2020-0002"))
    published()
    signed(made, on=date(2021, 1, 4), by=UserFactory(first_name="Noor", last_name="Verzonnen"))
    verify()
    assert ("OVL-2020-0002: stap ‘ondertekend, 4 januari 2021’ vastgelegd", "Noor Verzonnen", "") in causes(
        found(), "Aalst"
    )


def test_a_visit_that_turns_out_cancelled_is_found_with_what_it_was(aalst):
    visit = VisitFactory(municipality=aalst, held_on=DAY)
    published()
    visit.status, visit.cancel_reason = Visit.Status.CANCELLED, "Ziek."
    visit.save()
    verify()
    before, after = "ter plaatse, 26 april 2021, gehouden", "ter plaatse, 26 april 2021, afgelast"
    assert causes(found(), "Aalst") == [(f"bezoek gewijzigd van {before} naar {after}", "", "")]


def test_a_change_that_counts_for_nothing_is_no_cause(aalst):
    published()
    visit = VisitFactory(municipality=aalst, held_on=DAY)
    visit.report = "Een goed gesprek."
    visit.save()
    verify()
    assert len(causes(found(), "Aalst")) == 1


def test_what_lies_after_the_day_of_the_figures_is_no_cause(aalst):
    later, by = DAY + timedelta(days=30), UserFactory()
    made = AgreementFactory(municipality=aalst, reference="OVL-2021-0001")
    step = signed(made, on=later)
    commitment = Commitment.objects.create(
        agreement=made, domain=DomainFactory(), text="Lessen.", carried_out_by="agency"
    )
    published()
    visit = VisitFactory(municipality=aalst, held_on=later)
    Review.objects.create(agreement=made, due_on=later, held_on=later)
    CommitmentProgress.objects.create(commitment=commitment, state="done", on=later, recorded_by=by)
    stages.correct(step, reason="Nooit ondertekend.", by=by)
    visit.held_on = DAY
    visit.save()
    verify()
    moved_up = "bezoek gewijzigd van ter plaatse, 26 mei 2021, gehouden naar ter plaatse, 26 april 2021, gehouden"
    assert causes(found(), "Aalst") == [(moved_up, "", "")]


def test_what_changed_with_a_predecessor_explains_its_successor(terms):
    before, after = MunicipalityFactory(name="Oud", ends_on=date(2024, 12, 31)), MunicipalityFactory(name="Nieuw")
    Succession.objects.create(predecessor=before, successor=after, took_effect_on=date(2025, 1, 1))
    made = AgreementFactory(municipality=before, reference="OVL-2020-0003", ends_on=date(2025, 12, 31))
    published(figures_on=date(2025, 3, 1), answered_on=date(2025, 3, 1))
    signed(made, on=date(2021, 1, 4))
    verify()
    assert "in_force" in moved(found())["Nieuw"]
    assert "OVL-2020-0003: stap ‘ondertekend, 4 januari 2021’ vastgelegd" in [
        what for what, _by, _reason in causes(found(), "Nieuw")
    ]


def test_what_happens_after_the_day_of_the_figures_changes_nothing(aalst):
    published()
    VisitFactory(municipality=aalst, held_on=DAY + timedelta(days=1))
    assert verify() == 0


def test_the_same_finding_is_confirmed_and_another_is_a_new_row(aalst):
    published()
    VisitFactory(municipality=aalst, held_on=DAY)
    verify()
    first = found()
    verify()
    assert found().pk == first.pk
    assert found().confirmed_at > first.confirmed_at
    VisitFactory(municipality=MunicipalityFactory(name="Boom"), held_on=DAY)
    verify()
    assert found().pk != first.pk


def test_managers_get_one_mail_for_each_new_break(aalst):
    given = published()
    verify()
    assert mail.outbox == []
    VisitFactory(municipality=aalst, held_on=DAY)
    verify()
    verify()
    (sent,) = mail.outbox
    assert sent.to == [given.published_by.email]
    for words in ("nr. 275", "Bezocht, Totaal: 0 gezegd, nu 1", "Aalst: ", "bezoek toegevoegd: ter plaatse"):
        assert words in sent.body


def test_a_mail_that_could_not_be_sent_is_sent_the_next_night(aalst, monkeypatch):
    published()
    VisitFactory(municipality=aalst, held_on=DAY)
    with monkeypatch.context() as night:
        night.setattr("publications.alarm.send_mail", refuse)
        with pytest.raises(ConnectionRefusedError):
            verify()
    verify()
    verify()
    assert len(mail.outbox) == 1


def test_a_break_waits_for_a_manager_to_tell_it_to(aalst):
    manager = published().published_by
    VisitFactory(municipality=aalst, held_on=DAY)
    User.objects.filter(pk=manager.pk).update(is_active=False)
    verify()
    User.objects.filter(pk=manager.pk).update(is_active=True)
    verify()
    assert [one.to for one in mail.outbox] == [[manager.email]]


def test_a_corrected_answer_is_verified_and_alarms_nobody(aalst):
    first = published()
    VisitFactory(municipality=aalst, held_on=DAY)
    published(succeeds=first, reason="Een bezoek was vergeten.")
    assert verify() == 0
    assert Verification.objects.filter(publication=first).broken().exists()
    assert mail.outbox == []


def test_an_answer_that_was_tampered_with_is_found(monkeypatch):
    made = draft()
    with monkeypatch.context() as patch:
        patch.setattr(Publication, "digest", lambda self: "0" * 64)
        published(number="nr. 1")
    made.delete()
    assert verify() == 1
    assert not found().is_intact


def test_a_broken_seal_alarms_though_the_answer_was_corrected():
    first = published()
    published(succeeds=first, reason="Een bezoek was vergeten.")
    tamper(first, text="Vervalst.")
    assert verify() == 1
    assert [one.publication for one in Verification.objects.alarming().distinct()] == [first, first]
    assert "nr. 275" in mail.outbox[0].body


@pytest.mark.parametrize("change", [{"frozen": "{}"}, {"figures_on": "1950-01-01"}])
def test_an_answer_that_can_no_longer_be_read_keeps_no_other_from_being_verified(change):
    first, second = published(number="nr. 1"), published(number="nr. 2")
    tamper(first, **change)
    assert verify() == 1
    assert {one.is_intact for one in first.verifications.all()} == {False}
    assert [one.is_broken for one in second.verifications.all()] == [False, False]


def test_the_command_ends_with_one_line(capsys, aalst):
    published()
    VisitFactory(municipality=aalst, held_on=DAY)
    verify()
    printed = capsys.readouterr().out.splitlines()
    assert printed[-1] == "Publications: 1 verified, 1 no longer reproduce."
    assert "  Bezocht, Totaal: 0 gezegd, nu 1" in printed


def test_a_day_of_verification_is_never_before_it_was_found(aalst):
    published()
    verify()
    assert found().found_at <= timezone.now()
