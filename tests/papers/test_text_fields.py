"""What cannot stay in a text is told with its line, in words, and with the field that was probably meant."""

import pytest
from django.utils import translation

from papers.text.fields import Problem, problems_in
from papers.text.markdown import LONGEST_TEXT

PROGRAM = "hoort in een programma, niet in een tekst: je kunt alleen velden uit de lijst gebruiken."
KNOWN = ["gemeente", "naam", "partij", "begindatum", "einddatum"]


def problems(text: str) -> list[Problem]:
    with translation.override("nl"):
        return problems_in(text, known=KNOWN)


def test_a_good_text_has_no_problems() -> None:
    text = """{{ gemeente }} en **{{naam}}** doen *samen* wat nodig is[^1]: 3 < 4, a & b, "x" en ‘y’ … klaar.

- een [link](https://example.org/pad?x=1#y), of [mail](mailto:kaat@example.org)
  - nog een
    1. en dieper

[^1]: Van {{ begindatum }} tot {{ einddatum }}.
"""
    assert problems(text) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{{ gemeentte }}", "Het veld ‘{{ gemeentte }}’ bestaat niet. Bedoel je ‘{{ gemeente }}’?"),
        ("{{ Naam }}", "Het veld ‘{{ Naam }}’ bestaat niet. Bedoel je ‘{{ naam }}’?"),
        ("{{ qqq }}", "Het veld ‘{{ qqq }}’ bestaat niet."),
        ("{{ }}", "Het veld ‘{{ }}’ bestaat niet."),
        ("{{ naam|upper }}", "‘{{ naam|upper }}’: een veld is alleen zijn naam, zonder ‘|’. Bedoel je ‘{{ naam }}’?"),
        ("{{ settings.SECRET_KEY }}", "‘{{ settings.SECRET_KEY }}’ is geen veld: kies er een uit de lijst."),
        ("{{ a.naam }}", "‘{{ a.naam }}’ is geen veld: kies er een uit de lijst. Bedoel je ‘{{ naam }}’?"),
        ("{% if x %}", f"‘{{% if x %}}’ {PROGRAM}"),
        ("{# x #}", f"‘{{# x #}}’ {PROGRAM}"),
        ("{{ naam", "‘{{’ staat alleen: een veld schrijf je als {{ gemeente }}, op één regel."),
        ("naam }}", "‘}}’ staat alleen: een veld schrijf je als {{ gemeente }}, op één regel."),
        ("{naam}", "‘{naam}’ lijkt op een veld dat niet ingevuld is. Bedoel je ‘{{ naam }}’?"),
        ("«Partij»", "‘«Partij»’ lijkt op een veld dat niet ingevuld is. Bedoel je ‘{{ partij }}’?"),
        ("<<naam>>", "‘<<naam>>’ lijkt op een veld dat niet ingevuld is. Bedoel je ‘{{ naam }}’?"),
        ("[Status]", "‘[Status]’ lijkt op een veld dat niet ingevuld is."),
        ("XXX", "‘XXX’ lijkt op een plaats die niet ingevuld is."),
        ("op ………… te", "‘…………’ lijkt op een plaats die niet ingevuld is."),
        ("op ........ te", "‘........’ lijkt op een plaats die niet ingevuld is."),
        ("______", "‘______’ lijkt op een plaats die niet ingevuld is."),
        ("&nbsp;", "Typ het teken zelf in de plaats van ‘&nbsp;’."),
        ("`x", "Code kan hier niet afgedrukt worden."),
        ("# Kop", "Een kop heeft een eigen veld; hij kan niet in een tekst staan."),
        ("> x", "Een tekst kan niet met ‘>’ als citaat gemarkeerd worden."),
        ("| a | b |", "Tabellen kunnen hier niet afgedrukt worden; gebruik een lijst."),
        ("---", "Een streep over de bladzijde kan hier niet afgedrukt worden."),
        ("[x](www.example.org)", "Naar ‘www.example.org’ kan geen link: begin met https://, http:// of mailto:."),
        ("<https://example.org>", "‘<https://example.org>’: schrijf een link als [woorden](https://…)."),
        ("feest \U0001f600", "Deze tekens kunnen niet afgedrukt worden: U+1F600."),
        ("- a\n  - b\n    - c\n      - d", "Lijsten staan te diep in elkaar: hoogstens 3."),
        ("1986. Een jaar", "Een genummerde lijst begint bij 1. Hoort het nummer bij een zin, schrijf dan ‘1986\\.’."),
        ("a[^1]", "Voetnoot 1 heeft geen tekst: zet er ‘[^1]: …’ onder."),
        ("[^1]: a", "Nergens in de tekst staat een verwijzing naar voetnoot 1."),
        ("a[^1] b[^1]\n\n[^1]: c", "Naar voetnoot 1 wordt twee keer verwezen."),
        ("a[^1]\n\n[^1]: c\n[^1]: d", "Voetnoot 1 heeft twee teksten."),
        ("a[^1]\n\n[^1]: c [^1]", "In een voetnoot kan geen andere voetnoot staan."),
    ],
)  # fmt: skip
def test_a_problem_is_told_in_plain_dutch(text: str, message: str) -> None:
    assert [one.message for one in problems(text)] == [message]


def test_html_is_named_piece_by_piece() -> None:
    assert [one.message.split(" is HTML")[0] for one in problems("a <b>vet</b> en <br>")] == [
        "‘<b>’",
        "‘</b>’",
        "‘<br>’",
    ]


def test_a_picture_is_told_as_a_picture() -> None:
    assert [one.message for one in problems("![x](https://example.org/x.png)")] == [
        "Een afbeelding kan hier niet afgedrukt worden."
    ]


def test_each_problem_has_its_line() -> None:
    assert [one.line for one in problems("goed\n{{ fout }}\r\ngoed\n\n[Status] en {{ mis }}")] == [2, 5, 5]


def test_a_text_that_is_too_long_is_told_as_that_alone() -> None:
    [one] = problems("{{ fout }}" * LONGEST_TEXT)
    assert one.message == "De tekst is te lang: 200000 tekens, er kunnen er hoogstens 20000."
    [one] = problems("x\n" * 600)
    assert one.message == "De tekst is te lang: 601 regels, er kunnen er hoogstens 500."


def test_no_more_is_told_than_anybody_reads() -> None:
    assert len(problems("{{ fout }} " * 1000)) == 50


@pytest.mark.parametrize(
    "heading", ["3. Opvolging", "- Afspraken", "2 * 3 * 4", "Wat {{ naam }} doet", "1986. Een jaar"]
)
def test_a_heading_is_plain_text_and_knows_no_lists(heading: str) -> None:
    assert problems_in(heading, known=KNOWN, heading=True) == []


@pytest.mark.parametrize(
    ("heading", "found"),
    [
        ("**Vet", "**"),
        ("**Vet**", "**"),
        ("Wat *schuin* is", "*schuin*"),
        ("Een [link](https://example.org)", "](https://example.org)"),
        ("1986\\. Een jaar", "\\"),
        ("Opvolging[^1]", "[^1]"),
        ("__Vet", "__"),
    ],
)
def test_marks_in_a_heading_are_refused_for_they_would_be_printed(heading: str, found: str) -> None:
    with translation.override("nl"):
        [problem] = problems_in(heading, known=KNOWN, heading=True)
    assert problem.message == f"‘{found}’ wordt afgedrukt zoals het er staat: een titel is gewone tekst, zonder opmaak."
