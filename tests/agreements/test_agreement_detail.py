"""The page of an agreement: where it stands, what comes next, and who sees which button."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from agreements.actions import stages
from agreements.models import Agreement, AgreementContact, Commitment, DomainText, Review, Signatory, Stage
from agreements.stepper import Station, stations
from municipalities.models import Municipality, Region
from tests.conftest import UserClient
from tests.factories import (
    AgreementFactory,
    DeclineReasonFactory,
    DomainFactory,
    MunicipalityFactory,
    UserFactory,
    decided,
    signed,
)

TODAY = timezone.localdate()
NEXT_YEAR = TODAY + timedelta(days=365)


@pytest.fixture
def aalst(region: Region) -> Municipality:
    return MunicipalityFactory(name="Aalst", region=region)


@pytest.fixture
def agreement(aalst: Municipality) -> Agreement:
    return AgreementFactory(municipality=aalst, starts_on=date(2020, 1, 1), ends_on=NEXT_YEAR, party="municipality")


def advance(agreement: Agreement, stage: Stage, on: date) -> None:
    stages.advance(agreement, to=stage, effective_on=on, by=UserFactory())


def way(agreement: Agreement, on: date = TODAY) -> list[Station]:
    return stations(Agreement.objects.for_detail(on=on).get(pk=agreement.pk), on=on)


def page(client: UserClient, agreement: Agreement) -> str:
    return client.get(agreement.get_absolute_url()).content.decode()


# The stepper ---------------------------------------------------------------------------------------------------------


def test_the_stepper_shows_what_was_reached_skipped_and_still_ahead(agreement: Agreement):
    advance(agreement, Stage.EXPLORING, date(2019, 3, 1))
    advance(agreement, Stage.FINAL_NEGOTIATION, date(2019, 5, 1))
    assert way(agreement) == [
        Station("exploring", "reached", date(2019, 3, 1)),
        Station("negotiation", "skipped"),
        Station("final_negotiation", "current", date(2019, 5, 1)),
        Station("approved", "ahead"),
        Station("signed", "ahead"),
    ]


def test_a_refusal_stands_where_the_way_broke_off(agreement: Agreement):
    advance(agreement, Stage.NEGOTIATION, date(2019, 3, 1))
    stages.decline(agreement, effective_on=date(2019, 4, 1), reason=DeclineReasonFactory(), by=UserFactory())
    assert [(one.stage, one.state) for one in way(agreement)] == [
        ("exploring", "skipped"),
        ("negotiation", "reached"),
        ("declined", "current"),
        ("final_negotiation", "ahead"),
        ("approved", "ahead"),
        ("signed", "ahead"),
    ]


def test_taken_up_again_the_way_goes_on_from_there(agreement: Agreement):
    advance(agreement, Stage.FINAL_NEGOTIATION, date(2019, 3, 1))
    stages.decline(agreement, effective_on=date(2019, 4, 1), reason=DeclineReasonFactory(), by=UserFactory())
    advance(agreement, Stage.NEGOTIATION, date(2020, 4, 1))
    assert [(one.stage, one.state) for one in way(agreement)][:3] == [
        ("exploring", "skipped"),
        ("negotiation", "current"),
        ("final_negotiation", "ahead"),
    ]


def test_the_way_ends_where_the_agreement_lapsed_or_ended(agreement: Agreement):
    signed(agreement, on=date(2020, 2, 1))
    assert way(agreement)[-1] == Station("signed", "current", date(2020, 2, 1))
    assert way(agreement, on=NEXT_YEAR + timedelta(days=1))[-2:] == [
        Station("signed", "reached", date(2020, 2, 1)),
        Station("lapsed", "current", NEXT_YEAR),
    ]
    soon = TODAY + timedelta(days=30)
    stages.end(agreement, effective_on=soon, reason="Fusie", by=UserFactory())
    assert way(agreement)[-2:] == [Station("signed", "current", date(2020, 2, 1)), Station("ended", "ahead", soon)]
    assert way(agreement, on=soon + timedelta(days=1))[-1] == Station("ended", "current", soon)


def test_an_agreement_whose_every_step_was_struck_out_has_its_whole_way_ahead(
    agreement: Agreement, coordinator_client: UserClient
):
    advance(agreement, Stage.EXPLORING, date(2019, 3, 1))
    stages.correct(agreement.stage_changes.get(), reason="Vergissing", by=UserFactory())
    assert {one.state for one in way(agreement)} == {"ahead"}
    assert "Vergissing" in page(coordinator_client, agreement)


# What comes next -----------------------------------------------------------------------------------------------------


def next_url(client: UserClient, agreement: Agreement) -> str | None:
    action = client.get(agreement.get_absolute_url()).context["next"].action
    return action.url.removeprefix(f"/agreements/{agreement.pk}") if action else None


def test_the_one_next_action_follows_the_stage(coordinator_client: UserClient, agreement: Agreement):
    decided(agreement)
    advance(agreement, Stage.EXPLORING, date(2019, 3, 1))
    assert next_url(coordinator_client, agreement) == "/advance/?to=negotiation"
    advance(agreement, Stage.NEGOTIATION, date(2019, 4, 1))
    assert next_url(coordinator_client, agreement) == "/advance/?to=final_negotiation"
    stages.decline(agreement, effective_on=date(2019, 5, 1), reason=DeclineReasonFactory(), by=UserFactory())
    assert next_url(coordinator_client, agreement) == "/advance/?to=exploring"
    advance(agreement, Stage.FINAL_NEGOTIATION, date(2019, 6, 1))
    assert next_url(coordinator_client, agreement) == "/advance/?to=approved"
    advance(agreement, Stage.APPROVED, date(2019, 7, 1))
    assert next_url(coordinator_client, agreement) == "/sign/"


def test_what_is_needed_for_the_next_stage_comes_before_it(coordinator_client: UserClient, agreement: Agreement):
    advance(agreement, Stage.FINAL_NEGOTIATION, date(2019, 6, 1))
    assert next_url(coordinator_client, agreement) == "/decisions/new/?body=municipal_council"
    agreement.starts_on = None
    agreement.save()
    assert next_url(coordinator_client, agreement) == "/edit/#id_starts_on"


def test_everything_that_misses_is_listed_with_a_link(coordinator_client: UserClient, agreement: Agreement):
    advance(agreement, Stage.FINAL_NEGOTIATION, date(2019, 6, 1))
    agreement.starts_on = agreement.ends_on = None
    agreement.save()
    text = page(coordinator_client, agreement)
    for rest in (
        "edit/#id_starts_on",
        "edit/#id_ends_on",
        "decisions/new/?body=municipal_council",
        "text/#id_domains",
        "contacts/new/?side=agency",
        "contacts/new/?side=municipality",
        "signatories/new/?side=agency",
        "signatories/new/?side=municipality",
    ):
        assert f'href="/agreements/{agreement.pk}/{rest}"' in text


def test_a_signed_agreement_asks_for_the_review_that_is_due(coordinator_client: UserClient, agreement: Agreement):
    signed(agreement, on=date(2020, 2, 1))
    assert next_url(coordinator_client, agreement) == "/reviews/new/"


def test_what_lapsed_asks_for_an_agreement_that_follows(coordinator_client: UserClient, aalst: Municipality):
    lapsed = AgreementFactory(municipality=aalst, starts_on=date(2018, 1, 1), ends_on=date(2019, 12, 31))
    signed(lapsed, on=date(2018, 1, 1))
    assert next_url(coordinator_client, lapsed) == "/renew/"
    AgreementFactory(municipality=aalst)  # prepared, without a talk yet
    assert next_url(coordinator_client, lapsed) is None


def test_of_two_that_lapsed_the_latest_asks_for_one_that_follows(coordinator_client: UserClient, aalst: Municipality):
    for year in (2018, 2020):
        row = AgreementFactory(municipality=aalst, starts_on=date(year, 1, 1), ends_on=date(year + 1, 12, 31))
        signed(row, on=date(year, 1, 1))
    first, last = Agreement.objects.order_by("pk")
    assert next_url(coordinator_client, first) is None
    assert next_url(coordinator_client, last) == "/renew/"


# Who sees which button -----------------------------------------------------------------------------------------------

VERBS = ("edit", "advance", "decline", "sign", "end", "commitments/new", "decisions/new", "reviews/new")


def offered(client: UserClient, agreement: Agreement) -> set[str]:
    text = page(client, agreement)
    return {verb for verb in VERBS if f'href="/agreements/{agreement.pk}/{verb}/' in text}


def test_before_signature_an_agreement_can_be_changed_refused_and_signed(
    staff_client: UserClient, agreement: Agreement
):
    advance(agreement, Stage.EXPLORING, date(2019, 3, 1))
    assert offered(staff_client, agreement) == {"edit", "advance", "decline", "sign", "decisions/new"}


def test_after_signature_it_can_only_end_and_be_reviewed(staff_client: UserClient, agreement: Agreement):
    advance(decided(agreement), Stage.APPROVED, date(2019, 3, 1))
    for stage in (Stage.EXPLORING, Stage.NEGOTIATION, Stage.FINAL_NEGOTIATION):
        advance(agreement, stage, date(2019, 2, 1))
    signed(agreement, on=date(2020, 2, 1))
    assert offered(staff_client, agreement) == {"edit", "end", "reviews/new"}


@pytest.mark.parametrize("who", ["manager", "staff of another region"])
def test_who_does_not_write_here_sees_no_action(
    manager_client: UserClient, staff_client: UserClient, agreement: Agreement, who: str
):
    if who != "manager":
        agreement = AgreementFactory(ends_on=NEXT_YEAR)
    signed(agreement, on=date(2020, 2, 1))
    client = manager_client if who == "manager" else staff_client
    assert offered(client, agreement) == set()
    assert 'class="btn btn-primary"' not in page(client, agreement)


# Queries and history -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 12])
def test_the_page_asks_the_same_number_of_queries_however_much_it_holds(
    coordinator_client: UserClient, agreement: Agreement, django_assert_num_queries: DjangoAssertNumQueries, rows: int
):
    fill(agreement, rows)
    coordinator_client.get(agreement.get_absolute_url())
    # session, user, regions of the user; the agreement; domains, contacts, signatories, decisions, commitments with
    # their progress and domains, paragraphs, clauses left out, the version with the words of the paper, addenda, steps,
    # reviews, papers; what it follows and what follows it
    with django_assert_num_queries(23):
        coordinator_client.get(agreement.get_absolute_url())


def fill(agreement: Agreement, rows: int) -> None:
    by = UserFactory()
    for number in range(rows):
        domain = DomainFactory()
        agreement.domains.add(domain)
        DomainText.objects.create(agreement=agreement, domain=domain, text="Wij werken samen in {{ naam }}.")
        commitment = Commitment.objects.create(agreement=agreement, domain=domain, text="Afspraak")
        commitment.progress.create(state="done", on=date(2021, 1, 1), recorded_by=by)
        AgreementContact.objects.create(agreement=agreement, side="agency", name="Noor", function="staf")
        Signatory.objects.create(agreement=agreement, side="municipality", name="Kaat", function="voorzitter")
        Review.objects.create(agreement=agreement, due_on=date(2021 + number, 1, 1), held_on=date(2021, 1, 5))
        advance(agreement, Stage.EXPLORING, date(2019, 3, 1))
        stages.correct(agreement.stage_changes.standing().get(), reason="Fout", by=UserFactory())
    signed(agreement, on=date(2020, 2, 1))


def test_the_history_tells_every_change_with_before_and_after(coordinator_client: UserClient, agreement: Agreement):
    commitment = Commitment.objects.create(agreement=agreement, domain=DomainFactory(), text="Eerst dit")
    commitment.text, commitment.version = "Toen dat", 1
    commitment.save()
    advance(agreement, Stage.EXPLORING, date(2019, 3, 1))
    stages.correct(agreement.stage_changes.get(), reason="Te vroeg", by=UserFactory())
    commitment.delete()
    text = coordinator_client.get(f"/agreements/{agreement.pk}/history/").content.decode()
    assert "<del>Eerst dit</del>" in text
    assert "<ins>Toen dat</ins>" in text
    assert "Te vroeg" in text
    assert "1 maart 2019" in text


@pytest.mark.parametrize("rows", [1, 8])
def test_the_history_asks_no_query_per_change(
    coordinator_client: UserClient, agreement: Agreement, django_assert_num_queries: DjangoAssertNumQueries, rows: int
):
    fill(agreement, rows)
    url = f"/agreements/{agreement.pk}/history/"
    coordinator_client.get(url)
    # twelve histories with what their rows point to; the steps
    with django_assert_num_queries(45):
        coordinator_client.get(url)
