"""The parts of an answer: tables, names in their order, what changed since the answer before."""

from collections.abc import Collection
from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from agreements.actions import stages
from agreements.models import Stage
from dashboards.days import end_of
from dashboards.figures import figures
from municipalities.models import Municipality, Province, Succession
from publications.answer.blocks import Block, Names, Table
from publications.answer.changes import Previous
from publications.answer.content import Answer, answer_of, with_sources
from publications.answer.facts import facts_of
from publications.models import Part
from tests.dashboards.worlds import take
from tests.factories import (
    AgreementFactory,
    DeclineReasonFactory,
    MunicipalityFactory,
    ProvinceFactory,
    UserFactory,
    VisitFactory,
    signed,
)
from tests.publications.telling import DAY
from tests.publications.telling import facts as told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("terms")]


@pytest.fixture
def limburg() -> Province:
    found: Province = ProvinceFactory(nis="70000", name="Limburg", abbreviation="LIM", position=2)
    return found


@pytest.fixture
def aalst() -> Municipality:
    found: Municipality = MunicipalityFactory(name="Aalst")
    return found


def answer(*parts: Part, on: date = DAY, since: date | None = None, words: str = "") -> Answer:
    previous = Previous("Jaarverslag 2020", facts_of(figures(on=since))) if since else None
    found = facts_of(figures(on=on))
    return answer_of(found, parts=parts or list(Part), words=words, previous=previous)


def blocks(part: Part, *, on: date = DAY, since: date | None = None) -> Collection[Block]:
    return answer(part, on=on, since=since).sections[0].blocks


def table(caption: str, found: Collection[Block]) -> list[tuple[str, ...]]:
    return next(list(one.rows) for one in found if isinstance(one, Table) and one.caption.startswith(caption))


def captions(found: Collection[Block]) -> list[str]:
    return [one.caption for one in found if isinstance(one, Table | Names)]


# Parts ----------------------------------------------------------------------------------------------------------------


def test_the_parts_stand_in_their_order_whatever_order_they_were_chosen_in():
    chosen = answer(Part.REASONS, Part.TALKS, Part.PARAGRAPH).sections
    assert [section.part for section in chosen] == [Part.PARAGRAPH, Part.REASONS, Part.TALKS]


def test_words_of_ones_own_stand_in_the_place_of_the_paragraph(aalst: Municipality):
    (section,) = answer(Part.PARAGRAPH, words="Geachte,\r\n\r\n Het gaat\x07 goed. ").sections
    assert [block.words for block in section.blocks] == ["Geachte,", "Het gaat goed."]


def test_the_table_counts_per_province_and_in_total(aalst: Municipality, limburg: Province):
    MunicipalityFactory(name="As", province=limburg)
    VisitFactory(municipality=aalst)
    counts, *rest = blocks(Part.PROVINCES)
    assert counts.rows == (
        ("Limburg", "1", "0 (0\N{NO-BREAK SPACE}%)", "0 (0\N{NO-BREAK SPACE}%)", "0 (0\N{NO-BREAK SPACE}%)"),
        ("Oost-Vlaanderen", "1", "1 (100\N{NO-BREAK SPACE}%)", "0 (0\N{NO-BREAK SPACE}%)", "0 (0\N{NO-BREAK SPACE}%)"),
    )
    assert counts.total[:3] == ("Totaal", "2", "1 (50\N{NO-BREAK SPACE}%)")
    assert rest == []


def test_names_stand_per_province_word_by_word_and_whatever_their_accents(limburg: Province):
    for name in ("Denderleeuw", "De Pinte", "Éeklo", "Erpe", "eine"):
        signed(AgreementFactory(municipality=MunicipalityFactory(name=name)), on=date(2021, 1, 4))
    signed(AgreementFactory(municipality=MunicipalityFactory(name="As", province=limburg)), on=date(2021, 1, 4))
    names = blocks(Part.PROVINCES)[1]
    assert names.lists == [
        ("Limburg (1)", ("As",)),
        ("Oost-Vlaanderen (5)", ("De Pinte", "Denderleeuw", "Éeklo", "eine", "Erpe")),
    ]
    assert names.rows[:2] == [("As", "De Pinte"), ("", "Denderleeuw")]


