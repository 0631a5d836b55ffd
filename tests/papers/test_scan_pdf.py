"""What the scanner finds in a PDF: running text, tables, footers, narrow columns; and what the command says of it."""

from html import escape
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pypdf import PdfReader, PdfWriter

from papers.scan import Hit, NoText, Unreadable, scan_pdf
from tests.papers.scanning import PLANTS, RIGHT, printed

# Our fonts lack these signs, and nobody can type them.
TYPED = [plant for plant in PLANTS if "\ue001" not in plant]


def missed(hits: list[Hit], *, page: int | None = None) -> list[str]:
    """The plants without a place of their own."""
    words = [f" {hit.found} " for hit in hits if page is None or hit.page == page]
    return [
        plant
        for plant in TYPED
        if not any(set(found.split()) & set(plant.split()) or found == " ␣␣ " for found in words)
    ]


def test_every_pattern_is_found_in_running_text() -> None:
    body = "".join(f"<p>Wij schrijven {escape(plant)} in deze brief, en niets anders.</p>" for plant in TYPED)
    hits = scan_pdf(printed(body))
    assert missed(hits) == []
    assert len(hits) == len(TYPED)


def test_every_pattern_is_found_in_a_table() -> None:
    rows = "".join(f"<tr><td>Dienst</td><td>Zie {escape(plant)} en</td><td>en ook Dienst</td></tr>" for plant in TYPED)
    hits = scan_pdf(printed(f"<table>{rows}</table>"))
    assert missed(hits) == []
    assert len(hits) == len(TYPED)


def test_every_pattern_is_found_in_a_footer_once_per_page() -> None:
    some = ["{{ gemeente }}", "[Status]", "XXX", "……………", "de de dienst", "lokaal  beleid", "de lokaal bestuur", "nan"]
    footers = "".join(
        f'@page f{number} {{ @bottom-left {{ content: "Zie {plant} en"; font: 9pt Paper; white-space: pre }} }}'
        for number, plant in enumerate(some)
    )
    body = "".join(f'<p style="page: f{number}">Een bladzijde.</p>' for number in range(len(some)))
    hits = scan_pdf(printed(body, style=footers))
    assert [hit.page for hit in hits] == list(range(1, len(some) + 1))


def test_every_pattern_is_found_where_the_lines_are_short() -> None:
    """So short that most patterns are split, also in the middle of a word."""
    body = "".join(f'<p class="narrow">Wij schrijven {escape(plant)} in deze brief.</p>' for plant in TYPED)
    content = printed(body)
    assert "Sta" in PdfReader(BytesIO(content)).pages[0].extract_text()
    hits = scan_pdf(content)
    found = {"".join(hit.found.split()) for hit in hits}
    assert {plant for plant in TYPED if " " not in plant} - found <= {"a\ufffdb", "«Naam"}
    spread = [plant for plant in TYPED if "  " not in plant and " \u00a0" not in plant]
    assert len(hits) >= len(spread)


def test_a_good_paper_has_no_places() -> None:
    paragraphs = "".join(f"<p>{escape(sentence)}</p>" for sentence in RIGHT)
    cells = "".join(f"<tr><td>{escape(one)}</td><td>{escape(one)}</td></tr>" for one in RIGHT)
    narrow = "".join(f'<p class="narrow">{escape(sentence)}</p>' for sentence in RIGHT)
    rich = (
        "<p>Zie <strong>vet</strong>, <em>schuin</em>. En <a href='#a'>hier</a>, <sup>1</sup>. <b>De</b> <i>stad</i>."
    )
    assert scan_pdf(printed(paragraphs + f"<table>{cells}</table>" + narrow + f"{rich}</p>")) == []


def test_two_columns_are_read_one_after_the_other() -> None:
    text = "Dit is een lange zin over de gemeente [Status] die in smalle kolommen staat. " * 3
    hits = scan_pdf(printed(f'<div style="columns: 2; width: 90mm"><p>{text}</p></div>'))
    assert [hit.found for hit in hits] == ["[Status]"] * 3


def test_the_watermark_of_a_draft_is_no_place() -> None:
    style = '@page { @right-middle { content: "Ontwerp"; font: 90pt Paper } @bottom-left { content: "Ontwerp · 1" } }'
    assert scan_pdf(printed("<p>Een ontwerp.</p><p>Een ontwerp.</p>", style=style)) == []


def test_a_paper_with_23_unfilled_fields_lists_23_places(tmp_path: Path) -> None:
    body = "".join(f"<p>De [Status] Zulte doet het werk van punt {number}.</p>" for number in range(17))
    body += "<table>" + "<tr><td>De [Status]</td><td>van [Status]</td></tr>" * 3 + "</table>"
    paper = tmp_path / "overeenkomst.pdf"
    paper.write_bytes(printed(body))
    told = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("scan_pdf", str(paper), stdout=told)
    *places, summary = told.getvalue().splitlines()
    assert ended.value.code == 1
    assert len(places) == 23
    assert places[0] == "p. 1\tniet-ingevuld veld\tDe [Status] Zulte doet het werk van punt 0."
    assert summary == "overeenkomst.pdf: 23 place(s) found."


def test_a_good_paper_ends_the_command_well(tmp_path: Path) -> None:
    paper = tmp_path / "goed.pdf"
    paper.write_bytes(printed("<p>Alles is ingevuld.</p>"))
    told = StringIO()
    call_command("scan_pdf", str(paper), stdout=told)
    assert told.getvalue() == "goed.pdf: 0 place(s) found.\n"


def encrypted() -> bytes:
    writer, kept = PdfWriter(), BytesIO()
    writer.append(BytesIO(printed("<p>Geheim.</p>")))
    writer.encrypt("geheim", algorithm="RC4-128")
    writer.write(kept)
    return kept.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"", b"Dit is geen PDF.", b"%PDF-1.7\n%%EOF", b"PK\x03\x04"],
    ids=["empty", "text", "bare", "zip"],
)
def test_what_is_no_pdf_is_refused_in_words(content: bytes, tmp_path: Path) -> None:
    paper = tmp_path / "brief.pdf"
    paper.write_bytes(content)
    with pytest.raises(CommandError, match=r"brief\.pdf: Dit is geen pdf, of hij is beschadigd\."):
        call_command("scan_pdf", str(paper))


def test_half_a_pdf_is_refused() -> None:
    with pytest.raises(Unreadable):
        scan_pdf(printed("<p>Half.</p>")[:700])


def test_an_encrypted_pdf_is_refused() -> None:
    with pytest.raises(Unreadable, match="wachtwoord"):
        scan_pdf(encrypted())


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"niets\.pdf: No such file"):
        call_command("scan_pdf", str(tmp_path / "niets.pdf"))


def test_a_scan_has_no_text() -> None:
    with pytest.raises(NoText):
        scan_pdf(printed(""))


def test_a_paper_that_draws_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("papers.reading.MOST_STEPS", 50)
    with pytest.raises(Unreadable, match="te groot"):
        scan_pdf(printed("<p>Woord.</p>" * 100))
