"""The answers given before this register existed: what was said then, and nothing of ours."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from publications.models import Publication

FILES = ("published_figures.csv", "agreements_2021-04-26.csv")


@pytest.fixture(autouse=True)
def _reference_data(db: None) -> None:
    call_command("load_reference", verbosity=0)


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    for name in FILES:
        shutil.copy(settings.FIXTURES_DIR / name, tmp_path)
    return tmp_path


def load(directory: Path = settings.FIXTURES_DIR) -> None:
    call_command("load_publications", directory=directory, verbosity=0)


def change(directory: Path, old: str, new: str) -> None:
    for path in (directory / name for name in FILES):
        path.write_text(path.read_text().replace(old, new))


def test_what_was_said_on_three_days_is_loaded():
    load()
    said = [(one.figures_on, one.content.total("visited"), one.content.total("concluded")) for one in all_of_them()]
    assert said == [
        (date(2019, 11, 7), 193, 11),
        (date(2020, 10, 30), 249, 96),
        (date(2021, 4, 26), 249, 125),
    ]
    assert [one.content.figures["visited"].get("at_least") for one in all_of_them()] == [True, None, None]


def test_the_list_of_125_stands_with_its_provinces():
    load()
    last = all_of_them()[-1].content
    assert last.figures["concluded"]["provinces"] == {
        "Antwerpen": 25,
        "Limburg": 33,
        "Oost-Vlaanderen": 23,
        "Vlaams-Brabant": 25,
        "West-Vlaanderen": 19,
    }
    assert [place.name for place in last.listed("concluded", "Antwerpen")][:3] == ["Aartselaar", "Bonheiden", "Boom"]


def test_nobody_of_this_register_said_it_and_who_asked_is_unknown():
    load()
    for one in all_of_them():
        assert one.before_register
        assert (one.asked_by, one.published_by, one.known_at, one.answered_on) == ("", None, None, None)
        assert one.is_intact


def test_loading_twice_changes_nothing():
    load()
    before = list(Publication.objects.values())
    load()
    assert list(Publication.objects.values()) == before


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("2021-04-26,249", "26/4/2021,249", "line 4, column question_date"),
        ("249,,125", "249,,124", "has 125 municipalities, not 124"),
        (",agreements_2021-04-26.csv", ",lijst.csv", "lijst.csv: cannot be read"),
        ("Boom,Antwerpen", "Boom,Brussel", "line 4, column province"),
        ("nr. 49 (2020-2021)", "nr. 23 (2019-2020)", "stands on line 2 too"),
    ],
)
def test_a_broken_file_loads_nothing_and_is_named(directory, old, new, told):
    change(directory, old, new)
    with pytest.raises(CommandError, match="Nothing was loaded") as error:
        load(directory)
    assert told in str(error.value)
    assert not Publication.objects.exists()


def all_of_them() -> list[Publication]:
    return list(Publication.objects.order_by("figures_on"))
