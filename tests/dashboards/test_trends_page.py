"""The page with the pictures, as a whole."""

from datetime import date

import pytest
from django.test.utils import CaptureQueriesContext

from agreements.models import Stage
from municipalities.models import Region
from tests.conftest import UserClient
from tests.dashboards.test_counted import everything
from tests.dashboards.worlds import take
from tests.factories import AgreementFactory, MunicipalityFactory, UserFactory, VisitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("terms")]


def many(region: Region) -> None:
    for place in MunicipalityFactory.create_batch(10, region=region):
        VisitFactory(municipality=place)
        agreement = AgreementFactory(municipality=place)
        take(agreement, Stage.EXPLORING, date(2019, 12, 1), by=UserFactory())
        take(agreement, Stage.SIGNED, date(2020, 1, 1), by=UserFactory())


@pytest.mark.parametrize(
    ("path", "queries"), [("/trends/", 32), ("/provinces/40000/trends/", 33), ("/regions/{}/trends/", 33)]
)
def test_the_page_asks_the_same_number_of_queries_for_any_number_of_rows(
    staff_client: UserClient,
    region: Region,
    path: str,
    queries: int,
    django_assert_num_queries: CaptureQueriesContext,
) -> None:
    path = path.format(region.pk)
    many(region)
    staff_client.get(path)
    for _round in range(2):
        with django_assert_num_queries(queries):  # type: ignore[operator]
            staff_client.get(path, {"on": "2021-04-26"})
        many(region)


def test_each_number_leads_to_as_many_rows(manager_client: UserClient, region: Region) -> None:
    everything(region)
    context = manager_client.get(f"/regions/{region.pk}/trends/", {"on": "2021-04-26"}).context
    counted = [cell for row in context["trend"].rows[::9] for cell in row.cells]
    counted += [bar for progress in context["progress"] for bar in progress.bars]
    assert max(one.number for one in counted) > 1
    for one in counted:
        listed = manager_client.get(one.url).context["table"]
        assert len(listed.rows) == one.number


def test_an_empty_register_still_has_the_pictures(manager_client: UserClient) -> None:
    shown = manager_client.get("/trends/").content.decode()
    assert "van de 0 gemeenten" in shown
    assert "De weg naar een overeenkomst" in shown


@pytest.mark.parametrize("day", ["gisteren", "1990-01-01"])
def test_a_day_that_cannot_be_counted_shows_no_picture(manager_client: UserClient, day: str) -> None:
    answer = manager_client.get("/trends/", {"on": day})
    assert answer.status_code == 200
    assert "trend" not in answer.context


@pytest.mark.parametrize("path", ["/provinces/99999/trends/", "/regions/9999/trends/"])
def test_a_place_that_is_not_there_is_not_found(manager_client: UserClient, path: str) -> None:
    assert manager_client.get(path).status_code == 404


def test_the_way_to_another_province_keeps_the_day(manager_client: UserClient, region: Region) -> None:
    shown = manager_client.get("/trends/", {"on": "2021-04-26"}).content.decode()
    assert 'href="/provinces/40000/trends/?on=2021-04-26"' in shown
