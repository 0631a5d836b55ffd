"""What the scanner finds where a page ends in the middle of a sentence, and what it leaves alone there."""

from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest

from papers.scan import scan_pdf
from tests.papers.scanning import printed

# Pages of one line, with words above and below it.
ONE_LINE = """
@page { size: 100mm 34mm; margin: 12mm 5mm;
  @top-left { content: "Stuk 12 de"; font: 9pt Paper }
  @bottom-left { content: "blad " counter(page); font: 9pt Paper } }
body { line-height: 2 }
p, li, td { orphans: 1; widows: 1; margin: 0 }
.footnote { float: footnote; line-height: 1 }
"""


def untagged(content: bytes) -> bytes:
    """The same paper as a program makes it that says nothing of paragraphs."""
    with pikepdf.open(BytesIO(content)) as made:
        del made.Root.StructTreeRoot
        out = BytesIO()
        made.save(out)
        return out.getvalue()


def notes_named(content: bytes) -> bytes:
    """The same paper as a program makes it that says which text is a note."""
    with pikepdf.open(BytesIO(content)) as made:
        for one in made.objects:
            if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/NonStruct":
                one.S = pikepdf.Name.Note
        out = BytesIO()
        made.save(out)
        return out.getvalue()


def found(content: bytes) -> list[tuple[int, str]]:
    return [(hit.page, hit.found) for hit in scan_pdf(content)]


@pytest.mark.parametrize("tags", [True, False])
@pytest.mark.parametrize(
    ("first", "then", "clash"),
    [
        ("Wij werken met de", "de dienst samen.", "de de"),
        ("Een afspraak over integratie", "integratie en wonen.", "integratie integratie"),
        ("Dit tekent het", "gemeente van Zulte.", "het gemeente"),
        ("Dit tekent de nieuwe lo-", "kaal bestuur van Zulte.", "de nieuwe lokaal bestuur"),
    ],
)
def test_a_clash_over_the_end_of_a_page_is_found_on_that_page(first: str, then: str, clash: str, tags: bool) -> None:
    paper = printed(f"<p>Een lijn vooraf.<br>{first}<br>{then}<br>Een lijn daarna.</p>", style=ONE_LINE)
    assert found(paper if tags else untagged(paper)) == [(2, clash)]


def test_a_clash_over_the_end_of_a_page_shows_its_sentence() -> None:
    [hit] = scan_pdf(printed("<p>Goed. Wij werken met de<br>de dienst samen. Ook goed.</p>", style=ONE_LINE))
    assert hit.sentence == "Wij werken met de de dienst samen."


def test_a_clash_just_before_the_end_of_a_page_counts_once() -> None:
    assert found(printed("<p>Wij werken met de de dienst<br>van Zulte.</p>", style=ONE_LINE)) == [(1, "de de")]


@pytest.mark.parametrize("change", [bytes, notes_named])
def test_a_note_at_the_foot_of_the_page_does_not_hide_a_clash(change: Callable[[bytes], bytes]) -> None:
    body = '<p>Wij werken<span class="footnote">Een noot.</span> met de<br>de dienst samen.</p>'
    style = ONE_LINE.replace("34mm", "42mm").replace("line-height: 2 ", "line-height: 3 ")
    assert found(change(printed(body, style=style))) == [(1, "de de")]


def test_an_item_of_a_list_that_runs_on_is_read_as_one() -> None:
    assert found(printed("<ul><li>Wij werken met de<br>de dienst samen.</li></ul>", style=ONE_LINE)) == [(1, "de de")]


@pytest.mark.parametrize(
    "body",
    [
        "<ul><li>medewerker integratie</li><li>integratie en wonen</li></ul>",
        "<ul><li><p>medewerker integratie</p></li><li><p>integratie en wonen</p></li></ul>",
        "<table><tr><td>medewerker integratie</td></tr><tr><td>integratie en wonen</td></tr></table>",
        "<ul><li>medewerker integratie</li></ul><p>integratie en wonen</p>",
        "<h1>integratie</h1><p>integratie en wonen</p>",
        "<p>Wij weten dat</p><p>dat helpt.</p>",
        "<p>Wij zorgen ervoor dat het</p><p>het lokaal bestuur informeert.</p>",
        "<p>Zo is de</p><p>Bestuur van de stad.</p>",
        "<p>Over integratie</p><p>Integratie is van ons allen.</p>",
        "<p>Het gaat over integratie.</p><p>integratie is van ons allen.</p>",
    ],
)
def test_what_ends_with_the_page_is_left_alone(body: str) -> None:
    assert found(printed(body, style=ONE_LINE + "h1 { font-size: 10pt; margin: 0; break-after: page }")) == []
