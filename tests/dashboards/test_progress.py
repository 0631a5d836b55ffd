"""The progress of the regions: the numbers of the figures, with the target of the term as a mark."""

import re
from datetime import date

import pytest

from dashboards.figures import figures
from dashboards.pictures.progress import Bar, progress_of
from municipalities.models import Municipality, Region, Target, Term
from tests.conftest import UserClient
from tests.factories import MunicipalityFactory, ProvinceFactory, RegionFactory, VisitFactory

DAY = date(2021, 4, 26)

pytestmark = pytest.mark.django_db


@pytest.fixture
def places(region: Region, terms: list[Term]) -> list[Municipality]:
    """Four in one region, of which one was visited."""
    found: list[Municipality] = MunicipalityFactory.create_batch(4, region=region)
    VisitFactory(municipality=found[0], held_on=DAY)
    return found


def visited_bar(on: date = DAY) -> Bar:
    (progress,) = progress_of(figures(on=on), None)
    return progress.bars[0]


def test_a_bar_is_the_part_of_its_municipalities(places: list[Municipality]) -> None:
    bar = visited_bar()
    assert (bar.number, bar.percentage, bar.target) == (1, 25, None)


def test_the_target_is_a_mark_on_the_same_scale(places: list[Municipality], region: Region) -> None:
    Target.objects.create(region=region, term=Term.objects.of(DAY), visited=3)
    bar = visited_bar()
    assert (bar.target, bar.target_at, bar.missing) == (3, 75, 2)


def test_each_term_has_a_target_of_its_own(places: list[Municipality], region: Region) -> None:
    later = date(2026, 1, 1)
    for day, target in ((DAY, 3), (later, 4)):
        Target.objects.create(region=region, term=Term.objects.of(day), visited=target)
    assert (visited_bar(DAY).target, visited_bar(later).target) == (3, 4)


def test_a_target_beyond_what_is_left_after_mergers_stays_on_the_bar(
    places: list[Municipality], region: Region
) -> None:
    Target.objects.create(region=region, term=Term.objects.of(DAY), visited=9)
    assert visited_bar().target_at == 100


def test_a_page_shows_the_regions_of_its_place(
    manager_client: UserClient, places: list[Municipality], region: Region
) -> None:
    antwerp = ProvinceFactory(nis="10000", name="Antwerpen", abbreviation="ANT", position=1)
    other = MunicipalityFactory(province=antwerp, region=RegionFactory(name="Regio Kempen", province=antwerp))
    expected = {
        "/trends/": ["Regio Dender", "Regio Kempen"],
        "/provinces/10000/trends/": ["Regio Kempen"],
        f"/regions/{region.pk}/trends/": ["Regio Dender"],
    }
    for path, names in expected.items():
        shown = manager_client.get(path, {"on": DAY.isoformat()}).context["progress"]
        assert [row.region.name for row in shown] == names
    assert other.region.name == "Regio Kempen"


def test_who_sets_the_target_finds_the_way_to_it(
    coordinator_client: UserClient, manager_client: UserClient, places: list[Municipality], region: Region
) -> None:
    way = f'href="/regions/{region.pk}/targets/{Term.objects.of(DAY).pk}/"'
    assert way in coordinator_client.get("/trends/", {"on": DAY.isoformat()}).content.decode()
    assert way not in manager_client.get("/trends/", {"on": DAY.isoformat()}).content.decode()


def test_the_words_beside_a_bar_say_how_far_it_is(
    manager_client: UserClient, places: list[Municipality], region: Region
) -> None:
    Target.objects.create(region=region, term=Term.objects.of(DAY), visited=1, concluded=2)
    shown = " ".join(manager_client.get("/trends/", {"on": DAY.isoformat()}).content.decode().split())
    assert "van 4 (25 %)" in re.sub("<[^>]+>", "", shown)
    assert "doel 1: gehaald" in shown
    assert "doel 2: nog 2" in shown
