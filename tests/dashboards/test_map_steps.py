"""The map through time: which days it stops at, and the way from each to the next."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from municipalities.models import Province, Region, Succession
from tests.conftest import UserClient
from tests.factories import MunicipalityFactory, TermFactory
from tests.municipalities.test_lineage import merge
from tests.publications.giving import published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("terms")]


def page(client: UserClient, path: str = "/", **query: str) -> str:
    return " ".join(client.get(path, query).content.decode().split())


def days_of(shown: str) -> list[str]:
    return re.findall(r'data-step="[^"]*" href="\?on=([^"]+)"', shown)


def test_the_map_stops_at_each_half_year_up_to_today(manager_client: UserClient) -> None:
    days = days_of(page(manager_client))
    assert days[:4] == ["2019-01-01", "2019-07-01", "2020-01-01", "2020-07-01"]
    assert days[-1] == timezone.localdate().isoformat()


def test_it_stops_at_the_day_that_is_asked_wherever_that_lies(manager_client: UserClient) -> None:
    shown = page(manager_client, on="2021-04-26")
    assert days_of(shown)[4:7] == ["2021-01-01", "2021-04-26", "2021-07-01"]
    assert 'rel="prev" href="?on=2021-01-01"' in shown
    assert 'rel="next" href="?on=2021-07-01"' in shown
    assert 'value="5"' in shown


def test_the_way_keeps_the_day_from_which_is_looked(manager_client: UserClient) -> None:
    assert 'rel="prev" href="?on=2021-01-01&amp;known_on=2022-02-03"' in page(
        manager_client, on="2021-04-26", known_on="2022-02-03"
    )


def test_the_days_that_are_asked_for_often_keep_it_too(manager_client: UserClient) -> None:
    shown = page(manager_client, on="2021-04-26", known_on="2022-02-03")
    chips = re.findall(r'<a class="chip" href="([^"]+)"', shown)
    assert chips
    assert all(chip.endswith("&amp;known_on=2022-02-03") for chip in chips)


def test_it_stops_at_nothing_that_was_not_known_yet(manager_client: UserClient) -> None:
    merge(["Anzem", "Bele"], "Anzem-Bele", date(2023, 5, 1))
    Succession.objects.update(recorded_at=timezone.now())
    published(figures_on=date(2021, 4, 26), number="nr. 275 (2020-2021)")
    yesterday = (timezone.localdate() - timedelta(1)).isoformat()
    assert {"2021-04-26", "2023-05-01"} <= set(days_of(page(manager_client)))
    assert not {"2021-04-26", "2023-05-01"} & {day[:10] for day in days_of(page(manager_client, known_on=yesterday))}


def test_it_names_the_days_of_mergers(manager_client: UserClient) -> None:
    merge(["Anzem", "Bele"], "Anzem-Bele", date(2023, 5, 1))
    shown = page(manager_client, on="2023-05-01")
    assert '<output id="map-day">1 mei 2023 · fusie</output>' in shown


def test_it_stops_at_the_days_of_published_figures(manager_client: UserClient) -> None:
    published(figures_on=date(2021, 4, 26), number="nr. 275 (2020-2021)")
    shown = page(manager_client)
    assert 'data-step="26 april 2021 · Schriftelijke vraag nr. 275 (2020-2021)"' in shown


def test_it_stops_in_known_terms_only(manager_client: UserClient) -> None:
    TermFactory(starts_on=date(2013, 1, 1))
    assert days_of(page(manager_client))[0] == "2019-01-01"  # before that there are no borders
    assert "data-map-steps" not in page(manager_client, on="2018-06-01")


def test_a_day_to_come_is_the_last_stop(manager_client: UserClient) -> None:
    tomorrow = (timezone.localdate() + timedelta(1)).isoformat()
    shown = page(manager_client, on=tomorrow)
    assert days_of(shown)[-1] == tomorrow
    assert 'rel="next"' not in shown


def test_a_province_has_the_same_way_through_time(manager_client: UserClient, region: Region) -> None:
    MunicipalityFactory(region=region)
    province = Province.objects.get()
    assert days_of(page(manager_client, province.get_absolute_url())) == days_of(page(manager_client))
