"""Markdown of a small subset: what becomes of a text, and what never does."""

import re
import time

import pytest
from django.utils.html import escape
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from papers.text.fields import problems_in
from papers.text.markdown import LONGEST_KEPT, LONGEST_TEXT, parsed, to_html

VALUES = {
    "gemeente": "de stad Aalst",
    "ocmw": "het OCMW van Aalst",
    "dag": SafeString('<span class="day">1 mei</span>'),
}


def html(text: str, **options: object) -> str:
    return str(to_html(text, values=VALUES, **options))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Een regel.", "<p>Een regel.</p>"),
        ("Een\nalinea.\n\nNog een.", "<p>Een alinea.</p><p>Nog een.</p>"),
        ("**Vet** en *schuin* en __vet__.", "<p><strong>Vet</strong> en <em>schuin</em> en <strong>vet</strong>.</p>"),
        ("Een regel  \neronder", "<p>Een regel<br>eronder</p>"),
        ("- een\n- twee", "<ul><li>een</li><li>twee</li></ul>"),
        ("1. een\n2. twee", "<ol><li>een</li><li>twee</li></ol>"),
        ("- een\n  - diep\n- twee", "<ul><li>een<ul><li>diep</li></ul></li><li>twee</li></ul>"),
        ("- een\n\n  vervolg", "<ul><li>een<br>vervolg</li></ul>"),
        ("Dit doen zij:\n\n- een", '<p class="lead-in">Dit doen zij:</p><ul><li>een</li></ul>'),
        ("[Hier](https://example.org/?a=1&b=2)", '<p><a href="https://example.org/?a=1&amp;b=2">Hier</a></p>'),
        ("[Mail](mailto:kaat@example.org)", '<p><a href="mailto:kaat@example.org">Mail</a></p>'),
        ("Een noot[^1].\n\n[^1]: De *noot*.", '<p>Een noot<span class="footnote">De <em>noot</em>.</span>.</p>'),
        ("3 \\* 4 en 1986\\. Ja", "<p>3 * 4 en 1986. Ja</p>"),
        ("", ""),
    ],
)
def test_the_subset_becomes_html(text: str, expected: str) -> None:
    assert html(text) == expected


@pytest.mark.parametrize(
    "text",
    ["# Kop", "> citaat", "`code`", "| a | b |", "<b>vet</b>", "&amp; &#65;", "<!-- x -->", "<https://example.org>"],
)
def test_what_is_outside_the_subset_stays_text(text: str) -> None:
    assert html(text) == f"<p>{escape(text)}</p>"


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:x",
        "data:text/html,x",
        "file:///etc/passwd",
        "//example.org",
        "/etc",
        "x.html",
    ],
)
def test_only_the_web_and_mail_can_be_linked(address: str) -> None:
    assert "<a" not in html(f"[woord]({address})")


def test_a_link_is_flat_whatever_stands_in_it() -> None:
    linked = html("[**vet** {{ dag }} *schuin*](https://example.org)")
    assert linked == '<p><a href="https://example.org">vet 1 mei schuin</a></p>'


def test_a_link_without_words_shows_its_address() -> None:
    assert html("[](https://example.org)") == '<p><a href="https://example.org">https://example.org</a></p>'


def test_a_footnote_stands_where_it_is_called_and_only_there() -> None:
    text = "A[^n] B[^n] C[^x]\n\n[^n]: Noot [^n] hier."
    assert html(text) == '<p>A<span class="footnote">Noot [^n] hier.</span> B[^n] C[^x]</p>'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ gemeente }} doet mee.", "De stad Aalst doet mee."),
        ("Dat doet {{ gemeente }}.", "Dat doet de stad Aalst."),
        ("Ja. {{ gemeente }}! {{ocmw}}? {{ ocmw }}", "Ja. De stad Aalst! Het OCMW van Aalst? Het OCMW van Aalst"),
        ("Klaar.\n{{ gemeente }} ook", "Klaar. De stad Aalst ook"),
        ("**{{ gemeente }}** en *{{ ocmw }}*", "De stad Aalst en het OCMW van Aalst"),
        ("Klaar. **{{ gemeente }}**", "Klaar. De stad Aalst"),
        ("(Klaar.) {{ gemeente }}", "(Klaar.) De stad Aalst"),
        ("“{{ gemeente }}”", "“De stad Aalst”"),
        ("Met o.a. {{ gemeente }} en nr. {{ ocmw }}", "Met o.a. de stad Aalst en nr. het OCMW van Aalst"),
        ("Dit zijn: {{ gemeente }}; {{ ocmw }}", "Dit zijn: de stad Aalst; het OCMW van Aalst"),
        ("Op {{ dag }}. {{ gemeente }}", "Op 1 mei. De stad Aalst"),
        ("{{ gemeente }} {{ gemeente }}", "De stad Aalst de stad Aalst"),
    ],
)  # fmt: skip
def test_a_field_takes_a_capital_where_it_begins_a_sentence(text: str, expected: str) -> None:
    assert re.sub(r"<[^>]+>", "", html(text)) == expected
    assert re.sub(r"<[^>]+>", "", html(f"- {text}")) == expected


