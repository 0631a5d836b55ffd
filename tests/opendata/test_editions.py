"""An unchanged answer is not sent again, and a changed one always is."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.http import http_date, parse_http_date

from municipalities.models import Municipality, Province, Succession
from opendata.models import Edition
from tests.factories import MunicipalityFactory
from tests.opendata.asking import settled

pytestmark = pytest.mark.django_db

PLACES = "/api/v1/municipalities?on=2021-04-26"


@pytest.fixture
def aalst() -> Municipality:
    return MunicipalityFactory(nis="41002", name="Aalst")


def asked_again(client: Client, path: str, between: Callable[[], Any]) -> int:
    """The status of a second question with the ETag of the first, after what happened in between."""
    etag = client.get(path).headers["ETag"]
    between()
    return client.get(path, headers={"If-None-Match": etag}).status_code


def edit(aalst: Municipality) -> None:
    aalst.title = Municipality.Title.CITY
    aalst.save()


def join(aalst: Municipality) -> None:
    before = MunicipalityFactory(ends_on=date(2018, 12, 31))
    Succession.objects.create(predecessor=before, successor=aalst, took_effect_on=date(2019, 1, 1))


def correct_the_day_of_a_merger(aalst: Municipality) -> None:
    Succession.objects.update(took_effect_on=date(2019, 1, 2))


def rename_a_province(aalst: Municipality) -> None:
    Province.objects.update(name="Oost")


CHANGES = [edit, join, correct_the_day_of_a_merger, rename_a_province]


def test_an_unchanged_answer_is_not_sent_again(client: Client, aalst: Municipality):
    etag = client.get(PLACES).headers["ETag"]
    response = client.get(PLACES, headers={"If-None-Match": etag})
    assert response.status_code == HTTPStatus.NOT_MODIFIED
    assert (response.content, response.headers["ETag"]) == (b"", etag)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_an_answer_is_sent_again_after_any_change(client: Client, aalst: Municipality, change: Callable[..., None]):
    join(aalst)
    assert asked_again(client, PLACES, lambda: change(aalst)) == HTTPStatus.OK


def test_each_question_has_a_mark_of_its_own(client: Client, aalst: Municipality):
    paths = (PLACES, PLACES + "&page=2", "/api/v1/municipalities.csv?on=2021-04-26", "/api/v1/municipalities/41002")
    assert len({client.get(path).headers["ETag"] for path in paths}) == len(paths)


def test_without_a_day_yesterdays_answer_is_not_todays(client: Client, monkeypatch: pytest.MonkeyPatch):
    tomorrow = timezone.localdate() + timedelta(1)
    path = "/api/v1/municipalities"
    assert asked_again(client, path, lambda: None) == HTTPStatus.NOT_MODIFIED
    to_morrow = lambda: monkeypatch.setattr(timezone, "localdate", lambda *args: tomorrow)  # noqa: E731
    assert asked_again(client, path, to_morrow) == HTTPStatus.OK


def test_what_is_about_no_day_outlives_midnight(client: Client, monkeypatch: pytest.MonkeyPatch):
    tomorrow = timezone.localdate() + timedelta(1)
    to_morrow = lambda: monkeypatch.setattr(timezone, "localdate", lambda *args: tomorrow)  # noqa: E731
    assert asked_again(client, "/api/v1/definitions", to_morrow) == HTTPStatus.NOT_MODIFIED


def test_another_release_of_the_program_may_answer_otherwise(client: Client, monkeypatch: pytest.MonkeyPatch):
    release = lambda: monkeypatch.setattr("opendata.editions.program", lambda: "the next one")  # noqa: E731
    assert asked_again(client, PLACES, release) == HTTPStatus.OK


def test_an_unchanged_answer_costs_four_queries(client: Client, aalst: Municipality, django_assert_num_queries):
    etag = client.get(PLACES).headers["ETag"]
    with django_assert_num_queries(4):
        assert client.get(PLACES, headers={"If-None-Match": etag}).status_code == HTTPStatus.NOT_MODIFIED


# Since when -----------------------------------------------------------------------------------------------------------


def since(client: Client, path: str = PLACES) -> str:
    settled()
    return str(client.get(path).headers["Last-Modified"])


def test_what_did_not_change_since_is_not_sent_again(client: Client, aalst: Municipality):
    client.get(PLACES)
    modified = since(client)
    response = client.get(PLACES, headers={"If-Modified-Since": modified})
    assert response.status_code == HTTPStatus.NOT_MODIFIED
    assert response.headers["Last-Modified"] == modified


def test_what_was_changed_and_changed_back_counts_as_changed(client: Client, aalst: Municipality):
    client.get(PLACES)
    modified = since(client)
    for name in ("Oost", "Oost-Vlaanderen"):
        Province.objects.update(name=name)
        client.get(PLACES)
    assert client.get(PLACES, headers={"If-Modified-Since": modified}).status_code == HTTPStatus.OK


def test_facts_of_this_very_second_have_no_moment_yet(client: Client, aalst: Municipality):
    """Another change in the same second would not show in a moment told in seconds."""
    assert "Last-Modified" not in client.get(PLACES).headers


def test_the_moment_only_grows_whatever_another_clock_says(client: Client, aalst: Municipality):
    client.get(PLACES)
    ahead = timezone.now() + timedelta(minutes=1)
    Edition.objects.update(since=ahead, fingerprint="of another machine")
    client.get(PLACES)
    assert Edition.objects.get().since > ahead


def test_an_answer_about_today_is_no_older_than_today(client: Client, aalst: Municipality):
    client.get("/api/v1/municipalities")
    Edition.objects.update(since=timezone.now() - timedelta(days=3))
    modified = parse_http_date(client.get("/api/v1/municipalities").headers["Last-Modified"])
    assert datetime.fromtimestamp(modified, timezone.get_default_timezone()).date() == timezone.localdate()
    long_ago = http_date((timezone.now() - timedelta(days=2)).timestamp())
    asked = client.get("/api/v1/municipalities", headers={"If-Modified-Since": long_ago})
    assert asked.status_code == HTTPStatus.OK
