"""The list behind a number: as many rows as it says, each with the reason why it counts."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agreements.actions import stages
from agreements.models import CommitmentProgress, Review, Stage, StageChange
from dashboards.definitions import FIGURES
from municipalities.models import Municipality, Region, Succession, Visit
from tests.agreements.wordings import services
from tests.conftest import UserClient
from tests.dashboards.worlds import take
from tests.factories import (
    AgreementFactory,
    DeclineReasonFactory,
    MunicipalityFactory,
    ProvinceFactory,
    UserFactory,
    VisitFactory,
)

DAY = date(2021, 4, 26)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("terms")]


@pytest.fixture
def aalst(region: Region) -> Municipality:
    place: Municipality = MunicipalityFactory(nis="41002", name="Aalst", region=region)
    return place


def answer(client: UserClient, code: str, **query: Any) -> Any:
    response = client.get(f"/figures/{code}/", {"on": DAY.isoformat(), **query})
    assert response.status_code == 200
    return response


def page(client: UserClient, code: str, **query: Any) -> str:
    return " ".join(answer(client, code, **query).content.decode().split())


def names(client: UserClient, code: str, **query: Any) -> list[str]:
    table = answer(client, code, **query).context["table"]
    return [row.record.standing.municipality.name for row in table.page.object_list]


def agreed(place: Municipality, *steps: tuple[Stage, date], **period: date) -> Any:
    agreement = AgreementFactory(municipality=place, **period)
    for stage, on in steps:
        take(agreement, stage, on, by=UserFactory(first_name="Zita", last_name="Zeker"))
    return agreement


def recorded(row: Any, at: datetime) -> None:
    """As if the row was recorded then."""
    row.history.update(history_date=at)


# A number and its list ------------------------------------------------------------------------------------------------


def everything(region: Region) -> None:
    """For every figure something to count."""
    signed, refused, ended, lapsed, called, merged = MunicipalityFactory.create_batch(6, region=region)
    MunicipalityFactory(region=region)
    first = agreed(signed, (Stage.SIGNED, date(2020, 2, 1)))
    VisitFactory(municipality=signed, held_on=date(2019, 6, 1))
    VisitFactory(municipality=called, kind=Visit.Kind.PHONE)
    VisitFactory(municipality=MunicipalityFactory(region=region))
    Review.objects.create(agreement=first, due_on=date(2021, 1, 1), held_on=date(2021, 1, 8))
    done = first.commitments.create(domain=services(), text="Een folder.")
    CommitmentProgress.objects.create(
        commitment=done, state="done", on=date(2021, 1, 8), recorded_by=UserFactory(last_name="Klaar")
    )
    agreed(refused, (Stage.DECLINED, date(2020, 5, 1)))
    agreed(ended, (Stage.SIGNED, date(2020, 2, 1)), (Stage.ENDED, date(2020, 9, 1)))
    agreed(lapsed, (Stage.SIGNED, date(2020, 2, 1)), ends_on=date(2020, 12, 31))
    for stage in (Stage.EXPLORING, Stage.NEGOTIATION, Stage.FINAL_NEGOTIATION, Stage.APPROVED):
        agreed(MunicipalityFactory(region=region), (stage, date(2020, 5, 1)))
    agreed(merged, (Stage.SIGNED, date(2020, 2, 1)))
    inherit(merged, MunicipalityFactory(region=region, starts_on=date(2021, 1, 1)))
    with_one = agreed(MunicipalityFactory(region=region), (Stage.SIGNED, date(2020, 2, 1))).municipality
    heir = MunicipalityFactory(region=region, starts_on=date(2021, 1, 1))
    inherit(with_one, heir)
    inherit(MunicipalityFactory(region=region), heir)


def inherit(predecessor: Municipality, successor: Municipality) -> None:
    predecessor.ends_on = date(2020, 12, 31)
    predecessor.save()
    Succession.objects.create(predecessor=predecessor, successor=successor, took_effect_on=date(2021, 1, 1))


CODES = [figure.code for figure in FIGURES] + ["declined-no-staff"]


def test_each_number_has_a_row_for_everything_that_it_counts(manager_client: UserClient, region: Region) -> None:
    everything(region)
    numbers = manager_client.get("/", {"on": DAY.isoformat()}).context["found"].total.numbers
    assert all(numbers[code] for code in CODES)
    for code in CODES:
        found = answer(manager_client, code)
        assert f'data-count="{numbers[code]}"' in found.content.decode()
        rows = len(found.context["table"].rows)
        assert (code, rows) == (code, 1 if code == "days_to_signature" else numbers[code])


def test_every_row_says_why(manager_client: UserClient, region: Region) -> None:
    everything(region)
    for code in CODES:
        table = answer(manager_client, code).context["table"]
        assert all("<li>" in row.get_cell("why") for row in table.page.object_list)


def test_a_place_narrows_number_list_and_share(manager_client: UserClient, aalst: Municipality) -> None:
    elsewhere = MunicipalityFactory(
        province=ProvinceFactory(nis="10000", name="Antwerpen", abbreviation="ANT", position=1)
    )
    for place in (aalst, elsewhere):
        VisitFactory(municipality=place)
    assert 'data-count="2"' in page(manager_client, "visited")
    for query in ({"province": "40000"}, {"region": aalst.region.pk}):
        shown = page(manager_client, "visited", **query)
        assert 'data-count="1"' in shown
        assert "van 1 gemeente " in shown
        assert names(manager_client, "visited", **query) == ["Aalst"]


def test_nothing_counted_says_so_and_what_to_do(manager_client: UserClient, aalst: Municipality) -> None:
    shown = page(manager_client, "concluded")
    assert "Hier telt niets mee op deze dag." in shown
    assert "Kies een andere dag" in shown


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"on": "1990-01-01"}, "geen bestuursperiode bekend"),
        ({"known_on": "2999-01-01"}, "weet nog niemand"),
        ({"province": "99999"}, "Selecteer een geldige keuze"),
    ],
)
def test_what_cannot_be_counted_gets_a_message_beside_the_field(
    manager_client: UserClient, query: dict[str, str], message: str
) -> None:
    shown = answer(manager_client, "visited", **query)
    assert message in shown.content.decode()
    assert "table" not in shown.context


def test_a_figure_that_does_not_exist_is_not_found(manager_client: UserClient) -> None:
    assert manager_client.get("/figures/onzin/").status_code == 404
    assert manager_client.get("/figures/declined-onzin/").status_code == 404


def test_a_list_can_be_sorted_by_the_day_that_counts(manager_client: UserClient, aalst: Municipality) -> None:
    VisitFactory(municipality=aalst, held_on=date(2020, 5, 1))
    VisitFactory(municipality=MunicipalityFactory(name="Zulte"), held_on=date(2019, 5, 1))
    assert names(manager_client, "visited") == ["Aalst", "Zulte"]
    assert names(manager_client, "visited", sort="why") == ["Zulte", "Aalst"]


# Why ------------------------------------------------------------------------------------------------------------------


def test_the_first_visit_of_the_term_makes_it_count(manager_client: UserClient, aalst: Municipality) -> None:
    VisitFactory(municipality=aalst, held_on=date(2018, 5, 1))
    first = VisitFactory(municipality=aalst, held_on=date(2019, 5, 1))
    VisitFactory(municipality=aalst, held_on=date(2020, 5, 1))
    shown = page(manager_client, "visited")
    assert f'<time datetime="2019-05-01">1 mei 2019</time> <a href="{first.get_absolute_url()}">Bezoek ter' in shown
    assert "1 mei 2020" not in shown


def test_a_visit_was_recorded_when_it_was_said_to_be_held(manager_client: UserClient, aalst: Municipality) -> None:
    """Not when it was planned, nor when its report was added."""
    visit = VisitFactory(municipality=aalst, status=Visit.Status.PLANNED, held_on=date(2021, 4, 1))
    visit.status = Visit.Status.HELD
    visit.save()
    visit.report = "Goed gesprek."
    visit.save()
    days = [date(2021, 3, 1), date(2021, 4, 2), date(2021, 4, 9)]
    for row, day in zip(visit.history.order_by("history_id"), days, strict=True):
        row.history_date = timezone.make_aware(datetime(day.year, day.month, day.day, 12))
        row.save()
    assert "Vastgelegd door het register zelf op 2 april 2021." in page(manager_client, "visited")


def test_without_a_visit_the_nearest_thing_is_named(manager_client: UserClient, aalst: Municipality) -> None:
    VisitFactory(municipality=aalst, held_on=date(2018, 5, 1))
    VisitFactory(municipality=aalst, held_on=date(2020, 6, 2), kind=Visit.Kind.PHONE)
    shown = page(manager_client, "not_visited")
    assert "Geen bezoek in de bestuursperiode 2019–2024 tot en met deze dag" in shown
    assert "2 juni 2020</time>" in shown
    assert "Een contact, geen bezoek." in shown
    assert "1 mei 2018</time>" in shown


def test_a_signature_says_who_recorded_it_and_the_period(manager_client: UserClient, aalst: Municipality) -> None:
    agreement = agreed(aalst, (Stage.SIGNED, date(2020, 3, 2)))
    shown = page(manager_client, "concluded")
    assert f">Ondertekend, {agreement.reference}</a>" in shown
    assert "Loopt van 1 januari 2020 tot en met 31 december 2025." in shown
    assert "Vastgelegd door Zita Zeker op" in shown


def test_a_refusal_says_its_reason(manager_client: UserClient, aalst: Municipality) -> None:
    DeclineReasonFactory(label="Te druk")
    agreed(aalst, (Stage.DECLINED, date(2020, 3, 2)))
    assert '<span class="reason-note">Te druk</span>' in page(manager_client, "declined")


def test_an_inherited_agreement_says_from_whom(manager_client: UserClient, aalst: Municipality) -> None:
    other = MunicipalityFactory(name="Haaltert")
    agreed(aalst, (Stage.SIGNED, date(2020, 3, 2)))
    heir = MunicipalityFactory(name="Nieuwstad", starts_on=date(2021, 1, 1))
    for place in (aalst, other):
        inherit(place, heir)
    shown = page(manager_client, "inherited_part")
    assert "Geërfd van Aalst bij de fusie van 1 januari 2021." in shown
    assert "Geen overeenkomst van kracht van Haaltert" in shown


def test_an_overdue_review_names_its_anniversary(manager_client: UserClient, aalst: Municipality) -> None:
    agreed(aalst, (Stage.SIGNED, date(2020, 1, 1)))
    assert '<time datetime="2021-01-01">' in page(manager_client, "reviews_overdue")


def test_a_commitment_says_who_recorded_that_it_is_done(manager_client: UserClient, region: Region) -> None:
    everything(region)
    shown = page(manager_client, "commitments_done")
    assert "Een folder." in shown
    assert " Klaar op " in shown


# As it was known ------------------------------------------------------------------------------------------------------


def test_reasons_come_from_what_was_known(manager_client: UserClient, aalst: Municipality) -> None:
    """The visit was moved to another day since."""
    visit = VisitFactory(municipality=aalst, held_on=date(2019, 5, 1))
    recorded(visit, timezone.now() - timedelta(days=9))
    visit.held_on = date(2019, 6, 1)
    visit.save()
    a_week_ago = (timezone.localdate() - timedelta(days=7)).isoformat()
    assert "1 mei 2019</time>" in page(manager_client, "visited", known_on=a_week_ago)
    assert "1 juni 2019</time>" in page(manager_client, "visited")


def test_a_step_that_was_corrected_since_says_so(coordinator_client: UserClient, aalst: Municipality) -> None:
    agreement = agreed(aalst, (Stage.SIGNED, date(2020, 3, 2)))
    QuerySet(StageChange).update(recorded_at=timezone.now() - timedelta(days=9))
    stages.correct(agreement.stage_changes.get(), reason="Verkeerde gemeente.", by=coordinator_client.user)
    a_week_ago = (timezone.localdate() - timedelta(days=7)).isoformat()
    shown = page(coordinator_client, "concluded", known_on=a_week_ago)
    assert "Later verbeterd, op" in shown
    assert "Met alles wat nu geweten is" in shown
    assert "Hier telt niets mee" in page(coordinator_client, "concluded")


# Costs ----------------------------------------------------------------------------------------------------------------


QUERIES = {
    "municipalities": 23,
    "visited": 25,
    "contacted_only": 24,
    "not_visited": 24,
    "concluded": 25,
    "in_force": 27,
    "inherited_part": 27,
    "lapsed": 25,
    "days_to_signature": 28,
    "no_talks": 22,
    "signed": 25,
    "declined": 23,
    "ended": 25,
    "reviews_overdue": 23,
    "reviews_held": 26,
    "commitments_done": 26,
    "state-in_talks": 23,
    "state-inherited_whole": 27,
    "state-visited": 24,
    "declined-no-staff": 24,
}


def asked(client: UserClient) -> dict[str, int]:
    """How many queries each kind of list takes."""
    found = {}
    for code in QUERIES:
        with CaptureQueriesContext(connection) as queries:
            answer(client, code, per_page="all")
        found[code] = len(queries)
    return found


def test_a_list_asks_the_same_number_of_queries_for_any_number_of_rows(
    manager_client: UserClient, region: Region
) -> None:
    everything(region)
    assert asked(manager_client) == QUERIES
    everything(region)
    assert asked(manager_client) == QUERIES
