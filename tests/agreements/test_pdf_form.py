"""How the paper looks to a reader, a screen reader and a printer. WeasyPrint makes each of these for real."""

import re

import page
import pytest
from django.utils import timezone

from agreements import pdf
from agreements.models import Agreement, Side, Signatory
from papers.printing import pdf_of
from papers.printing.fonts import FontsOnly
from tests.agreements.papers import (
    DOMAINS,
    POINT_PER_MM,
    Printed,
    commitment,
    complete_agreement,
    html_of,
    print_of,
)

pytestmark = pytest.mark.django_db

HOSTILE = (
    '<img src="file:///etc/passwd"> <link rel=stylesheet href=http://example.org/x.css> '
    "<style>@import url(http://example.org/y.css); p { background: url(/etc/passwd) }</style> url(http://example.org/z)"
)
RIGHT_EDGE = (210 - 26) * POINT_PER_MM
LOWER_EDGE = (297 - 28) * POINT_PER_MM


def with_much_to_say() -> Agreement:
    agreement = complete_agreement(name="Sint-Katelijne-Waver")
    for code in DOMAINS:
        commitment(agreement, "Elke partij houdt de andere op de hoogte.\n\n– per kwartaal\n– schriftelijk", code=code)
    return agreement


def problems(content: bytes) -> list[str]:
    report = page.validate_pdf_bytes(content, profile=page.ValidationProfile.PDF_UA_1)
    return [f"{one.rule_id}: {one.message}" for one in report.failures]


def test_a_draft_and_a_final_print_keep_the_rules_of_pdf_ua() -> None:
    agreement = with_much_to_say()
    assert problems(print_of(agreement)) == []
    assert problems(print_of(agreement, final=True)) == []


def test_headings_are_bookmarks_numbered_by_what_was_chosen(tmp_path) -> None:
    printed = Printed(print_of(complete_agreement(codes=("accessibility", "cohesion"))), tmp_path)
    assert printed.bookmarks == [
        (1, "Samenwerkingsovereenkomst"),
        (2, "Wettelijke basis"),
        (2, "Partijen"),
        (2, "Looptijd"),
        (2, "1 Aanleiding"),
        (2, "2 Domeinen van samenwerking"),
        (3, "2.1 Toegankelijkheid van de lokale dienstverlening"),
        (4, "2.1.1 Ondersteuning van de lokale diensten"),
        (4, "2.1.2 Verblijf en internationaal familierecht"),
        (4, "2.1.3 Sociaal tolken en vertalen"),
        (4, "2.1.4 Extra afspraken"),
        (3, "2.2 Verbeteren van de lokale sociale samenhang"),
        (4, "2.2.1 Aanbod op vraag"),
        (4, "2.2.2 Voorbeelden uit de praktijk"),
        (4, "2.2.3 Extra afspraken"),
        (2, "3 Opvolging"),
        (2, "4 Contactgegevens"),
        (2, "Handtekeningen"),
        (3, "Voor de gemeente Zulte en het OCMW van Zulte"),
        (3, "Voor het Agentschap Integratie en Inburgering"),
    ]


def test_each_page_is_a4_and_tells_its_number_and_the_reference(tmp_path) -> None:
    printed = Printed(print_of(with_much_to_say()), tmp_path)
    assert len(printed.pages) >= 4
    for number, text in enumerate(printed.pages, start=1):
        assert f"pagina {number} van {len(printed.pages)}" in text
        assert "OVL-2020-" in text
    assert {(round(float(one.mediabox.width)), round(float(one.mediabox.height))) for one in printed.reader.pages} == {
        (595, 842)
    }


def test_language_and_title_are_set_and_the_structure_is_tagged(tmp_path) -> None:
    agreement = complete_agreement()
    printed = Printed(print_of(agreement), tmp_path)
    catalog = printed.reader.root_object
    assert catalog["/Lang"] == "nl"
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    assert printed.reader.metadata is not None
    assert printed.reader.metadata.title == f"Samenwerkingsovereenkomst gemeente Zulte {agreement.reference}"
    structure = printed.poppler("pdfinfo", "-struct")
    for tag in ("H1", "H2", "H3", "H4", "Table", "TH", "Caption", "L", "LBody"):
        assert re.search(rf"^\s*{tag}\b", structure, re.MULTILINE), tag


def test_only_our_own_fonts_are_used_and_they_are_embedded(tmp_path) -> None:
    rows = Printed(print_of(with_much_to_say()), tmp_path).poppler("pdffonts").splitlines()[2:]
    assert len(rows) >= 3
    for row in rows:
        name, _, rest = row.partition(" ")
        assert re.fullmatch(r"[A-Z]{6}\+Paper(-[A-Za-z-]+)?", name)
        assert re.search(r"Identity-H\s+yes yes yes", rest)


