"""What stands in an exported file: typed values, harmless texts, and words that explain the rows."""

import tempfile
from datetime import UTC, date, datetime, time
from operator import itemgetter
from typing import Any

import pytest

from accounts.models import User
from exports import csv_file, xlsx_file
from exports.columns import Column, Kind, Listing
from exports.extracts import Definition, Extract
from exports.models import Export
from tests.exports.reading import csv_rows, part, sheets

COLUMNS = tuple(Column(kind.name, itemgetter(kind), kind) for kind in Kind)
SUMMER = datetime(2021, 7, 1, 22, 30, tzinfo=UTC)  # half past midnight in Brussels
ROW = {
    Kind.TEXT: 'één; twee\n"drie"',
    Kind.NUMBER: -12,
    Kind.DECIMAL: 64.765,
    Kind.DAY: date(2021, 4, 26),
    Kind.TIME: time(9, 5),
    Kind.MOMENT: SUMMER,
}
EMPTY: dict[Kind, Any] = dict.fromkeys(Kind)
PLAIN = ["=1+1", "+1", "-1", "−1", "@SUM(A1)"]
BEHIND_WHAT_IS_NOT_SEEN = ["\t=1", "\r=1", "\n=1", " =1", "\u00a0=1", "\u200b=1", "\ufeff=1"]
FULL_WIDTH = ["＝1", "＋1", "－1", "＠A1"]
HARMLESS = ["", "Aalst", "'s-Gravenvoeren", "a=b", "12", "(=1)", "—", "é-mail"]


def extract(*rows: dict[Kind, Any], columns: tuple[Column, ...] = COLUMNS, **known: Any) -> Extract:
    return Extract(listing=Listing("Proef", columns), rows=rows, **known)


def as_csv(asked: Extract) -> bytes:
    return "".join(csv_file.lines(asked)).encode()


def as_xlsx(asked: Extract) -> bytes:
    by = User(first_name="Noor", last_name="Verzonnen")
    with tempfile.TemporaryFile() as file:
        xlsx_file.write(file, asked, Export(made_by=by, made_at=SUMMER))
        file.seek(0)
        return file.read()


def texts(*values: str) -> Extract:
    return extract(*({Kind.TEXT: value} for value in values), columns=COLUMNS[:1])


def test_csv_is_what_a_belgian_excel_opens_right():
    text = as_csv(extract(ROW, EMPTY))
    assert text.startswith(b'\xef\xbb\xbf"TEXT";"NUMBER";')
    assert text.count(b"\r\n") == 3
    assert csv_rows(text)[1:] == [
        ['één; twee\n"drie"', "-12", "64,77", "2021-04-26", "09:05", "2021-07-02 00:30"],
        ["", "", "", "", "", ""],
    ]


def test_the_workbook_has_real_numbers_days_and_moments():
    rows = sheets(as_xlsx(extract(ROW)))[0]
    assert rows == [
        [kind.name for kind in Kind],
        ['één; twee\n"drie"', -12, 64.765, date(2021, 4, 26), time(9, 5), datetime(2021, 7, 2, 0, 30)],
    ]


@pytest.mark.parametrize("text", PLAIN + BEHIND_WHAT_IS_NOT_SEEN + FULL_WIDTH)
def test_a_text_that_could_be_a_formula_is_made_harmless_in_csv_and_stays_as_it_is_in_a_workbook(text: str):
    assert csv_rows(as_csv(texts(text)))[1] == [f"'{text}"]
    workbook = as_xlsx(texts(text))
    assert "<f>" not in part(workbook, "worksheets/sheet1.xml")
    assert sheets(workbook)[0][1] == [text]


@pytest.mark.parametrize("text", HARMLESS)
def test_other_texts_are_left_alone(text: str):
    assert csv_rows(as_csv(texts(text, "x")))[1] == [text]


def test_the_name_of_a_column_is_no_formula_either():
    columns = (Column("=1+1", lambda row: row),)
    assert csv_rows(as_csv(extract(columns=columns))) == [["'=1+1"]]


def test_a_day_before_the_calendar_of_spreadsheets_stays_readable():
    row = {**EMPTY, Kind.DAY: date(202, 1, 31)}
    assert sheets(as_xlsx(extract(row)))[0][1][3] == "0202-01-31"
    assert csv_rows(as_csv(extract(row)))[1][3] == "0202-01-31"


def test_the_header_is_frozen_and_every_column_has_a_filter():
    sheet = part(as_xlsx(extract(ROW, ROW)), "worksheets/sheet1.xml")
    assert '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' in sheet
    assert '<autoFilter ref="A1:F3"/>' in sheet


def test_a_column_is_as_wide_as_its_text_up_to_a_limit():
    sheet = part(as_xlsx(texts("x" * 30)), "worksheets/sheet1.xml")
    assert 'width="33.7' in sheet
    assert 'width="60.7' in part(as_xlsx(texts("x" * 300)), "worksheets/sheet1.xml")


def test_a_second_sheet_says_filter_day_definitions_who_and_when():
    counted = Definition("visited", "Bezocht", "Minstens één bezoek.", 2, date(2026, 1, 1))
    words: dict[str, Any] = {"filter_words": [("Provincie", "Limburg"), ("Soort", "bezoek")], "day": date(2021, 4, 26)}
    rows = sheets(as_xlsx(extract(ROW, **words, known_at=SUMMER, definitions=[counted])))[1]
    said = {row[0]: row[1] for row in rows}
    assert said["Tabel"] == "Proef"
    assert said["Gefilterd op"] == "Provincie: Limburg; Soort: bezoek"
    assert said["Zoals het was op"] == date(2021, 4, 26)
    assert said["Zoals geweten op"] == datetime(2021, 7, 2, 0, 30)
    assert said["Rijen"] == 1
    assert said["Geëxporteerd door"] == "Noor Verzonnen"
    assert said["Geëxporteerd op"] == datetime(2021, 7, 2, 0, 30)
    assert rows[-2:] == [
        ["Code", "Cijfer", "Wat het telt", "Versie", "Sinds"],
        ["visited", "Bezocht", "Minstens één bezoek.", 2, date(2026, 1, 1)],
    ]


def test_without_a_filter_and_a_day_the_second_sheet_says_so():
    said = {row[0]: row[1] for row in sheets(as_xlsx(extract(ROW)))[1]}
    assert said["Gefilterd op"] == "niets: de hele tabel"
    assert "Zoals het was op" not in said
