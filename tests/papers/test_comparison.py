"""Does a signed copy say what the final says?"""

import time
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Name, Stream, String
from pypdf import PdfReader, PdfWriter

from papers import comparison
from papers.comparison import Comparison, Difference
from papers.reading import pages_of
from tests.papers.making import CATALOG, PAGE, PAGES, laid_over, odd_letters, packed, pdf, stream_of, written
from tests.papers.scanning import printed

WORDS = [
    "Samenwerkingsovereenkomst tussen de gemeente Zulte en het agentschap.",
    "De partijen werken samen aan een integratie- en inburgeringsbeleid dat voor iedereen werkt, ook op lange termijn.",
    "Het agentschap verwijst nieuwkomers door naar het onthaal; de gemeente vertelt hun wat het agentschap kan doen.",
    "Een e-mailadres per dienst volstaat. Zij delen gegevens die zij nodig hebben, en niet meer dan dat.",
    "Minstens één keer per jaar komen de verantwoordelijke ambtenaren samen om bij te sturen waar dat nodig is.",
]
PAGE_NUMBER = "pagina 1 van 2"
BLOCK = ["Voor de gemeente Zulte", "Marieke Verbeeld", "Algemeen directeur", "Datum", "Handtekening"]
FINAL = [
    "\n\n".join([*WORDS, "Overeenkomst OVL-1", "pagina 1 van 2"]),
    "\n\n".join([*BLOCK, "Overeenkomst OVL-1", "pagina 2 van 2"]),
]


def body(*, block: list[str] = BLOCK, words: list[str] = WORDS) -> str:
    return "".join(f"<p>{one}</p>" for one in words) + "".join(f"<p>{one}</p>" for one in block)


@pytest.fixture(scope="module")
def final() -> bytes:
    return printed(body())


def compare(copy: bytes, final: bytes) -> Comparison:
    return comparison.compare(ContentFile(copy), final, page_number=PAGE_NUMBER)


def compare_pages(copy: list[str], final: list[str], *, page_number: str = PAGE_NUMBER) -> Comparison:
    return comparison.compare_pages(copy, final, page_number=page_number)


def changed(old: str, new: str) -> list[str]:
    return [page.replace(old, new) for page in FINAL]


def stamped(content: bytes, text: str) -> bytes:
    """The paper with something drawn over its last page, as programs do that put a signature on it."""
    writer, kept = PdfWriter(clone_from=BytesIO(content)), BytesIO()
    writer.pages[-1].merge_page(PdfReader(BytesIO(printed(f"<p>{text}</p>"))).pages[0])
    writer.write(kept)
    return kept.getvalue()


def test_the_same_paper_is_the_same(final: bytes) -> None:
    assert compare(final, final) == Comparison("same")


def test_other_lines_pages_and_hyphens_are_the_same_text(final: bytes) -> None:
    small = printed(body(), style="@page { size: A6 portrait; margin: 30mm 28mm } p { font-size: 20pt }")
    assert len(PdfReader(BytesIO(small)).pages) > 4
    assert compare(small, final) == Comparison("same")


def test_one_changed_word_is_shown_with_its_page_and_both_wordings() -> None:
    assert compare_pages(changed("niet meer dan dat", "veel meer dan dat"), FINAL) == Comparison(
        "differs", [Difference(1, "niet", "veel")]
    )


@pytest.mark.parametrize(
    ("old", "new", "difference"),
    [
        (", en niet meer dan dat", "", Difference(1, "hebben, en niet meer dan dat.", "hebben.")),
        ("Minstens één keer", "Minstens één, twee keer", Difference(1, "één", "één, twee")),
        ("Algemeen directeur", "Waarnemend directeur", Difference(2, "Algemeen", "Waarnemend")),
        ("nieuwkomers", "Nieuwkomers", Difference(1, "nieuwkomers", "Nieuwkomers")),
        ("kan doen.", "kan doen", Difference(1, "doen.", "doen")),
    ],
)
def test_what_is_gone_added_or_written_otherwise_differs(old: str, new: str, difference: Difference) -> None:
    assert compare_pages(changed(old, new), FINAL) == Comparison("differs", [difference])


def test_a_page_that_is_missing_differs() -> None:
    assert compare_pages(FINAL[:1], FINAL).text == "differs"


def test_a_page_that_was_added_differs() -> None:
    found = compare_pages([*FINAL, "Bijlage\n\nDe gemeente betaalt alles."], FINAL)
    assert found == Comparison("differs", [Difference(2, "", "Bijlage De gemeente betaalt alles.")])