def test_ontwerp_stands_on_every_page_of_all_but_the_final(tmp_path) -> None:
    agreement = with_much_to_say()
    for text in Printed(print_of(agreement), tmp_path).pages:
        assert "Ontwerp · " in text  # in the foot; the word across the page is a shape
    for text in Printed(print_of(agreement, final=True), tmp_path).pages:
        assert "ntwerp" not in text


def test_the_foot_of_a_final_shows_the_first_digits_of_its_fingerprint(tmp_path) -> None:
    agreement = complete_agreement(codes=("policy",))
    fingerprint = pdf.paper_of(agreement, on=timezone.localdate(), final=True).fingerprint
    for text in Printed(print_of(agreement, final=True), tmp_path).pages:
        assert f"{agreement.reference} · {fingerprint[:8]}" in text


def test_the_same_agreement_gives_the_same_bytes() -> None:
    agreement = complete_agreement(codes=("policy",))
    assert print_of(agreement) == print_of(agreement)


def test_nothing_that_people_type_makes_the_printer_fetch_anything() -> None:
    agreement = complete_agreement(codes=("policy",))
    commitment(agreement, HOSTILE, code="policy")
    Signatory.objects.filter(side=Side.AGENCY).update(name=HOSTILE[:60], function=HOSTILE[60:150])
    fetcher = FontsOnly()
    pdf_of(html_of(agreement), fetcher=fetcher)
    assert fetcher.refused == []


def test_an_address_that_slipped_in_would_be_refused() -> None:
    fetcher = FontsOnly()
    mark_up = '<html lang="nl"><title>x</title><img alt="x" src="{}"><p style="background: url({})">x</p>'
    pdf_of(mark_up.format("file:///etc/passwd", "http://example.org/x.png"), fetcher=fetcher)
    assert set(fetcher.refused) == {"file:///etc/passwd", "http://example.org/x.png"}


def test_no_signature_block_is_torn_over_two_pages(tmp_path) -> None:
    agreement = complete_agreement(codes=("policy",))
    for number in range(17):
        Signatory.objects.create(
            agreement=agreement, side=Side.MUNICIPALITY, name=f"Tekenaar {number}", function="schepen", position=2
        )
    words = Printed(print_of(agreement), tmp_path).words
    signed = [word for word in words if word.text == "Handtekening"]
    assert len(signed) == 20
    assert len({word.page for word in signed}) >= 3
    for word in signed:
        same_block = [one for one in words if one.page == word.page and abs(one.left - word.left) < 1]
        last_date = max(
            (one for one in same_block if one.text == "Datum" and one.top < word.top), key=lambda one: one.top
        )
        assert word.top - last_date.top < 30 * POINT_PER_MM
        assert word.bottom + 16 * POINT_PER_MM < LOWER_EDGE, "the room to sign ends on the same page"


def test_no_heading_is_left_alone_at_the_foot_of_a_page(tmp_path) -> None:
    agreement = with_much_to_say()
    filler = commitment(agreement, "Regel", code="services")
    for length in range(1, 9):
        filler.text = "\n".join(["Regel"] * length)
        filler.save()
        for text in Printed(print_of(agreement), tmp_path).pages:
            lines = [line.strip() for line in text.splitlines() if len(line.strip()) > 2]
            foot = next(place for place, line in enumerate(lines) if "pagina" in line)
            assert not re.match(r"\d(\.\d)*\s|Handtekeningen|Voor ", lines[foot - 1]), lines[foot - 1]


def test_very_long_words_and_texts_stay_within_the_margins(tmp_path) -> None:
    agreement = complete_agreement(name="Lang" + "w" * 70, codes=("services",))
    commitment(agreement, "x" * 500)
    commitment(agreement, "Een lange afspraak met veel woorden. " * 600)
    Signatory.objects.filter(side=Side.AGENCY).update(name="N" * 120, function="f" * 120)
    agreement.contacts.update(name="M" * 120, service="s" * 120, email=f"{'e' * 60}@{'d' * 60}.example.org")
    printed = Printed(print_of(agreement), tmp_path)
    assert len(printed.pages) > 8
    across_the_page = {"Ontwerp", "On", "tw", "er", "p", "O", "n", "t", "w", "e", "r"}
    assert [word for word in printed.words if word.right > RIGHT_EDGE + 1 and word.text not in across_the_page] == []
