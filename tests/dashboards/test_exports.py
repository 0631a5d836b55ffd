"""Figures and municipalities as they leave the house: what the page says, with its definitions."""

from datetime import date
from typing import Any

import pytest

from agreements.models import StageChange
from dashboards.definitions import FIGURES
from dashboards.figures import figures
from exports.models import Export
from municipalities.models import Municipality, Province, Region
from tests.conftest import UserClient
from tests.exports.reading import csv_rows, exported, sheets
from tests.factories import AgreementFactory, MunicipalityFactory, ProvinceFactory, VisitFactory, signed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("terms")]

DAY = date(2021, 4, 26)
ON = str(DAY)


@pytest.fixture
def limburg(db: None) -> Province:
    return ProvinceFactory(nis="70000", name="Limburg", abbreviation="LIM", position=2)


@pytest.fixture
def aalst(region: Region, limburg: Province) -> Municipality:
    """Of three municipalities in two provinces the one that was visited and signed."""
    place: Municipality = MunicipalityFactory(nis="41002", name="Aalst", region=region)
    MunicipalityFactory(region=region)
    MunicipalityFactory(province=limburg)
    VisitFactory(municipality=place, held_on=date(2021, 3, 1))
    signed(AgreementFactory(municipality=place, reference="OVL-2020-0001"), on=date(2021, 3, 5))
    return place


def by_first(rows: list[list[Any]]) -> dict[str, list[Any]]:
    return {row[0]: row[1:] for row in rows}


def test_the_figures_per_province_are_those_of_the_page(manager_client: UserClient, aalst, limburg):
    header, *rows = csv_rows(exported(manager_client, "/", on=ON))
    assert header[4:] == ["Limburg", "Limburg (%)", "Oost-Vlaanderen", "Oost-Vlaanderen (%)", "Totaal", "Totaal (%)"]
    assert by_first(rows)["visited"][3:] == ["0", "0,00", "1", "50,00", "1", "33,33"]
    found = figures(on=DAY)
    for row in rows:
        numbers = [part.numbers[row[0]] for part in (*found.provinces, found.total)]
        assert row[4::2] == ["" if number is None else str(number) for number in numbers]


def test_the_figures_per_region_have_a_row_for_each(manager_client: UserClient, aalst, region):
    header, *rows = csv_rows(exported(manager_client, "/", on=ON, table="regions"))
    assert header[:4] == ["Regio", "Gemeenten", "Bezocht", "Bezocht (%)"]
    assert by_first(rows)[region.name][:3] == ["2", "1", "50,00"]
    assert rows[-1][:3] == ["Totaal", "3", "1"]


@pytest.mark.parametrize("table", ["", "regions"])
def test_every_figure_in_the_workbook_has_its_definition(manager_client: UserClient, aalst, table: str):
    data, about = sheets(exported(manager_client, "/", "xlsx", on=ON, table=table))
    defined = about[[row[0] for row in about].index("Code") + 1 :]
    named = data[0] if table else [row[2] for row in data]
    assert len(defined) > 5
    assert {row[1] for row in defined} <= set(named)
    assert all(row[2] and row[3] >= 1 and isinstance(row[4], date) for row in defined)


def test_both_clocks_are_told_and_recorded(manager_client: UserClient, aalst):
    workbook = exported(manager_client, "/", "xlsx", on=ON, known_on="2021-05-01")
    said = by_first(sheets(workbook)[1])
    assert said["Zoals het was op"][0] == DAY
    assert said["Zoals geweten op"][0].date() == date(2021, 5, 1)
    record = Export.objects.get()
    assert (record.day, record.address) == (DAY, "/?on=2021-04-26&known_on=2021-05-01")
    assert record.known_at is not None


def test_a_province_stands_beside_the_total(manager_client: UserClient, aalst, limburg):
    header, *rows = csv_rows(exported(manager_client, "/provinces/70000/", on=ON))
    assert header[4:] == ["Limburg", "Limburg (%)", "Totaal", "Totaal (%)"]
    assert by_first(rows)["municipalities"][3:] == ["1", "", "3", ""]
    assert Export.objects.get().filter_words == "Provincie: Limburg"


def test_the_municipalities_of_a_region_say_where_each_stands(manager_client: UserClient, aalst, region):
    header, *rows = csv_rows(exported(manager_client, region.get_absolute_url(), on=ON, table="municipalities"))
    (row,) = (dict(zip(header, row, strict=True)) for row in rows if row[0] == "41002")
    assert len(rows) == 2
    assert (row["Stand van zaken"], row["Nummer"]) == ("overeenkomst van kracht", "OVL-2020-0001")
    assert (row["Fase"], row["Fase sinds"]) == ("ondertekend", "2021-03-05")


def test_the_list_of_municipalities_keeps_its_filter_day_and_order(manager_client: UserClient, aalst):
    rows = csv_rows(exported(manager_client, "/municipalities/", on=ON, visited="visited"))
    assert [row[1] for row in rows[1:]] == ["Aalst"]
    assert rows[1][8:11] == ["ja", "2021-03-01", "56"]
    upside_down = csv_rows(exported(manager_client, "/municipalities/", on=ON, sort="-name"))
    assert upside_down[-1][1] == "Aalst"