def test_a_heading_is_one_line_of_plain_text_with_fields() -> None:
    assert html("Voor *{{ gemeente }}*\n en {{ dag }}", heading=True) == (
        'Voor *de stad Aalst* en <span class="day">1 mei</span>'
    )
    assert html("{{ ocmw }}", heading=True) == "Het OCMW van Aalst"


@pytest.mark.parametrize(
    "text", ["{{ onbekend }}", "{{ gemeente|upper }}", "{% now %}", "{{ gemeente", "{{\ngemeente }}"]
)
def test_what_is_not_a_field_stays_as_it_was_typed(text: str) -> None:
    assert " ".join(text.split()) in html(text)


def test_a_line_with_nothing_but_an_absent_field_falls_away() -> None:
    text = "Op grond van:\n\n- het decreet\n- {{ gemeente }};\n\n**{{ gemeente }}**\n\nOok {{ gemeente }}."
    expected = '<p class="lead-in">Op grond van:</p><ul><li>het decreet</li></ul><p>Ook de stad Aalst.</p>'
    assert html(text, absent={"gemeente"}) == expected
    assert html("- {{ gemeente }}", absent={"gemeente"}) == ""


def test_a_text_that_is_too_long_says_so_on_paper() -> None:
    printed = html("woord " * LONGEST_TEXT)
    assert len(printed) < 2000
    assert "te lang" in printed


def test_a_word_without_an_end_can_be_broken() -> None:
    assert html("a" * 200) == f"<p>{'a' * 80}\u200b{'a' * 80}\u200b{'a' * 40}</p>"
    assert html(f"{'a' * 70}*{'b' * 70}* c") == f"<p>{'a' * 70}<em>{'b' * 10}\u200b{'b' * 60}</em> c</p>"
    assert "\u200b" not in html("woord " * 100)


def test_a_text_of_too_many_lines_is_too_long() -> None:
    assert "te lang" in html("- x\n" * 500)
    assert "te lang" not in html("- x\n" * 499)


def test_signs_that_our_fonts_lack_are_marked() -> None:
    assert html("Feest \U0001f600!") == '<p>Feest <span class="gap">[niet af te drukken: U+1F600]</span>!</p>'


def test_signs_that_turn_text_around_are_left_out() -> None:
    assert html("a\u202eb\u200bc\x00d\u2066e") == "<p>abcde</p>"


# --- For any text --------------------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    ["*", "**", "_", "[", "](", ")", "[^1]", "[^1]: ", "\n", "\n\n", "- ", "1. ", "    ", "{{ gemeente }}", "{{", "}}",
     "<script>", "&lt;", "https://example.org", "javascript:", "\\", "`", "#", "!", "|", '"', "'", "\u202e", "a b"]
)  # fmt: skip
TEXTS = st.lists(PIECES | st.text(max_size=8), max_size=60).map("".join)
ALLOWED = re.compile(
    r'</?(?:p|br|strong|em|ul|ol|li|a|span)>|<p class="lead-in">|<span class="(?:gap|footnote|day)">'
    r'|<a href="(?:https?:|mailto:)[^"<>]*">',
    re.IGNORECASE,
)


@given(text=TEXTS, value=st.text(max_size=20), heading=st.booleans())
def test_any_text_becomes_html_of_allowed_tags_only(text: str, value: str, *, heading: bool) -> None:
    written = to_html(text, values={"gemeente": value}, heading=heading)
    rest = ALLOWED.sub("", written)
    assert "<" not in rest
    assert ">" not in rest


@given(value=st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=60))
def test_a_value_is_shown_literally(value: str) -> None:
    printed = to_html("x {{ gemeente }} y", values={"gemeente": value})
    assert escape(value).replace("&quot;", '"').replace("&#x27;", "'").replace("\xa0", "&nbsp;") in printed


@given(text=TEXTS)
def test_a_text_without_problems_leaves_nothing_that_looks_unfilled(text: str) -> None:
    if not problems_in(text, known=VALUES):
        printed = to_html(text, values=VALUES)
        assert "{{" not in printed
        assert "[^" not in printed


@pytest.mark.parametrize(
    "unit",
    ["[", "](", "[a](http://b.be)", "*a **", "_a __", "*", "a*", "- ", "1. ", "- a\n", "  - x\n", "[^a]", "[^a]: ",
     "{{ ", "{{ gemeente }} ", "\\", "`", "<", "&", "![", "> ", "| a ", "\n", "((", "a. "],
)  # fmt: skip
def test_the_time_grows_with_the_length_alone(unit: str) -> None:
    """Twice the text, a little more than twice the time: nothing to run away with."""
    longest = unit * (LONGEST_TEXT // len(unit))
    start = time.process_time()
    to_html(longest, values=VALUES)
    problems_in(longest, known=VALUES)
    assert time.process_time() - start < 2


def test_short_texts_are_parsed_once_and_long_ones_take_no_memory() -> None:
    short, long = "*a* " * (LONGEST_KEPT // 4), "*a* " * LONGEST_KEPT
    assert parsed(short) is parsed(short)
    assert parsed(long) is not parsed(long)