def test_what_is_written_in_the_room_for_it_is_no_difference() -> None:
    signed = changed(
        "Datum\n\nHandtekening", "Datum\n15 december 2020\n\nHandtekening\nM. Verbeeld, gelezen en goedgekeurd"
    )
    found = compare_pages(signed, FINAL)
    assert found.text == "same"
    assert [one.copy for one in found.written] == ["15 december 2020", "M. Verbeeld, gelezen en goedgekeurd"]


def test_more_than_fits_in_that_room_is_a_difference() -> None:
    assert compare_pages(changed("Handtekening", "Handtekening " + "Piet Puk " * 8), FINAL).text == "differs"


def test_who_shouts_beside_a_signature_says_something() -> None:
    found = compare_pages(changed("Handtekening", "Handtekening:\nNIET AKKOORD MET ARTIKEL VIER EN VIJF"), FINAL)
    assert "NIET AKKOORD MET ARTIKEL VIER EN VIJF" in found.differences[0].copy
    signed = compare_pages(changed("Handtekening", "Handtekening\nMARIEKE VERBEELD, J. Peeters"), FINAL)
    assert (signed.text, [one.copy for one in signed.written]) == ("same", ["MARIEKE VERBEELD, J. Peeters"])


def test_a_line_on_each_page_of_the_copy_alone_is_one_difference() -> None:
    reserve = "ONDER VOORBEHOUD VAN GOEDKEURING DOOR DE VOOGDIJ"
    found = compare_pages([f"{reserve}\n\n{page}" for page in FINAL], FINAL)
    assert (found.text, [one.copy for one in found.differences]) == ("differs", [reserve])


def test_another_line_on_each_page_of_the_copy_is_a_difference_each() -> None:
    found = compare_pages([f"Artikel {number} vervalt.\n\n{page}" for number, page in enumerate(FINAL)], FINAL)
    assert [one.copy for one in found.differences] == ["Artikel 0 vervalt.", "Artikel 1 vervalt."]


def test_page_numbers_that_only_the_copy_has_are_no_difference() -> None:
    final = [page.split("\n\npagina")[0] for page in FINAL]
    assert compare_pages(FINAL, final) == Comparison("same")
    assert compare_pages(FINAL, final, page_number="blad 1 / 2").text == "differs"
    numbered = [page.replace("pagina", "blad").replace("van 2", "/ 2") for page in FINAL]
    assert compare_pages(numbered, final, page_number="blad 1 / 2") == Comparison("same")


def test_a_reserve_next_to_a_signature_is_a_difference() -> None:
    found = compare_pages(changed("Handtekening", "Handtekening\nonder voorbehoud van punt 3"), FINAL)
    assert [one.copy for one in found.differences] == ["onder voorbehoud van punt 3"]


def test_a_word_such_as_datum_in_a_sentence_leaves_no_room() -> None:
    final = [*FINAL, "Zij spreken een datum af voor het overleg."]
    assert compare_pages([*FINAL, "Zij spreken een datum niet af voor het overleg."], final).text == "differs"


def test_a_stamp_over_the_signature_block_is_no_difference(final: bytes) -> None:
    signed = stamped(
        final, "Digitaal ondertekend door Marieke Verbeeld (Signature)<br>Datum: 2020.12.15 10:12:13 +01'00'"
    )
    assert "Signature" in PdfReader(BytesIO(signed)).pages[-1].extract_text()
    found = compare(signed, final)
    assert found.text == "same"
    assert found.written


def test_a_sentence_stamped_on_that_page_is_a_difference(final: bytes) -> None:
    found = compare(stamped(final, "De gemeente betaalt niets."), final)
    assert (found.text, [one.copy for one in found.differences]) == ("differs", ["De gemeente betaalt niets."])


@pytest.mark.parametrize(
    "words",
    [
        {"Subtype": Name.FreeText, "drawn": "Dit geldt maar tot en met 2026"},
        {"Subtype": Name.FreeText, "Contents": String("Dit geldt maar tot en met 2026")},
        {"Subtype": Name.Widget, "FT": Name.Tx, "drawn": "Dit geldt maar tot en met 2026"},
        {"Subtype": Name.Widget, "FT": Name.Tx, "V": String("Dit geldt maar tot en met 2026")},
    ],
)
def test_a_text_box_or_a_filled_field_is_read_with_the_page(final: bytes, words: dict[str, Any]) -> None:
    found = compare(laid_over(final, **words), final)
    assert (found.text, [one.copy for one in found.differences]) == ("differs", ["Dit geldt maar tot en met 2026"])


