"""What a region plans for a term: who sets it, what it can be, and that nobody overwrites it unseen."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from municipalities.models import Region, Target, Term
from tests.conftest import UserClient, client_of
from tests.factories import MunicipalityFactory, RegionFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def term(terms: list[Term]) -> Term:
    return terms[1]


@pytest.fixture
def region(region: Region) -> Region:
    """Of three municipalities, and one that the agency does not work for."""
    MunicipalityFactory.create_batch(3, region=region)
    MunicipalityFactory(region=region, agency="amal")
    return region


def address(region: Region, term: Term) -> str:
    return f"/regions/{region.pk}/targets/{term.pk}/"


def send(client: UserClient, region: Region, term: Term, **typed: Any) -> str:
    answer = client.post(address(region, term), {"version": "0", **typed}, follow=True)
    return " ".join(answer.content.decode().split())


def test_a_coordinator_sets_the_target_of_the_region(coordinator_client: UserClient, region: Region, term: Term):
    shown = send(coordinator_client, region, term, visited="3", concluded="2")
    assert "Het doel van Regio Dender is bewaard." in shown
    assert "doel 3: nog 3" in shown
    assert [(one.visited, one.concluded) for one in Target.objects.all()] == [(3, 2)]


def test_an_empty_number_is_no_target(coordinator_client: UserClient, region: Region, term: Term):
    assert "geen doel" in send(coordinator_client, region, term, visited="", concluded="2")


def test_more_than_there_are_is_refused_beside_the_field(coordinator_client: UserClient, region: Region, term: Term):
    shown = send(coordinator_client, region, term, visited="4", concluded="2")
    assert "Deze regio heeft 3 gemeenten in het werkgebied, niet meer." in shown
    assert 'value="4"' in shown
    assert not Target.objects.filter(concluded=2).exists()


@pytest.mark.parametrize("typed", ["-1", "veel", "99999999999999999999"])
def test_what_is_no_number_of_municipalities_is_refused(
    coordinator_client: UserClient, region: Region, term: Term, typed: str
):
    assert "error-summary" in send(coordinator_client, region, term, visited=typed, concluded="")


def test_the_second_to_set_the_first_target_sees_what_the_first_set(
    coordinator_client: UserClient, region: Region, term: Term
):
    other = client_of(UserFactory(role=User.Role.COORDINATOR, regions=[region]))
    send(other, region, term, visited="3", concluded="2")
    shown = send(coordinator_client, region, term, visited="1", concluded="")
    assert "De twee versies" in shown
    assert Target.objects.get().visited == 3


def test_the_history_tells_who_planned_what(coordinator_client: UserClient, region: Region, term: Term):
    send(coordinator_client, region, term, visited="3", concluded="2")
    send(coordinator_client, region, term, visited="2", concluded="2", version="1")
    shown = coordinator_client.get(f"{address(region, term)}history/").content.decode()
    assert str(coordinator_client.user) in shown
    assert "<del>3</del>" in shown
    assert "<ins>2</ins>" in shown


def test_the_target_of_a_past_term_leads_to_its_last_day(coordinator_client: UserClient, region: Region, terms):
    target = Target.objects.create(region=region, term=terms[0])
    assert target.get_absolute_url().endswith("/trends/?on=2024-12-31")


def test_a_region_has_one_target_per_term(region: Region, term: Term):
    Target.objects.create(region=region, term=term)
    Target.objects.create(region=RegionFactory(), term=term)
    with pytest.raises(IntegrityError), transaction.atomic():
        Target.objects.create(region=region, term=term)


@pytest.mark.parametrize("field", ["visited", "concluded"])
def test_no_target_is_below_zero(region: Region, term: Term, field: str):
    with pytest.raises(IntegrityError), transaction.atomic():
        Target.objects.create(region=region, term=term, **{field: -1})