def test_the_list_behind_a_number_brings_its_definition(manager_client: UserClient, aalst):
    about = sheets(exported(manager_client, "/municipalities/", "xlsx", on=ON, figure="concluded"))[1]
    assert [row[0] for row in about][-2:] == ["Code", "concluded"]


def test_the_list_of_a_figure_says_why_each_row_counts(manager_client: UserClient, aalst):
    header, row = csv_rows(exported(manager_client, "/figures/concluded/", on=ON))
    facts = dict(zip(header, row, strict=True))
    assert (facts["NIS-code"], facts["Gemeente"], facts["Dag"]) == ("41002", "Aalst", "2021-03-05")
    assert facts["Waarom dit meetelt"].startswith("5 maart 2021: ")
    assert facts["Vastgelegd door"] == str(StageChange.objects.get(stage="signed").recorded_by)
    assert "Dagen" not in header
    assert csv_rows(exported(manager_client, "/figures/days_to_signature/", on=ON))[1][4] == "4"


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.code)
def test_the_export_of_every_figure_has_as_many_rows_as_its_list(manager_client: UserClient, aalst, figure):
    address = f"/figures/{figure.code}/"
    shown = manager_client.get(address, {"on": ON}).context["table"]
    data, about = sheets(exported(manager_client, address, "xlsx", on=ON))
    assert len(data) == len(shown.rows) + 1
    assert figure.code in [row[0] for row in about]


def test_a_municipality_that_is_gone_has_empty_cells(manager_client: UserClient, aalst, region):
    MunicipalityFactory(name="Borsbeek", region=region, ends_on=date(2020, 12, 31))
    (row,) = csv_rows(exported(manager_client, "/municipalities/", on=ON, q="Borsbeek"))[1:]
    assert (row[1], row[6], row[7]) == ("Borsbeek", "nee", "")


@pytest.mark.parametrize("address", ["/", "/provinces/70000/", "/municipalities/", "/figures/visited/"])
def test_a_day_that_cannot_be_counted_exports_nothing_and_says_why(manager_client: UserClient, aalst, address: str):
    page = manager_client.get(address, {"on": "1990-01-01", "export": "csv"}, follow=True)
    assert "Er is niets geëxporteerd" in page.content.decode()
    assert "geen bestuursperiode bekend" in page.content.decode()
    assert not Export.objects.exists()


def test_each_table_on_a_page_has_its_own_way_out(manager_client: UserClient, aalst):
    page = manager_client.get("/", {"on": ON}).content.decode()
    assert 'href="/?on=2021-04-26&amp;export=csv"' in page
    assert 'href="/?on=2021-04-26&amp;export=xlsx&amp;table=regions"' in page
    place = manager_client.get("/provinces/70000/", {"on": ON}).content.decode()
    assert 'href="/provinces/70000/?on=2021-04-26&amp;export=csv&amp;table=municipalities"' in place


# The tables beside the pictures ---------------------------------------------------------------------------------------


def test_month_after_month_ends_with_the_figures_of_the_day(manager_client: UserClient, aalst):
    header, first, *_others = csv_rows(exported(manager_client, "/trends/", on=ON))
    assert header == ["Dag", "Gemeenten", "Bezocht", "Overeenkomst gesloten"]
    assert first == [ON, "3", "1", "1"]


def test_the_progress_of_a_region_stands_beside_its_target(manager_client: UserClient, aalst, region):
    header, row = csv_rows(exported(manager_client, f"{region.get_absolute_url()}trends/", on=ON, table="progress"))
    assert row == [region.name, "2", "1", "50,00", "", "1", "50,00", ""]
    assert header[4] == "Bezocht, doel"


def test_the_way_to_an_agreement_has_a_row_for_each_stage(manager_client: UserClient, aalst):
    header, *rows = csv_rows(exported(manager_client, "/trends/", on=ON, table="funnel"))
    assert header[:3] == ["Fase", "Bereikt", "Bereikt (%)"]
    assert len(rows) == 5
    assert by_first(rows)["ondertekend"][:2] == ["1", "100,00"]


def test_the_coming_reviews_are_named_one_by_one(manager_client: UserClient, aalst):
    _header, *rows = csv_rows(exported(manager_client, "/trends/", on="2022-03-01", table="reviews"))
    assert rows == [["2022-01-01", "Aalst", "OVL-2020-0001", "ja"], ["2023-01-01", "Aalst", "OVL-2020-0001", "nee"]]


def test_the_pictures_offer_each_of_their_tables(manager_client: UserClient, aalst):
    page = manager_client.get("/trends/", {"on": ON}).content.decode()
    for more in ("", "&amp;table=progress", "&amp;table=funnel", "&amp;table=reviews"):
        assert f'href="/trends/?on=2021-04-26&amp;export=csv{more}"' in page