def test_the_reason_given_most_comes_first():
    for label, times in (("Te weinig tijd", 1), ("Wacht op een fusie", 2)):
        reason = DeclineReasonFactory(code=label[:2], label=label)
        for _one in range(times):
            take(AgreementFactory(), Stage.DECLINED, DAY, by=UserFactory(), reason=reason)
    (reasons,) = blocks(Part.REASONS)
    assert reasons.rows == (("Wacht op een fusie", "2"), ("Te weinig tijd", "1"))
    assert reasons.total == ("Totaal", "3")


def test_without_refusals_the_answer_says_so():
    assert "geen gesprekken zonder overeenkomst" in blocks(Part.REASONS)[0].words


def test_talks_are_named_by_how_far_they_are(aalst: Municipality):
    take(AgreementFactory(municipality=aalst), Stage.FINAL_NEGOTIATION, DAY, by=UserFactory())
    (talks,) = blocks(Part.TALKS)
    assert talks.rows == (("Eindonderhandeling", "1", "Aalst"),)


def test_only_the_figures_that_the_parts_use_are_defined():
    names = [name for name, _sentence in answer(Part.PROVINCES, Part.DEFINITIONS).sections[1].blocks[0].terms]
    assert names == ["Gemeenten", "Bezocht", "Overeenkomst gesloten", "Geldende overeenkomst"]


def test_the_sources_tell_the_day_what_was_known_and_the_moment(aalst: Municipality):
    made_at = datetime(2021, 5, 3, 10, 15, tzinfo=UTC)
    (sources,) = with_sources(
        answer(Part.SOURCES), day=DAY, known_at=end_of(date(2021, 5, 2)), made_at=made_at
    ).sections
    assert sources.blocks[0].words == (
        "Register lokale besturen van het Agentschap Integratie en Inburgering. "
        "Stand op 26 april 2021, zoals bekend op 2 mei 2021 om 23.59 uur. Opgemaakt op 3 mei 2021 om 12.15 uur."
    )


# Since the answer before ----------------------------------------------------------------------------------------------


def test_without_an_earlier_answer_there_is_nothing_to_compare():
    assert "geen eerder antwoord" in blocks(Part.CHANGES)[0].words


def test_numbers_stand_beside_those_of_the_answer_before(aalst: Municipality):
    VisitFactory(municipality=aalst, held_on=DAY)
    rows = table("De aantallen", blocks(Part.CHANGES, since=date(2020, 10, 30)))
    assert ("Bezocht", "0", "1", "+1") in rows
    assert ("Overeenkomst gesloten", "0", "0", "0") in rows


def test_who_signed_since_is_named_with_the_day_and_the_date_on_the_paper(aalst: Municipality):
    signed(AgreementFactory(municipality=aalst, dated_on=date(2020, 12, 15)), on=date(2021, 5, 3))
    found = blocks(Part.CHANGES, on=date(2021, 6, 1), since=DAY)
    assert table("Nieuw met een overeenkomst", found) == [
        ("Aalst", "Oost-Vlaanderen", "Ondertekend op 3 mei 2021, op papier van 15 december 2020")
    ]
    assert "Ook nieuw" not in str(captions(found))


def test_a_signature_that_was_recorded_late_says_when(aalst: Municipality):
    before = Previous("Jaarverslag 2020", facts_of(figures(on=DAY)))
    signed(AgreementFactory(municipality=aalst), on=date(2021, 4, 1))
    now = facts_of(figures(on=date(2021, 6, 1)))
    found = answer_of(now, parts=[Part.CHANGES], previous=before).sections[0].blocks
    recorded = timezone.localdate()
    why = table("Nieuw met een overeenkomst", found)[0][2]
    assert why.startswith("Ondertekend op 1 april 2021, vastgelegd op ")
    assert str(recorded.year) in why


