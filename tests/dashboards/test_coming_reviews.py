"""The reviews of the coming year: what is overdue first, then what comes due month by month."""

from datetime import date
from typing import Any

import pytest

from accounts.models import User
from agreements.models import Agreement, Review, Stage
from dashboards.figures import figures
from dashboards.pictures.coming_reviews import coming_reviews_of
from dashboards.places import Place
from municipalities.models import Municipality, Region, Succession
from tests.conftest import UserClient
from tests.dashboards.worlds import take
from tests.factories import AgreementFactory, MunicipalityFactory, ProvinceFactory, RegionFactory, UserFactory

DAY = date(2021, 4, 26)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("terms")]


@pytest.fixture
def by(db: None) -> User:
    user: User = UserFactory()
    return user


def running(by: User, starts_on: date, **fields: Any) -> Agreement:
    agreement: Agreement = AgreementFactory(starts_on=starts_on, **fields)
    take(agreement, Stage.SIGNED, starts_on, by=by)
    return agreement


def due(place: Place | None = None) -> dict[date | None, list[date]]:
    """By month, the days of what comes due in it; without the months in which nothing does."""
    rows = coming_reviews_of(place, figures(on=DAY))
    return {row.month: [review.due_on for review in row.reviews] for row in rows if row.reviews}


def test_a_review_comes_due_in_the_month_of_its_anniversary(by: User) -> None:
    running(by, date(2020, 9, 15))
    running(by, date(2020, 4, 26))  # due today, which is not overdue
    assert due() == {date(2021, 9, 1): [date(2021, 9, 15)], date(2021, 4, 1): [DAY]}


def test_what_passed_without_a_review_is_overdue_and_comes_first(by: User) -> None:
    running(by, date(2019, 3, 1))
    first = coming_reviews_of(None, figures(on=DAY))[0]
    assert [review.due_on for review in first.reviews] == [date(2020, 3, 1), date(2021, 3, 1)]
    assert first.month is None
    assert first.percentage == 100


def test_the_year_ends_the_day_before_it_comes_round(by: User) -> None:
    months = [row.month for row in coming_reviews_of(None, figures(on=DAY))]
    assert months[:2] == [None, date(2021, 4, 1)]
    assert (months[-1], len(months)) == (date(2022, 4, 1), 14)
    running(by, date(2021, 4, 20))
    running(by, date(2021, 4, 26))
    assert due() == {date(2022, 4, 1): [date(2022, 4, 20)]}


def test_what_was_held_early_or_ends_before_does_not_come_due(by: User) -> None:
    held = running(by, date(2020, 6, 1))
    Review.objects.create(agreement=held, due_on=date(2021, 6, 1), held_on=date(2021, 4, 1))
    running(by, date(2020, 7, 1), ends_on=date(2021, 6, 30))
    ended = running(by, date(2020, 8, 1))
    take(ended, Stage.ENDED, date(2021, 7, 1), by=by)
    assert due() == {}


def test_a_place_shows_what_its_own_municipalities_owe(by: User, region: Region) -> None:
    running(by, date(2020, 9, 15), municipality=MunicipalityFactory(region=region))
    running(by, date(2020, 10, 15))
    assert list(due(region)) == [date(2021, 9, 1)]
    assert list(due(region.province)) == [date(2021, 9, 1), date(2021, 10, 1)]


def overdue(place: Place | None = None) -> list[tuple[str, date]]:
    """Who owes which review, after making sure that the figure counts as many."""
    found = figures(on=DAY)
    standings = found.standings_of(place) if place else found.standings
    counted = sum(one.reviews_overdue for one in standings if one.in_working_area)
    reviews = coming_reviews_of(place, found)[0].reviews
    assert len(reviews) == counted
    return [(review.municipality, review.due_on) for review in reviews]


def merged(by: User, predecessor: Municipality, successor: Municipality) -> Agreement:
    """An agreement of 2019, whose municipality went into another on the first day of 2021."""
    agreement = running(by, date(2019, 3, 1), municipality=predecessor)
    Succession.objects.create(predecessor=predecessor, successor=successor, took_effect_on=date(2021, 1, 1))
    return agreement


def test_after_a_merger_the_successor_owes_the_reviews(by: User, region: Region) -> None:
    left = MunicipalityFactory(name="Zwijndrecht", region=region, ends_on=date(2020, 12, 31))
    other = ProvinceFactory(nis="10000", name="Antwerpen", abbreviation="ANT", position=1)
    elsewhere = RegionFactory(name="Regio Kempen", province=other)
    came = MunicipalityFactory(name="Beveren", province=other, region=elsewhere, starts_on=date(2021, 1, 1))
    merged(by, left, came)
    owed = [("Beveren", date(2020, 3, 1)), ("Beveren", date(2021, 3, 1))]
    assert overdue() == overdue(other) == overdue(elsewhere) == owed
    assert overdue(left.province) == overdue(region) == []


def test_what_went_outside_the_working_area_comes_due_nowhere(by: User, region: Region) -> None:
    left = MunicipalityFactory(region=region, ends_on=date(2020, 12, 31))
    merged(by, left, MunicipalityFactory(agency=Municipality.Agency.ATLAS))
    assert overdue() == overdue(region) == []
    assert due() == {}


def test_an_own_agreement_takes_the_place_of_what_was_inherited(by: User) -> None:
    came = MunicipalityFactory(name="Beveren", starts_on=date(2021, 1, 1))
    merged(by, MunicipalityFactory(ends_on=date(2020, 12, 31)), came)
    running(by, date(2021, 2, 1), municipality=came)
    assert overdue() == []
    assert due() == {date(2022, 2, 1): [date(2022, 2, 1)]}


def test_each_month_opens_the_list_of_what_it_counts(manager_client: UserClient, by: User) -> None:
    agreement = running(by, date(2020, 9, 15), municipality=MunicipalityFactory(name="Zulte"))
    shown = " ".join(manager_client.get("/trends/", {"on": DAY.isoformat()}).content.decode().split())
    assert "<summary>1 keer overleg</summary>" in shown
    assert f'<a href="{agreement.get_absolute_url()}">Zulte</a> <span class="since">15 september 2021</span>' in shown
