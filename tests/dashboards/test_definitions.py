"""The definitions of the figures: each with its version, and no change without a new one."""

import csv
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.utils import translation

from dashboards.definition_versions import versions
from dashboards.definitions import FIGURES
from tests.conftest import UserClient


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.code)
def test_a_definition_changes_with_a_new_version_alone(figure: Any) -> None:
    """Another name or sentence asks for a new version of the figure, and a new row in the file."""
    latest = max(versions()[figure.code], key=lambda one: one.number)
    assert (latest.number, latest.since) == (figure.version, figure.since)
    with translation.override("nl"):
        assert (latest.name, latest.sentence) == (str(figure.name), str(figure.explanation))


def test_every_version_has_one_row_and_a_later_one_comes_later() -> None:
    with (settings.FIXTURES_DIR / "definitions.csv").open(encoding="utf-8", newline="") as file:
        keys = [(row["code"], int(row["version"])) for row in csv.DictReader(file)]
    assert len(keys) == len(set(keys))
    for some in versions().values():
        assert [one.number for one in some] == list(range(1, len(some) + 1))
        assert [one.since for one in some] == sorted(one.since for one in some)


@pytest.mark.django_db
def test_the_page_says_what_each_figure_counts_by_which_version(manager_client: UserClient) -> None:
    shown = " ".join(manager_client.get("/definitions/").text.split())
    for figure in FIGURES:
        assert f'id="{figure.code}"' in shown
    assert "Definitie 1, in gebruik sinds 29 november 2026. Een aantal gemeenten." in shown
    assert "Vorige versies" not in shown


@pytest.mark.django_db
def test_an_earlier_version_stays_readable(manager_client: UserClient, monkeypatch: pytest.MonkeyPatch) -> None:
    visited = next(figure for figure in FIGURES if figure.code == "visited")
    monkeypatch.setitem(visited.__dict__, "version", 2)
    monkeypatch.setitem(visited.__dict__, "since", date(2027, 1, 1))
    shown = " ".join(manager_client.get("/definitions/").text.split())
    assert "Definitie 2, in gebruik sinds 1 januari 2027." in shown
    assert "Vorige versies" in shown


@pytest.mark.django_db
@pytest.mark.usefixtures("terms")
def test_the_definition_stands_beside_the_number(manager_client: UserClient) -> None:
    overview = manager_client.get("/").text
    assert 'href="/definitions/#visited"' in overview
    assert 'href="/definitions/"' in overview
    assert 'href="/definitions/#visited"' in manager_client.get("/figures/visited/").text


@pytest.mark.django_db
@pytest.mark.usefixtures("terms")
def test_a_figure_that_is_a_part_is_called_after_the_whole_where_it_stands_alone(manager_client: UserClient) -> None:
    name = "Geldende overeenkomst: eigen"
    page = manager_client.get("/figures/in_force_own/").text
    assert f"<title>{name}" in page
    assert f"<h1>{name}</h1>" in page
    assert name in manager_client.get("/definitions/").text
    overview = manager_client.get("/").text
    assert "<summary>eigen</summary>" in overview
    assert '<th class="number" scope="col">Geldende overeenkomst: geheel geërfd</th>' in overview
