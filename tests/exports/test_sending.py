"""A list goes out as it stands: its filter, its order, all its rows; and who took it is recorded."""

from datetime import date, time
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exports import extracts, xlsx_file
from exports.models import Export
from municipalities.models import Municipality
from tests.conftest import UserClient
from tests.exports.reading import content_of, csv_rows, exported, sheets
from tests.factories import DomainFactory, MunicipalityFactory, UserFactory, VisitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("terms")]

VISITS = "/visits/"


@pytest.fixture
def aalst(region) -> Municipality:
    return MunicipalityFactory(name="Aalst", region=region, nis="41002")


def with_people(number: int) -> None:
    for _time in range(number):
        visit = VisitFactory(municipality=MunicipalityFactory(), next_step="Bellen", next_step_owner=UserFactory())
        visit.agency_people.set([UserFactory(), UserFactory()])
        visit.domains.set([DomainFactory()])


def test_both_formats_hold_the_same_columns_and_rows(staff_client: UserClient, aalst):
    visit = VisitFactory(municipality=aalst, held_at=time(14, 30), next_step="=cmd", next_step_due_on=date(2021, 5, 1))
    visit.agency_people.set([UserFactory(first_name="Jef", last_name="Bedacht")])
    in_csv = csv_rows(exported(staff_client, VISITS))
    in_xlsx = sheets(exported(staff_client, VISITS, "xlsx"))[0]
    assert in_csv[0] == in_xlsx[0]
    assert in_xlsx[1][:4] == [date(2021, 3, 1), time(14, 30), "41002", "Aalst"]
    assert in_csv[1][:4] == ["2021-03-01", "14:30", "41002", "Aalst"]
    assert (in_xlsx[1][8], in_csv[1][8]) == ("Jef Bedacht", "Jef Bedacht")
    assert (in_xlsx[1][10], in_csv[1][10]) == ("=cmd", "'=cmd")


def test_the_filter_and_the_order_hold_and_the_pages_do_not(staff_client: UserClient, aalst):
    VisitFactory.create_batch(60, municipality=aalst, kind="phone")
    VisitFactory(municipality=aalst, kind="phone", held_on=date(2020, 1, 1))
    VisitFactory(municipality=aalst, kind="video")
    rows = csv_rows(exported(staff_client, VISITS, kind="phone", sort="held_on", page="2", per_page="25"))
    assert len(rows) == 62
    assert rows[1][0] == "2020-01-01"
    assert {row[6] for row in rows[1:]} == {"telefoongesprek"}


def test_who_took_what_is_recorded(manager_client: UserClient, aalst):
    VisitFactory(municipality=aalst, kind="phone")
    exported(manager_client, VISITS, "xlsx", kind="phone", page="1")
    record = Export.objects.get()
    assert record.made_by == manager_client.user
    assert (record.what, record.format, record.rows) == ("Bezoeken", "xlsx", 1)
    assert record.filter_words == "Soort: telefoongesprek"
    assert record.address == "/visits/?kind=phone"
    assert record.finished_at is not None


def test_an_export_that_breaks_off_is_not_finished(staff_client: UserClient, aalst, monkeypatch):
    monkeypatch.setattr(extracts, "CHUNK", 10)
    VisitFactory.create_batch(30, municipality=aalst)
    parts = iter(staff_client.get(VISITS, {"export": "csv"}))
    next(parts)
    record = Export.objects.get()
    assert (record.rows, record.finished_at) == (None, None)
    list(parts)
    record.refresh_from_db()
    assert record.rows == 30


def test_the_file_has_a_name_and_is_kept_by_nobody(staff_client: UserClient, aalst):
    VisitFactory(municipality=aalst)
    response = staff_client.get(VISITS, {"export": "xlsx"}, headers={"accept-encoding": "gzip"})
    assert response.headers["Content-Disposition"].startswith('attachment; filename="bezoeken-2')
    assert response.headers["Content-Type"].endswith("spreadsheetml.sheet")
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "Content-Encoding" not in response.headers  # it is a ZIP inside
    content_of(response)


def test_to_ask_for_the_headers_alone_takes_nothing(staff_client: UserClient, aalst):
    response = staff_client.head(VISITS, {"export": "csv"})
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert not Export.objects.exists()


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ({"held_from": "gisteren", "export": "csv"}, "een filter klopt nog niet"),
        ({"held_from": "gisteren", "export": "xlsx"}, "een filter klopt nog niet"),
        ({"export": "pdf"}, "kies XLSX of CSV"),
        ({"export": ""}, "kies XLSX of CSV"),
    ],
)
def test_what_cannot_be_exported_says_why_on_the_list(staff_client: UserClient, aalst, query: dict[str, str], why: str):
    VisitFactory(municipality=aalst)
    page = staff_client.get(VISITS, query, follow=True)
    assert page.redirect_chain[0][0] == VISITS + ("?held_from=gisteren" if "held_from" in query else "")
    assert why in page.content.decode()
    assert not Export.objects.exists()


def test_a_sheet_that_would_overflow_is_refused_and_csv_is_not(staff_client: UserClient, aalst, monkeypatch):
    monkeypatch.setattr(xlsx_file, "MOST_ROWS", 2)
    VisitFactory.create_batch(3, municipality=aalst)
    page = staff_client.get(VISITS, {"export": "xlsx"}, follow=True).content.decode()
    assert "zoveel rijen passen niet in XLSX" in page
    assert len(csv_rows(exported(staff_client, VISITS))) == 4


def test_the_list_offers_both_formats_with_its_filter(staff_client: UserClient, manager_client: UserClient, aalst):
    VisitFactory(municipality=aalst, kind="phone")
    page = staff_client.get(VISITS, {"kind": "phone", "page": "1"}).content.decode()
    assert 'href="/visits/?kind=phone&amp;export=xlsx"' in page
    assert 'href="/visits/?kind=phone&amp;export=csv"' in page
    assert 'href="/exports/"' not in page
    assert 'href="/exports/"' in manager_client.get(VISITS).content.decode()


@pytest.mark.parametrize("how", ["csv", "xlsx"])
def test_each_chunk_asks_the_same_number_of_queries(staff_client: UserClient, monkeypatch, how: str):
    monkeypatch.setattr(extracts, "CHUNK", 20)
    asked: list[int] = []
    for _time in range(3):
        with_people(20)
        with CaptureQueriesContext(connection) as queries:
            exported(staff_client, VISITS, how)
        asked.append(len(queries))
    # one more chunk: its people and its domains
    assert [after - before for before, after in pairwise(asked)] == [2, 2]
