"""The municipalities as open data."""

from datetime import date
from typing import Any

import pytest

from municipalities.models import Municipality, Succession
from tests.factories import MunicipalityFactory, ProvinceFactory
from tests.opendata.asking import answer, lines

pytestmark = pytest.mark.django_db

TURN = date(2025, 1, 1)
QUERIES = {"municipalities": 7, "municipalities.csv": 6}  # JSON also counts the rows of all pages


@pytest.fixture
def lokeren() -> Municipality:
    """Lokeren and Moerbeke went into a new Lokeren."""
    after = MunicipalityFactory(nis="46029", name="Lokeren", starts_on=TURN, kbo_number="0207463308")
    for nis, name in (("46014", "Lokeren"), ("44045", "Moerbeke")):
        before = MunicipalityFactory(nis=nis, name=name, ends_on=date(2024, 12, 31))
        Succession.objects.create(predecessor=before, successor=after, took_effect_on=TURN)
    return after


def codes(**query: Any) -> list[str]:
    return [row["nis"] for row in answer("municipalities", **query)["rijen"]]


def test_a_municipality_is_told_by_its_codes_its_names_and_its_life():
    MunicipalityFactory(nis="41002", name="Aalst", title="stad", kbo_number="0207437468", ovo_code="OVO002067")
    (row,) = answer("municipalities")["rijen"]
    assert row == {
        "@id": "http://testserver/api/v1/municipalities/41002",
        "@type": "Bestuurseenheid",
        "nis": "41002",
        "voorkeursnaam": "Aalst",
        "titel": "stad",
        "kbo": "0207437468",
        "ovo": "OVO002067",
        "provincie": {"nis": "40000", "voorkeursnaam": "Oost-Vlaanderen"},
        "eersteDag": None,
        "laatsteDag": None,
        "inWerkgebied": True,
        "isHetResultaatVan": [],
        "isVeranderdDoor": None,
    }


def test_the_list_holds_who_exists_on_the_day(lokeren: Municipality):
    assert codes(on="2024-12-31") == ["46014", "44045"]
    assert codes(on="2025-01-01") == ["46029"]
    assert codes(ever="true") == ["46014", "46029", "44045"]


def test_a_merger_is_told_from_both_sides(lokeren: Municipality):
    after, before = answer("municipalities/46029"), answer("municipalities/44045")
    (origin,) = after["isHetResultaatVan"]
    assert origin["@type"] == "Fusie"
    assert origin["datum"] == "2025-01-01"
    assert [one["nis"] for one in origin["heeftOorspronkelijkeOrganisatie"]] == ["46014", "44045"]
    assert before["isVeranderdDoor"]["heeftResulterendeOrganisatie"]["@id"] == after["@id"]
    assert before["laatsteDag"] == "2024-12-31"


def test_a_city_with_its_own_agency_is_outside_the_working_area():
    MunicipalityFactory(agency=Municipality.Agency.ATLAS)
    assert [row["inWerkgebied"] for row in answer("municipalities")["rijen"]] == [False]


def test_a_province_is_chosen_by_its_code():
    MunicipalityFactory(nis="41002")
    MunicipalityFactory(nis="31005", province=ProvinceFactory(nis="30000", name="West", abbreviation="WVL", position=4))
    assert codes(province="30000") == ["31005"]


def test_many_rows_come_in_pages():
    for number in range(3):
        MunicipalityFactory(name=f"Gemeente {number}")
    first = answer("municipalities", per_page=2, on="2026-01-01")
    assert (first["totaal"], len(first["rijen"])) == (3, 2)
    assert first["volgende"] == "http://testserver/api/v1/municipalities?per_page=2&on=2026-01-01&page=2"
    last = answer("municipalities", per_page=2, page=2, on="2026-01-01")
    assert (len(last["rijen"]), last["volgende"]) == (1, None)


def test_the_csv_has_the_same_names_as_columns_and_a_line_each(lokeren: Municipality):
    names, line, end = lines("municipalities.csv", on="2025-01-01")
    row = dict(zip(names.split(","), line.split(","), strict=True))
    assert (row["nis"], row["voorkeursnaam"], row["kbo"], row["ovo"]) == ("46029", "Lokeren", "0207463308", "")
    assert (row["provincie.nis"], row["eersteDag"], row["inWerkgebied"]) == ("40000", "2025-01-01", "true")
    assert row["isHetResultaatVan.heeftOorspronkelijkeOrganisatie.nis"] == "46014|44045"
    assert end == ""
    assert not any("@" in name for name in names.split(","))


@pytest.mark.parametrize("path", ["municipalities", "municipalities.csv"])
def test_any_number_of_municipalities_costs_the_same(client, lokeren, django_assert_num_queries, path):
    client.get(f"/api/v1/{path}?ever=true")
    with django_assert_num_queries(QUERIES[path]):  # four of the fingerprint, the rows and their mergers
        client.get(f"/api/v1/{path}?ever=true")
