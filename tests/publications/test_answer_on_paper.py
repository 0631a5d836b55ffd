"""An answer as a PDF and as a document, read back."""

import io
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile

import page
import pytest
from django.core.exceptions import ImproperlyConfigured
from odfdo import Document, Element, Paragraph
from pypdf import PdfReader

from agii.paper import checked_document
from papers.printing import pdf_of
from publications.answer.blocks import Column, Names, Section, Table, Terms, Text
from publications.answer.content import Answer
from publications.answer.document import document_of
from publications.answer.paper import AnswerPaper, finished_html
from publications.models import Part

MOMENT = datetime(2026, 11, 29, 10, 15, tzinfo=UTC)
NAMES = Names("Met een overeenkomst (90)", (("Limburg", tuple(f"Dorp {n}" for n in range(1, 91))), ("Antwerpen", ())))
COUNTS = Table(
    "Per provincie",
    (Column("Provincie"), Column("Bezocht", is_number=True)),
    (("Limburg", "90 (90\N{NO-BREAK SPACE}%)"),),
    ("Totaal", "90"),
)


def answer() -> Answer:
    sections = (
        Section(Part.PARAGRAPH, "Samengevat", (Text("Er waren 90 overeenkomsten & geen <b>."),)),
        Section(Part.PROVINCES, "Per provincie", (COUNTS, NAMES)),
        Section(Part.DEFINITIONS, "Wat de cijfers tellen", (Terms((("Bezocht", "Minstens één bezoek."),)),)),
    )
    return Answer("Bezoeken en overeenkomsten op 26 april 2021", sections)


def paper(**fields: Any) -> AnswerPaper:
    return AnswerPaper(answer=answer(), about=("Schriftelijke vraag nr. 275",), reference="nr. 275", **fields)


def document(content: bytes) -> Document:
    return Document(io.BytesIO(content))


# The PDF --------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return pdf_of(finished_html(paper(is_draft=False, fingerprint="ab12cd34" * 8)), archive=True, created=MOMENT)


@pytest.mark.parametrize("profile", [page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1])
def test_the_pdf_can_be_kept_and_read_out(pdf: bytes, profile: page.ValidationProfile):
    assert [one.message for one in page.validate_pdf_bytes(pdf, profile=profile).failures] == []


def test_the_heading_of_a_long_table_stands_again_on_each_page(pdf: bytes):
    pages = [one.extract_text() for one in PdfReader(io.BytesIO(pdf)).pages]
    with_names = [text for text in pages if "Dorp" in text]
    assert len(with_names) > 1
    assert all("Limburg (90)" in text for text in with_names)
    assert re.search(r"nr. 275 · ab12cd34", pages[0])
    assert f"pagina 2 van {len(pages)}" in pages[1]


def test_what_was_not_given_out_is_printed_as_a_draft():
    assert '<body class="draft"' in finished_html(paper())
    assert '<body class="settled"' in finished_html(paper(is_draft=False))


def test_words_are_never_taken_for_markup():
    assert "geen &lt;b&gt;" in finished_html(paper())


# The document ---------------------------------------------------------------------------------------------------------


def test_the_document_has_real_headings_in_styles_that_templates_know():
    found = document(document_of(paper(), created=MOMENT)).body
    headings = [(one.get_attribute("text:style-name"), str(one.text)) for one in found.get_elements("//text:h")]
    assert headings == [
        ("Heading_20_1", "Samengevat"),
        ("Heading_20_1", "Per provincie"),
        ("Heading_20_1", "Wat de cijfers tellen"),
    ]
    assert found.get_paragraph(0).get_attribute("text:style-name") == "Title"


def test_the_tables_of_the_document_have_header_rows_and_every_cell():
    found = document(document_of(paper(), created=MOMENT)).body
    heads = [words_in(head) for head in found.get_elements("//table:table-header-rows")]
    assert heads == [["Provincie", "Bezocht"], ["Limburg (90)", "Antwerpen (0)"]]
    counts, names = (words_in(table) for table in found.get_elements("//table:table"))
    assert counts[2:] == ["Limburg", "90 (90\N{NO-BREAK SPACE}%)", "Totaal", "90"]
    assert [name for name in names[2:] if name] == [f"Dorp {n}" for n in range(1, 91)]


def words_in(element: Element) -> list[str]:
    return [one.text_recursive for one in element.get_elements(".//text:p")]


def test_the_document_is_dutch_and_names_its_title_and_owner():
    found = document(document_of(paper(), created=MOMENT))
    assert (found.language, found.meta.language) == ("nl-BE", "nl-BE")
    assert found.meta.title == "Bezoeken en overeenkomsten op 26 april 2021: nr. 275"
    assert found.meta.initial_creator == "Agentschap Integratie en Inburgering"


def test_every_style_that_the_document_uses_is_there():
    found = document(document_of(paper(), created=MOMENT))
    named = {style.get_attribute("style:name") for style in found.get_styles()}
    used = set(re.findall(r'(?:text|table):style-name="([^"]+)"', found.body.serialize()))
    assert used <= named


def test_signs_that_xml_cannot_hold_are_left_out():
    found = document(document_of(AnswerPaper(answer=answer(), about=("Gevraagd\x0b door <u>\x00",)), created=MOMENT))
    assert "Gevraagd" in found.get_formatted_text()
    assert "<u>" in found.get_formatted_text()


def test_the_same_answer_at_the_same_moment_is_the_same_document():
    made = document_of(paper(), created=MOMENT)
    assert made == document_of(paper(), created=MOMENT)
    with ZipFile(io.BytesIO(made)) as parts:
        first = parts.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", ZIP_STORED)


def test_an_answer_is_written_into_the_template_of_the_house(settings: Any, tmp_path: Path):
    house = Document("text")
    house.body.clear()
    house.body.append(Paragraph("Vlaams Parlement"))
    house.insert_style(
        '<style:style style:name="Title" style:family="paragraph">'
        '<style:text-properties fo:color="#aa0000"/></style:style>'
    )
    house.save(tmp_path / "house.odt")
    settings.ANSWER_TEMPLATE = checked_document("ANSWER_TEMPLATE", str(tmp_path / "house.odt"))
    found = document(document_of(paper(), created=MOMENT))
    assert found.body.get_paragraph(0).text == "Vlaams Parlement"
    assert "#aa0000" in found.get_style("paragraph", "Title").serialize()


def test_a_template_that_is_something_else_stops_the_start(tmp_path: Path):
    (tmp_path / "house.odt").write_bytes(b"PK\x03\x04 a sheet")
    with pytest.raises(ImproperlyConfigured, match=r"an \.odt or \.ott file"):
        checked_document("ANSWER_TEMPLATE", str(tmp_path / "house.odt"))