def test_a_signature_that_was_corrected_is_named_as_such(aalst: Municipality):
    step = signed(AgreementFactory(municipality=aalst), on=date(2021, 4, 1))
    before = Previous("Jaarverslag 2020", facts_of(figures(on=DAY)))
    stages.correct(step, reason="Verkeerde gemeente.", by=UserFactory())
    now = facts_of(figures(on=date(2021, 6, 1)))
    found = answer_of(now, parts=[Part.CHANGES], previous=before).sections[0].blocks
    assert "verbeterd" in table("Niet langer met een overeenkomst", found)[0][2]
    assert "Verkeerde gemeente" not in str(found)


@pytest.mark.parametrize(
    ("ending", "why"), [("ended", "Vroegtijdig stopgezet op 3 mei 2021"), ("lapsed", "Liep af op")]
)
def test_who_is_no_longer_bound_is_named_with_why(aalst: Municipality, ending: str, why: str):
    made = AgreementFactory(municipality=aalst, ends_on=date(2021, 5, 20))
    signed(made, on=date(2020, 1, 6))
    if ending == "ended":
        take(made, Stage.ENDED, date(2021, 5, 3), by=UserFactory())
    found = blocks(Part.CHANGES, on=date(2021, 6, 1), since=DAY)
    assert table("Niet langer met een geldende", found)[0][2].startswith(why)


def test_who_merged_is_named_with_the_successor(aalst: Municipality):
    signed(AgreementFactory(municipality=aalst, ends_on=date(2027, 12, 31)), on=date(2020, 1, 6))
    Municipality.objects.filter(pk=aalst.pk).update(ends_on=date(2021, 5, 31))
    successor = MunicipalityFactory(name="Aalst-Ninove", starts_on=date(2021, 6, 1))
    Succession.objects.create(predecessor=aalst, successor=successor, took_effect_on=date(2021, 6, 1))
    found = blocks(Part.CHANGES, on=date(2021, 6, 1), since=DAY)
    went = "Opgegaan in Aalst-Ninove op 1 juni 2021"
    assert table("Niet langer met een overeenkomst", found) == [("Aalst", "Oost-Vlaanderen", went)]
    assert table("Ook nieuw", found)[0] == (
        "Aalst-Ninove",
        "Oost-Vlaanderen",
        "Geërfd bij de fusie van 1 juni 2021",
    )


def test_why_is_told_as_it_was_known(aalst: Municipality):
    before = Previous("Jaarverslag 2020", facts_of(figures(on=date(2020, 10, 30))))
    step = signed(AgreementFactory(municipality=aalst), on=date(2021, 4, 1))
    known_at = timezone.now()
    stages.correct(step, reason="Vergissing.", by=UserFactory())
    then = facts_of(figures(on=DAY, known_at=known_at))
    found = answer_of(then, parts=[Part.CHANGES], previous=before).sections[0].blocks
    assert table("Nieuw met een overeenkomst", found)[0][2] == "Ondertekend op 1 april 2021"


def test_a_number_that_was_given_as_a_lower_limit_has_no_difference(aalst: Municipality):
    VisitFactory(municipality=aalst)
    said = told(municipalities=1, visited=1)
    said.frozen.figures["visited"]["at_least"] = True
    now = facts_of(figures(on=DAY))
    found = answer_of(now, parts=[Part.CHANGES], previous=Previous("nr. 23", said)).sections[0].blocks
    assert ("Bezocht", "minstens 1", "1", "") in table("De aantallen", found)


def test_a_new_term_takes_everybody_off_the_list_at_once(aalst: Municipality):
    signed(AgreementFactory(municipality=aalst), on=date(2020, 1, 6))
    found = blocks(Part.CHANGES, on=date(2025, 1, 2), since=DAY)
    assert any("2025–2030 telt opnieuw" in getattr(block, "words", "") for block in found)
    assert captions(found) == ["De aantallen toen en nu"]


def test_an_answer_asks_as_many_queries_for_one_as_for_many(django_assert_num_queries):
    def change() -> None:
        signed(AgreementFactory(), on=date(2021, 5, 3))

    change()
    found = Previous("Jaarverslag 2020", facts_of(figures(on=DAY)))
    for _more in range(4):
        now = facts_of(figures(on=date(2021, 6, 1)))
        with django_assert_num_queries(3):
            answer_of(now, parts=list(Part), previous=found)
        change()