def test_the_picture_of_an_electronic_signature_is_what_the_room_is_for(final: bytes) -> None:
    look = "Digitaal ondertekend door Marieke Verbeeld op 15.12.2020"
    found = compare(laid_over(final, Subtype=Name.Widget, FT=Name.Sig, drawn=look), final)
    assert (found.text, [one.copy for one in found.written]) == ("same", [look])


def test_a_link_says_nothing_of_its_own(final: bytes) -> None:
    assert compare(laid_over(final, Subtype=Name.Link, Contents=String("Naar de site")), final) == Comparison("same")


def test_a_scan_has_no_text_to_compare(final: bytes) -> None:
    assert compare(printed(""), final) == Comparison("scan")
    assert compare(printed("<p>Ingekomen 15 december 2020</p>"), final) == Comparison("scan")


def packed_as_a_picture() -> bytes:
    """Its page is packed as only pictures are, which pypdf leaves to another program."""
    return pdf(lambda made: made.pages[0].obj.update({"/Contents": Stream(made, b"x", Filter=Name.JBIG2Decode)}))


def of_millions_of_steps() -> bytes:
    page = PAGE.replace(">>", "/Contents 4 0 R /Resources << /Font << /F << /Type /Font >> >> >> >>")
    return written(CATALOG, PAGES, page, stream_of(packed(b"q Q\n" * 17_000_000), "/Filter /FlateDecode"))


@pytest.mark.parametrize("make", [lambda: b"%PDF-1.7 kapot", packed_as_a_picture, of_millions_of_steps])
def test_a_copy_that_cannot_be_read_says_so_and_does_not_keep_the_register_busy(
    final: bytes, make: Callable[[], bytes]
) -> None:
    content, began = make(), time.process_time()
    assert compare(content, final) == Comparison("unreadable")
    assert time.process_time() - began < 2


def test_signs_that_no_database_keeps_become_the_sign_for_unknown() -> None:
    assert pages_of(odd_letters()) == ["\ufffd\ufffd\ufffdx"]


def test_a_short_final_is_compared_too() -> None:
    assert compare_pages(["Alles blijft."], ["Alles blijft."]).text == "same"
    assert compare_pages(["Niets blijft."], ["Alles blijft."]).text == "differs"


def test_other_dashes_quotation_marks_and_bullets_are_the_same_text() -> None:
    assert compare_pages(["• ‘Stad’ – gemeente\nen e\u2011mail"], ["'Stad' - gemeente en e-mail ●"]).text == "same"


def test_fifty_differences_are_listed_and_the_rest_is_counted() -> None:
    ours = [" ".join(f"Zin {number} zegt dat woord{number} hier staat." for number in range(80))]
    theirs = [" ".join(f"Zin {number} zegt dat ander{number} hier staat." for number in range(80))]
    found = compare_pages(theirs, ours)
    assert len(found.differences) == 50
    assert found.more == 30
    assert found.differences[7] == Difference(1, "woord7", "ander7")


@given(st.lists(st.sampled_from(" ".join(WORDS).split()), min_size=1, max_size=80), st.data())
def test_a_text_is_the_same_wherever_its_lines_and_pages_end(words: list[str], data: st.DataObject) -> None:
    ends = data.draw(st.lists(st.sampled_from([" ", "\n", "\n\n", "\f"]), min_size=len(words), max_size=len(words)))
    broken = "".join(word + end for word, end in zip(words, ends, strict=True))
    assert compare_pages([" ".join(words)], [" ".join(words)]).text == "same"
    assert compare_pages([broken.replace("\f", "\n")], [" ".join(words)]).text == "same"


@given(st.lists(st.text(max_size=200), max_size=3), st.lists(st.text(max_size=200), max_size=3))
def test_any_two_texts_can_be_compared(copy: list[str], final: list[str]) -> None:
    assert compare_pages(copy, final).text in {"same", "differs", "scan"}


@pytest.mark.parametrize("change", ["none", "some", "all", "repeated"])
def test_four_hundred_pages_take_seconds(change: str) -> None:
    ours = [" ".join(f"woord{(page * 997 + place * 31) % 5000} de" for place in range(150)) for page in range(400)]
    theirs = {
        "none": ours,
        "some": [page.replace("woord7", "anders7") for page in ours],
        "all": [page.upper() for page in ours],
        "repeated": ["de gemeente " * 150] * 400,
    }[change]
    start = time.process_time()
    compare_pages(theirs, ours)
    assert time.process_time() - start < 8
