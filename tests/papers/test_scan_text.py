"""What the scanner finds in text, and what it leaves alone."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papers.scan import Hit, scan_text
from tests.papers.scanning import PLANTS, RIGHT


def found(*pages: str) -> list[str]:
    return [hit.found for hit in scan_text(list(pages))]


@pytest.mark.parametrize("plant", PLANTS)
def test_each_pattern_is_one_place(plant: str) -> None:
    [hit] = scan_text(["Een woord vooraf.", f"Wij schrijven {plant} in deze brief."])
    assert hit.page == 2


@pytest.mark.parametrize("plant", [plant for plant in PLANTS if "  " not in plant and " \u00a0" not in plant])
def test_a_pattern_that_the_end_of_a_line_splits_is_still_one_place(plant: str) -> None:
    split = plant.replace(" ", "\n")
    assert len(scan_text([f"Wij schrijven\n{split}\nin deze brief."])) == 1


@pytest.mark.parametrize(
    "split",
    [
        "[Sta-\ntus]",
        "[Sta\u2010\ntus]",
        "{{ ge-\nmeente }}",
        "MERGE-\nFIELD Naam",
        "de lo-\nkaal be-\nstuur",
        "Lo-\nrem ipsum",
    ],
)
def test_a_word_that_is_broken_off_is_whole_for_the_scanner(split: str) -> None:
    assert len(found(f"Wij schrijven {split} in deze brief.")) == 1


@pytest.mark.parametrize("sentence", RIGHT)
def test_ordinary_dutch_is_left_alone(sentence: str) -> None:
    assert found(f"Dit komt eerst. {sentence} En dit komt daarna.") == []
    assert found(sentence.replace(" ", "\n")) == []


def test_the_place_says_what_it_is_and_shows_its_sentence_alone() -> None:
    text = "Dit is goed. De stad wijst\neen [Status] aan, en niemand anders. Dit is ook goed."
    assert scan_text([text]) == [
        Hit(1, "niet-ingevuld veld", "[Status]", "De stad wijst een [Status] aan, en niemand anders.")
    ]


def test_a_sentence_without_end_is_cut_around_the_place() -> None:
    [hit] = scan_text([f"{'woord na ' * 500}[Status] {'daarna nog ' * 500}"])
    assert "[Status]" in hit.sentence
    assert len(hit.sentence) < 320
    assert hit.sentence.startswith("…")
    assert hit.sentence.endswith("…")


def test_places_that_overlap_are_one() -> None:
    assert found("Aan {{ None }} en [TODO XXX].") == ["{{ None }}", "[TODO XXX]"]


def test_two_places_in_a_row_are_two() -> None:
    assert found("[Status][Status] [Status]") == ["[Status]"] * 3


def test_a_footer_counts_once_per_page() -> None:
    assert [hit.page for hit in scan_text(["Een.\n\n[Status]", "Twee.\n\n[Status]"])] == [1, 2]


def test_what_stands_in_two_cells_is_not_read_as_one() -> None:
    assert found("medewerker integratie\n\nintegratie en wonen") == []
    assert found("medewerker integratie integratie en wonen") == ["integratie integratie"]


def test_a_heading_and_the_sentence_below_may_share_a_word() -> None:
    assert found("Gegevens\nGegevens blijven binnen het agentschap.") == []


def test_a_leader_in_a_list_of_contents_is_no_line_to_write_on() -> None:
    pages = ["Aanleiding ........ 2\nOpvolging . . . . . . 3", "Twee", "Drie"]
    assert found(*pages) == []
    assert found("Aanleiding ........ 2") == ["........"]
    assert found("Naam ........ en datum", "", "") == ["........"]


def test_a_line_stretched_to_the_margin_has_no_doubled_spaces() -> None:
    assert found("Dit  is  een  regel  die  de  hele  breedte  vult\nen dit niet.") == []
    assert found("Dit is een regel die de  hele breedte vult\nen dit  niet.") == ["␣␣", "␣␣"]


def test_the_bullet_of_a_word_processor_is_no_unreadable_sign() -> None:
    assert found("\uf0b7 een\n\uf0b7 twee") == []
    assert found("\uf0b7een en \uf0b7 twee") == ["\uf0b7", "\uf0b7"]


GOOD = " ".join(RIGHT[2:9])
GAPS = [place for place, sign in enumerate(GOOD) if sign == " " and GOOD[place - 1].isalpha()]


@given(plant=st.sampled_from(PLANTS), gap=st.sampled_from(GAPS), line=st.booleans())
def test_a_pattern_planted_anywhere_in_a_good_text_is_found(plant: str, gap: int, line: bool) -> None:
    text = f"{GOOD[:gap]}{chr(10) if line else ' '}{plant} en {GOOD[gap + 1 :]}"
    assert any(hit.found == "␣␣" or overlap(hit.found, plant) for hit in scan_text([text]))


def overlap(found: str, plant: str) -> bool:
    """In whole, or in a word of it."""
    return found in plant or bool(set(found.split()) & set(plant.split()))


@settings(max_examples=200)
@given(st.lists(st.text(), max_size=3))
def test_any_text_can_be_scanned(pages: list[str]) -> None:
    for hit in scan_text(pages):
        assert 1 <= hit.page <= len(pages)
        assert hit.kind
        assert hit.found


# What patterns that go back and forth choke on.
HOSTILE = [
    "{",
    "{{",
    "{% ",
    "[",
    "[a",
    "<",
    "<<",
    "«",
    "(",
    "( ",
    "%a",
    "x",
    "_ ",
    "_",
    ".",
    ". ",
    "…",
    " ",
    "\n",
    " \n",
    "-\n",
    "de ",
    "de lokale ",
    "het lokale eigen ",
    "a",
    "09 ",
    "0",
    "+32",
    "1/",
    "€ ",
    ", ",
    "van ",
    "\t",
    "a-",
    "a’",
    "\u00ad",
    "#",
    "Fout! ",
    "\ufffd ",
    "[in te vullen ",
    "31 februari ",
    "nan.",
    "tel. ",
    "teerde",
    "?",
]


@pytest.mark.parametrize("bit", HOSTILE)
def test_no_pattern_runs_away(bit: str) -> None:
    """Where time grew with the square of the text, these would take minutes."""
    start = time.process_time()
    scan_text([bit * (100_000 // len(bit))])
    assert time.process_time() - start < 2


def test_a_million_signs_take_seconds() -> None:
    start = time.process_time()
    scan_text([GOOD * (1_000_000 // len(GOOD))])
    assert time.process_time() - start < 20
