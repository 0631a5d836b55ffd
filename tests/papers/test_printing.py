"""What the printer makes of a paper, looked at with the eyes of a validator, a screen reader and an archive."""

import io
import re
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import page
import pikepdf
import pytest
from PIL import Image
from pypdf import PdfReader

from papers.printing import FontsOnly, pdf_of
from tests.papers.printing import poppler, sample_html, words_of

CREATED = datetime(2026, 11, 20, 14, 5, tzinfo=UTC)


@pytest.fixture(scope="module")
def final() -> bytes:
    return pdf_of(sample_html(), archive=True, created=CREATED)


@pytest.fixture(scope="module")
def draft() -> bytes:
    return pdf_of(sample_html(draft=True))


@pytest.fixture(scope="module")
def long() -> bytes:
    return pdf_of(sample_html(chapters=9, lines=22), archive=True)


def problems(content: bytes, profile: page.ValidationProfile) -> list[str]:
    return [f"{one.rule_id}: {one.message}" for one in page.validate_pdf_bytes(content, profile=profile).failures]


def pages_of(content: bytes) -> list[str]:
    return [one.extract_text() for one in PdfReader(io.BytesIO(content)).pages]


def bookmarks(content: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(content)) as opened, opened.open_outline() as outline:
        return [f"{level} {one.title}" for level, one in _flat(outline.root)]


def _flat(items, level=1):
    for one in items:
        yield level, one
        yield from _flat(one.children, level + 1)


@pytest.mark.parametrize("which", ["final", "long"])
def test_what_is_kept_is_pdf_a_3a_and_pdf_ua_1_at_once(which, request) -> None:
    content = request.getfixturevalue(which)
    assert problems(content, page.ValidationProfile.PDF_A_3A) == []
    assert problems(content, page.ValidationProfile.PDF_UA_1) == []


def test_a_draft_is_pdf_ua_1(draft) -> None:
    assert problems(draft, page.ValidationProfile.PDF_UA_1) == []


def test_any_program_can_read_that_it_is_both(final) -> None:
    metadata = final[final.index(b"<x:xmpmeta") : final.index(b"</x:xmpmeta>")]
    for mark in (b'pdfaid:part="3"', b'pdfaid:conformance="A"', b'pdfuaid:part="1"', b"pdfaExtension:schemas"):
        assert mark in metadata
    with pikepdf.open(io.BytesIO(final)) as opened, opened.open_metadata() as read:
        assert (read.pdfa_status, read["pdfuaid:part"]) == ("3A", "1")
        assert "/Filter" not in opened.Root.Metadata


@pytest.mark.parametrize("which", ["final", "draft", "long"])
def test_qpdf_finds_nothing_wrong(which, request, tmp_path) -> None:
    assert "No syntax or stream encoding errors found" in poppler(
        request.getfixturevalue(which), tmp_path, "qpdf", "--check"
    )


def test_title_and_language_are_set_and_the_title_is_shown(final) -> None:
    with pikepdf.open(io.BytesIO(final)) as opened:
        assert opened.docinfo.Title == "Proefpapier gemeente Zulte OVL-2020-0001"
        assert opened.docinfo.Author == "Agentschap Integratie en Inburgering"
        assert opened.Root.Lang == "nl"
        assert opened.Root.ViewerPreferences.DisplayDocTitle is True


def test_every_page_is_tagged_and_all_that_is_no_text_is_an_artifact(long) -> None:
    with pikepdf.open(io.BytesIO(long)) as opened:
        assert opened.Root.MarkInfo.Marked is True
        assert len(opened.pages) >= 8
        for number, one in enumerate(opened.pages):
            assert one.StructParents == number
            marks = [str(step.operands[0]) for step in pikepdf.parse_content_stream(one) if str(step.operator) == "BDC"]
            assert len([mark for mark in marks if mark != "/Artifact"]) > 3


def test_it_is_read_in_the_order_of_its_text(final, tmp_path) -> None:
    structure = poppler(final, tmp_path, "pdfinfo", "-struct-text")
    read = " ".join(re.findall(r'"(.*?)"$', structure, re.MULTILINE))
    notes = [re.findall(r"\w{2,}", f"De noot van hoofdstuk {number}.") for number in (1, 2, 3)]
    said = re.findall(r"\w{2,}", read.replace("\u2010", ""))
    assert _without(said, notes) == _without(words_of(sample_html()), notes)
    assert all(_is_in(note, said) for note in notes)


def _is_in(part: list[str], whole: list[str]) -> bool:
    return any(whole[place : place + len(part)] == part for place in range(len(whole)))


def _without(words: list[str], notes: list[list[str]]) -> list[str]:
    """WeasyPrint reads the footnotes of a page at its end, which the order of the text leaves open."""
    line = " ".join(words)
    for note in notes:
        line = line.replace(" ".join(note) + " ", "", 1).removesuffix(" " + " ".join(note))
    return line.split()


