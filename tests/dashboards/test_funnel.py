"""The funnel: how far the talks of a term came, and how long they took."""

from datetime import date

import pytest
from django.utils import timezone

from accounts.models import User
from agreements.actions import stages
from agreements.models import Agreement, Stage
from dashboards.facts import Asked
from dashboards.pictures.funnel import StageRow, funnel_of
from dashboards.places import Place
from municipalities.models import Region, Term
from tests.conftest import UserClient
from tests.dashboards.worlds import take
from tests.factories import AgreementFactory, MunicipalityFactory, ProvinceFactory, RegionFactory, UserFactory

DAY = date(2021, 4, 26)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("terms")]


@pytest.fixture
def by(db: None) -> User:
    user: User = UserFactory(role=User.Role.ADMINISTRATOR)
    return user


def went(by: User, *steps: tuple[Stage, date], region: Region | None = None) -> Agreement:
    place = {"municipality": MunicipalityFactory(region=region)} if region else {}
    agreement: Agreement = AgreementFactory(**place)
    for stage, day in steps:
        take(agreement, stage, day, by=by)
    return agreement


def rows(place: Place | None = None, **clocks: object) -> dict[Stage, StageRow]:
    return {row.stage: row for row in funnel_of(place, Asked(DAY, Term.objects.of(DAY), **clocks))}  # type: ignore[arg-type]


def reached(**clocks: object) -> list[int]:
    return [row.reached for row in rows(**clocks).values()]  # type: ignore[arg-type]


def test_who_skips_a_stage_reached_it_too(by: User) -> None:
    went(by, (Stage.EXPLORING, date(2020, 1, 1)), (Stage.APPROVED, date(2020, 3, 1)))
    went(by, (Stage.EXPLORING, date(2020, 1, 1)))
    assert reached() == [2, 1, 1, 1, 0]


def test_talks_left_open_from_an_earlier_term_count_and_what_was_closed_then_does_not(by: User) -> None:
    Term.objects.create(starts_on=date(2013, 1, 1), ends_on=date(2018, 12, 31))
    went(by, (Stage.NEGOTIATION, date(2018, 5, 1)))
    went(by, (Stage.EXPLORING, date(2017, 5, 1)), (Stage.SIGNED, date(2018, 5, 1)))
    went(by, (Stage.EXPLORING, date(2017, 5, 1)), (Stage.DECLINED, date(2018, 5, 1)))
    assert reached() == [1, 1, 0, 0, 0]


def test_a_refusal_stands_beside_the_stage_that_was_reached(by: User) -> None:
    went(by, (Stage.NEGOTIATION, date(2020, 1, 1)), (Stage.DECLINED, date(2020, 2, 1)))
    went(by, (Stage.DECLINED, date(2020, 2, 1)))
    refused, again = (Stage.DECLINED, date(2020, 2, 1)), (Stage.NEGOTIATION, date(2020, 3, 1))
    went(by, (Stage.NEGOTIATION, date(2020, 1, 1)), refused, again)
    found = rows()
    assert [found[stage].refused for stage in (Stage.EXPLORING, Stage.NEGOTIATION)] == [1, 1]
    assert found[Stage.NEGOTIATION].here == 1  # the one that was taken up again


def test_the_time_in_a_stage_is_the_median_of_those_that_went_on(by: User) -> None:
    for stayed in (10, 20, 60):
        began = date(2020, 1, 1)
        went(by, (Stage.EXPLORING, began), (Stage.NEGOTIATION, date.fromordinal(began.toordinal() + stayed)))
    went(by, (Stage.EXPLORING, date(2019, 1, 1)))  # stays there still
    found = rows()
    assert (found[Stage.EXPLORING].days, found[Stage.EXPLORING].stays) == (20, 3)
    assert found[Stage.NEGOTIATION].days is None


def test_a_corrected_step_does_not_count_unless_that_was_not_known_yet(by: User) -> None:
    agreement = went(by, (Stage.EXPLORING, date(2020, 1, 1)), (Stage.NEGOTIATION, date(2020, 3, 1)))
    before = timezone.now()
    stages.correct(agreement.stage_changes.get(stage=Stage.NEGOTIATION), reason="vergissing", by=by)
    assert reached() == [1, 0, 0, 0, 0]
    assert reached(known_at=before) == [1, 1, 0, 0, 0]


def test_what_stands_at_a_stage_is_what_its_list_holds(manager_client: UserClient, by: User, region: Region) -> None:
    went(by, (Stage.NEGOTIATION, date(2020, 1, 1)), region=region)
    went(by, (Stage.NEGOTIATION, date(2020, 1, 1)), (Stage.DECLINED, date(2020, 2, 1)), region=region)
    other = ProvinceFactory(nis="10000", name="Antwerpen", abbreviation="ANT", position=1)
    elsewhere = RegionFactory(province=other)
    moved = went(by, (Stage.NEGOTIATION, date(2020, 1, 1)), region=elsewhere)
    moved.municipality.province = other
    moved.municipality.save()
    for place, number in ((None, 2), (region, 1), (other, 1)):
        row = rows(place)[Stage.NEGOTIATION]
        assert row.here == number
        assert len(manager_client.get(row.url).context["table"].rows) == number
