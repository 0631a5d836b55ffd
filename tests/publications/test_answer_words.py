"""The paragraph of an answer, in right Dutch for none, one and many."""

from typing import Any

import pytest
from django.utils import translation

from publications.answer.wording import summary
from tests.publications.telling import facts

NOBODY = "met 0 % van de lokale besturen."


def words(**totals: Any) -> str:
    with translation.override("nl"):
        return summary(facts(**{"municipalities": 298, **totals})).replace("\N{NO-BREAK SPACE}", " ")


def test_the_paragraph_tells_of_visits_agreements_talks_and_refusals():
    told = words(visited=249, concluded=125, in_force=124, negotiation=4, final_negotiation=9, declined=46)
    assert told == (
        "Op 26 april 2021 waren 249 van de 298 lokale besturen bezocht (84 %). "
        "Er waren 125 samenwerkingsovereenkomsten afgesloten in de bestuursperiode 2019–2024, "
        "met 42 % van de lokale besturen. "
        "Op die dag was in 124 lokale besturen een overeenkomst van kracht. "
        "Met 13 lokale besturen liep het gesprek nog: 9 in eindonderhandeling en 4 in onderhandeling. "
        "Met 46 lokale besturen was beslist om voorlopig geen overeenkomst te sluiten."
    )


@pytest.mark.parametrize(
    ("code", "number", "sentence"),
    [
        ("visited", 0, "Op 26 april 2021 was nog geen van de 298 lokale besturen bezocht."),
        ("visited", 1, "Op 26 april 2021 was 1 van de 298 lokale besturen bezocht (0 %)."),
        ("concluded", 0, "In de bestuursperiode 2019–2024 was nog geen samenwerkingsovereenkomst afgesloten."),
        (
            "concluded",
            1,
            f"Er was 1 samenwerkingsovereenkomst afgesloten in de bestuursperiode 2019–2024, {NOBODY}",
        ),
        ("in_force", 0, "Op die dag was nergens een overeenkomst van kracht."),
        ("in_force", 1, "Op die dag was in 1 lokaal bestuur een overeenkomst van kracht."),
        ("exploring", 0, "Er liepen geen gesprekken over een overeenkomst."),
        ("exploring", 1, "Met 1 lokaal bestuur liep het gesprek nog: 1 in een verkennend gesprek."),
        ("declined", 0, "Met geen enkel lokaal bestuur was beslist om geen overeenkomst te sluiten."),
        ("declined", 1, "Met 1 lokaal bestuur was beslist om voorlopig geen overeenkomst te sluiten."),
    ],
)
def test_none_and_one_have_their_own_words(code: str, number: int, sentence: str):
    assert words(**{code: number}) == sentence


def test_a_percentage_is_rounded_as_on_the_pages():
    assert "(13 %)" in words(municipalities=8, visited=1)  # 12,5


def test_without_local_governments_there_is_nothing_to_tell():
    assert words(municipalities=0) == "Op 26 april 2021 waren er geen lokale besturen om te tellen."


def test_a_figure_that_was_not_told_has_no_sentence():
    assert "gesprek" not in words(visited=249)