def test_lists_are_lists_headings_follow_each_other_and_cells_name_their_header(final, tmp_path) -> None:
    structure = poppler(final, tmp_path, "pdfinfo", "-struct")
    tags = re.findall(r"^\s*([A-Z][A-Za-z0-9]*)", structure, re.MULTILINE)
    assert tags.count("H1") == 1
    levels = [int(tag[1]) for tag in tags if re.fullmatch(r"H\d", tag)]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert (tags.count("L"), tags.count("LI"), tags.count("LBody")) == (6, 12, 12)
    assert {"Table", "Caption", "TH", "TD", "Link"} <= set(tags)
    with pikepdf.open(io.BytesIO(final)) as opened:
        cells = [one for one in opened.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/TD"]
        assert [len(one.A.Headers) for one in cells] == [1, 1]


def test_a_link_says_where_it_goes_and_leads_there(final) -> None:
    with pikepdf.open(io.BytesIO(final)) as opened:
        links = [note.A.URI for one in opened.pages for note in one.get("/Annots", []) if note.Subtype == "/Link"]
        assert "https://example.org/decreet" in [str(one) for one in links]


def test_headings_are_bookmarks_with_their_numbers(final) -> None:
    assert bookmarks(final)[:4] == ["1 Proefpapier", "2 1 Hoofdstuk 1", "3 1.1 Wat volgt", "4 1.1.1 Nog dieper"]


def test_a_footnote_stands_at_the_foot_of_its_page(final) -> None:
    text = pages_of(final)[0]
    assert text.index("De noot van hoofdstuk 1.") > text.index("Nog dieper")


@pytest.mark.parametrize("which", ["final", "draft"])
def test_only_our_fonts_are_used_and_all_are_embedded(which, request, tmp_path) -> None:
    rows = poppler(request.getfixturevalue(which), tmp_path, "pdffonts").splitlines()[2:]
    assert len(rows) >= 3
    for row in rows:
        assert re.match(r"[A-Z]{6}\+Paper(-[A-Za-z-]+)? .*Identity-H\s+yes yes yes", row)


def test_no_file_is_inside_and_none_was_fetched() -> None:
    fetcher = FontsOnly()
    content = pdf_of(sample_html(), archive=True, fetcher=fetcher)
    assert fetcher.refused == []
    with pikepdf.open(io.BytesIO(content)) as opened:
        assert not opened.attachments
        assert "/AF" not in opened.Root


def test_the_foot_of_a_final_tells_page_number_reference_and_hash(final) -> None:
    for number, text in enumerate(pages_of(final), start=1):
        assert f"pagina {number} van {len(pages_of(final))}" in text
        assert "Proefpapier OVL-2020-0001 · 01234567" in text
        assert "89abcdef" not in text
        assert "Ontwerp" not in text


def test_the_foot_of_a_draft_tells_that_it_is_one_and_has_no_hash(draft) -> None:
    for text in pages_of(draft):
        assert "Ontwerp · Proefpapier OVL-2020-0001" in text
        assert "01234567" not in text


def test_the_word_across_a_draft_is_seen_and_never_read(draft, final, tmp_path) -> None:
    read = poppler(draft, tmp_path, "pdftotext", "-layout")
    assert read.count("Ontwerp") == len(pages_of(draft))
    assert [line for line in read.splitlines() if re.fullmatch(r"\s*\w{1,3}\s*", line)] == []
    assert _greys(draft, tmp_path) > 5000 > 1000 > _greys(final, tmp_path)


def _greys(content: bytes, folder: Path) -> int:
    """How much of page one has the colour of the mark."""
    poppler(content, folder, "pdftoppm", "-r", "40", "-singlefile", "-png", to=folder / "seen")
    with Image.open(folder / "seen.png") as picture:
        return sum(picture.convert("L").histogram()[234:240])


def test_the_same_paper_gives_the_same_bytes_and_the_clock_is_never_asked(final) -> None:
    assert pdf_of(sample_html(), archive=True, created=CREATED) == final
    with pikepdf.open(io.BytesIO(final)) as opened:
        assert str(opened.docinfo.CreationDate) == "D:20261120140500+00'00"
    assert b"CreationDate" not in pdf_of(sample_html())


def test_a_short_paper_has_no_contents_page(final) -> None:
    assert "Inhoud" not in "".join(pages_of(final))


def test_a_long_paper_lists_its_chapters_with_their_pages(long) -> None:
    first, *others = pages_of(long)
    assert "Inhoud" in first
    for number in range(1, 10):
        place = int(re.search(rf"^{number} Hoofdstuk {number}[ .]+(\d+)$", first, re.MULTILINE)[1])
        assert f"{number} Hoofdstuk {number}" in others[place - 2]
    assert bookmarks(long)[1] == "2 Inhoud"


def test_an_address_in_a_style_is_refused_each_time_it_is_printed() -> None:
    html = '<html lang="nl"><title>x</title><style>@import url(http://example.org/x.css);</style><p>x</p></html>'
    for _ in range(2):
        fetcher = FontsOnly()
        pdf_of(html, fetcher=fetcher)
        assert fetcher.refused == ["http://example.org/x.css"]
