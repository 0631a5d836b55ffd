"""The reference data: real files, loaded again and again, and files that are broken."""

import csv
import shutil
from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from agreements.models import DeclineReason
from municipalities.actions import merge
from municipalities.models import Domain, Municipality, Province, Region, Succession, Term
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def load(directory: Path = settings.FIXTURES_DIR) -> list[str]:
    out = StringIO()
    call_command("load_reference", directory=directory, stdout=out)
    return out.getvalue().splitlines()


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A copy of the fixtures, to be broken."""
    for path in settings.FIXTURES_DIR.glob("*.csv"):
        shutil.copy(path, tmp_path)
    return tmp_path


@pytest.fixture
def change(files: Path) -> Callable[[str, str, str], Path]:
    def replace(name: str, old: str, new: str) -> Path:
        path = files / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return files

    return replace


def test_ends_with_the_counts_around_each_round_of_mergers():
    expected = [
        ("2018-12-31: 308", "Antwerpen 70, Limburg 44, Oost-Vlaanderen 65, Vlaams-Brabant 65, West-Vlaanderen 64"),
        ("2019-01-01: 300", "Antwerpen 69, Limburg 42, Oost-Vlaanderen 60, Vlaams-Brabant 65, West-Vlaanderen 64"),
        ("2025-01-01: 285", "Antwerpen 67, Limburg 38, Oost-Vlaanderen 55, Vlaams-Brabant 63, West-Vlaanderen 62"),
    ]
    assert load()[:3] == [f"{total} municipalities ({per_province})" for total, per_province in expected]


@pytest.mark.parametrize(
    ("day", "number"), [(date(2019, 1, 1), 298), (date(2024, 12, 31), 298), (date(2025, 1, 1), 283)]
)
def test_the_working_area_leaves_out_antwerpen_and_gent(day, number):
    load()
    assert Municipality.objects.existing_on(day).in_working_area().count() == number


def test_loading_again_changes_nothing(django_assert_max_num_queries):
    load()
    history = Municipality.history.count()
    with django_assert_max_num_queries(30):
        assert load()[-1] == "Reference data: Nothing changed."
    assert Municipality.history.count() == history == 327


def test_the_nominal_first_day_is_not_a_fact():
    load()
    assert Municipality.objects.get(name="Aartselaar").starts_on is None
    assert Municipality.objects.get(name="Pajottegem").starts_on == date(2025, 1, 1)
    assert not Municipality.objects.filter(starts_on__lt=date(2019, 1, 1)).exists()


def test_a_name_is_unique_on_one_day_and_not_over_time():
    load()
    assert Municipality.objects.filter(name="Hasselt").count() == 2
    assert Municipality.objects.filter(name="Hasselt").existing_on(date(2024, 12, 31)).get().nis == "71022"
    assert Municipality.objects.filter(name="Hasselt").existing_on(date(2025, 1, 1)).get().nis == "71072"


def test_antwerpen_is_itself_and_the_successor_of_borsbeek():
    load()
    antwerpen = Municipality.objects.get(nis="11002")
    assert [link.predecessor.name for link in antwerpen.predecessor_links.all()] == ["Borsbeek"]
    assert (antwerpen.ends_on, antwerpen.agency) == (None, "atlas")
    assert Succession.objects.count() == 42


def test_zwijndrecht_changes_province_with_its_merger():
    load()
    succession = Succession.objects.get(predecessor__name="Zwijndrecht")
    assert succession.predecessor.province.name == "Antwerpen"
    assert succession.successor.province.name == "Oost-Vlaanderen"


def test_oost_vlaanderen_begins_with_two_regions_and_the_others_with_one():
    load()
    assert sorted(Region.objects.values_list("province__abbreviation", flat=True)) == [
        "ANT",
        "LIM",
        "OVL",
        "OVL",
        "VBR",
        "WVL",
    ]


def test_what_is_ours_stays_when_the_files_are_loaded_again():
    load()
    region = Region.objects.get(name="Limburg")
    region.name = "Team Limburg"
    region.save()
    member = UserFactory()
    region.members.add(member)
    other = Region.objects.get(name="Antwerpen")
    Municipality.objects.filter(nis="71016").update(region=other, fixed_contact=member, agency="amal")
    Domain.objects.filter(code="cohesion").update(name="Samenleven")

    assert load()[-1] == "Reference data: Nothing changed."

    genk = Municipality.objects.get(nis="71016")
    assert (genk.region, genk.fixed_contact, genk.agency) == (other, member, "amal")
    assert Region.objects.count() == 6
    assert list(region.members.all()) == [member]
    assert Domain.objects.get(code="cohesion").name == "Samenleven"


def test_the_agency_that_the_file_names_is_followed_and_the_others_stay(change):
    load()
    Municipality.objects.filter(nis="71016").update(agency="atlas")  # as after a merger
    load(change("agencies.csv", "44021,amal", "44021,agii"))
    agencies = dict(Municipality.objects.values_list("nis", "agency"))
    assert (agencies["44021"], agencies["71016"], agencies["11002"]) == ("agii", "atlas", "atlas")


def test_what_the_authorities_publish_follows_the_files_and_shows_in_the_history(change):
    load()
    assert load(change("municipalities.csv", "11001,Aartselaar,", "11001,Aartselaar aan Zee,"))[-1] == (
        "Reference data: 1 municipalities changed."
    )
    aartselaar = Municipality.objects.search("aartselaar-aan-zee").get()
    assert (aartselaar.nis, aartselaar.version) == ("11001", 1)
    assert aartselaar.history.count() == 2


def test_a_new_municipality_joins_the_region_of_its_neighbours(change):
    files = change("municipalities.csv", "71016,Genk,", "71999,Genk,")
    shutil.copy(settings.FIXTURES_DIR / "municipalities.csv", files / "real.csv")
    load()
    Region.objects.filter(name="Limburg").update(name="Team Limburg")
    Municipality.objects.filter(nis="71016").update(name="Oud-Genk")
    load(files)
    assert Municipality.objects.get(nis="71999").region.name == "Team Limburg"


def test_a_term_is_known_for_every_day_that_the_register_looks_back_to():
    load()
    assert str(Term.objects.of(date(2018, 12, 31))) == "2013–2018"
    assert str(Term.objects.of(date(2021, 4, 26))) == "2019–2024"
    assert str(Term.objects.of(date(2030, 12, 31))) == "2025–2030"


BROKEN = [
    ("municipalities.csv", "1977-01-01,,,2630", "1977-13-01,,,2630", "line 2, column valid_from", '"1977-13-01"'),
    ("municipalities.csv", "11001,Aartselaar,gemeente", "11001,Aartselaar,dorp", "line 2, column title", '"dorp"'),
    ("municipalities.csv", "11001,Aartselaar", "1100,Aartselaar", "line 2, column nis", '"1100"'),
    ("municipalities.csv", "11001,Aartselaar", "11002,Aartselaar", "line 3, column nis", "stands on line 2 too"),
    ("municipalities.csv", "11001,Aartselaar", "11001,", "line 2, column name_nl", "is empty"),
    ("municipalities.csv", "11001,Aartselaar", "11001,Boechout", "column name_nl", "on the same days"),
    ("municipalities.csv", "0207508932", "0207508933", "line 2, column kbo_number", "mistyped"),
    ("municipalities.csv", ",2630,", ",263O,", "line 2, column postal_codes", '"263O"'),
    ("municipalities.csv", "OVO001995,0207508932", "OVO001995", "line 2, column kbo_number", "missing"),
    ("municipalities.csv", "OVO001995,0207508932", "OVO001995,0207508932,x", "line 2, column 15", "no name"),
    ("municipalities.csv", "valid_from", "since", "line 1, column valid_from", "is missing"),
    ("municipalities.csv", "Aartselaar", '"Aartselaar"x', "line 2", "expected after"),
    ("municipality_successions.csv", "2019-01-01,12030", "2019-01-02,12030", "line 2, column date", "did not end"),
    ("municipality_successions.csv", "12041,Puurs", "12049,Puurs", "line 2, column successor_nis", '"12049"'),
    ("municipality_successions.csv", "2019-01-01,12030", "2019-01-01,11001", "column date", "Aartselaar did not end"),
    ("provinces.csv", "70000,Limburg,LIM", "70000,Limburg,Lim", "line 3, column abbreviation", '"Lim"'),
    ("regions.csv", "11000|12000|13000", "11000|12000", "column arrondissements", "no region for Turnhout"),
    ("regions.csv", "71000|72000", "71000|11000", "line 3, column arrondissements", "in another region too"),
    ("terms.csv", "2019-01-01,2024-12-31", "2018-01-01,2024-12-31", "line 3, column starts_on", "has not ended"),
    ("domains.csv", "policy", "services", "line 4, column code", "stands on line 2 too"),
    ("agencies.csv", "atlas", "zeus", "line 2, column agency", "choose one of agii, atlas, amal"),
]


@pytest.mark.parametrize(("name", "old", "new", "place", "problem"), BROKEN)
def test_a_broken_file_changes_nothing_and_names_file_line_and_column(change, name, old, new, place, problem):
    files = change(name, old, new)
    with pytest.raises(CommandError) as error:
        load(files)
    assert str(error.value).startswith("Nothing was loaded.")
    for part in (name, place, problem):
        assert part in str(error.value)
    assert not Province.objects.exists()
    assert not Municipality.objects.exists()


def test_a_file_in_another_encoding_is_refused_with_its_line(files):
    path = files / "municipalities.csv"
    path.write_bytes(path.read_bytes().replace(b"Aartselaar", "Aartselaër".encode("latin-1")))
    with pytest.raises(CommandError, match=r"municipalities.csv, line 2: is not UTF-8"):
        load(files)


def test_a_missing_file_is_named(files):
    (files / "terms.csv").unlink()
    with pytest.raises(CommandError, match=r"terms.csv: cannot be read"):
        load(files)


def test_files_that_contradict_the_register_change_nothing(change):
    load()
    Province.objects.create(nis="99999", name="Elders", abbreviation="ELD", position=6)
    with pytest.raises(CommandError, match="contradict what the register holds"):
        load(change("provinces.csv", "70000,Limburg,LIM,2", "70000,Elders,LIM,2"))
    assert Province.objects.get(nis="70000").name == "Limburg"


def test_the_reasons_for_no_agreement_load_once_and_stay_as_administrators_made_them():
    call_command("load_code_lists", verbosity=0)
    number = DeclineReason.objects.count()
    DeclineReason.objects.filter(code="merger").update(label="Fusie op komst", ends_on=date(2026, 1, 1))
    call_command("load_code_lists", verbosity=0)
    assert DeclineReason.objects.count() == number
    assert DeclineReason.objects.get(code="merger").label == "Fusie op komst"


def test_a_broken_list_of_reasons_is_named(change):
    files = change("decline_reasons.csv", "2019-01-01", "morgen")
    with pytest.raises(CommandError, match=r"decline_reasons.csv, line 2, column starts_on"):
        call_command("load_code_lists", directory=files, verbosity=0)
    assert not DeclineReason.objects.exists()


def merged_here(nis: str) -> Municipality:
    """Lede and Wichelen go together in 2027, recorded here before any file knows."""
    lede, wichelen = (Municipality.objects.get(nis=code) for code in ("41034", "42026"))
    copied = {name: getattr(lede, name) for name in ("province", "region", "arrondissement")}
    into = Municipality(nis=nis, name="Lede-Wichelen", title="gemeente", starts_on=date(2027, 1, 1), **copied)
    return merge(on=date(2027, 1, 1), predecessors=[lede, wichelen], into=into, by=UserFactory())


def told_officially(change: Callable[[str, str, str], Path], nis: str) -> Path:
    """The files once the authorities published that merger too."""
    with (settings.FIXTURES_DIR / "municipalities.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    new = next(row for row in rows if row["nis"] == "41034") | {
        "nis": nis,
        "name_nl": "Lede-Wichelen",
        "kbo_number": "",
        "ovo_code": "",
    }
    new |= {"valid_from": "2027-01-01", "postal_codes": "9260|9340"}
    for row in rows:
        if row["nis"] in {"41034", "42026"}:
            row["valid_to"] = "2026-12-31"
    directory = change("municipality_successions.csv", "date,", "date,")
    with (directory / "municipalities.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows([*rows, new])
    with (directory / "municipality_successions.csv").open("a", encoding="utf-8") as file:
        for code in ("41034", "42026"):
            file.write(f"2027-01-01,{code},,{nis},,fusie,,,,,nee\n")
    return directory


def test_an_older_file_does_not_undo_a_merger_that_was_recorded_here():
    load()
    successor = merged_here("41099")
    load()
    assert set(Municipality.objects.existing_on(date(2027, 1, 1)).filter(nis__in=["41034", "42026", "41099"])) == {
        successor
    }
    assert Municipality.objects.existing_on(date(2027, 1, 1)).count() == 284


@pytest.mark.parametrize("nis", ["41099", "41098"])
def test_a_file_that_tells_of_the_merger_later_finds_the_municipality_that_was_recorded_here(change, nis):
    load()
    successor = merged_here("41099")
    load(told_officially(change, nis))
    successor.refresh_from_db()
    assert (successor.nis, successor.postal_codes) == (nis, "9260 9340")
    assert successor.recorded_at is not None
    assert Municipality.objects.existing_on(date(2027, 1, 1)).count() == 284
    assert Succession.objects.filter(successor=successor).count() == 2
