"""Visited on a day: what counts, what does not, and the same as a plain count in Python."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from municipalities.models import Municipality, NoTerm, Visit
from tests.factories import MunicipalityFactory, TermFactory, VisitFactory

DAY = date(2021, 4, 26)


def visited(on: date) -> set[Municipality]:
    return set(Municipality.objects.visited(on=on))


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["on_the_spot", "video"])
def test_a_visit_on_the_spot_or_by_video_counts_from_its_day_to_the_end_of_the_term(terms, kind: str):
    town = VisitFactory(held_on=date(2021, 3, 1), kind=kind).municipality
    assert visited(date(2021, 2, 28)) == set()
    assert visited(date(2021, 3, 1)) == {town}
    assert visited(date(2024, 12, 31)) == {town}
    assert visited(date(2025, 1, 1)) == set()


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["phone", "email"])
def test_a_phone_call_is_a_contact_not_a_visit(terms, kind: str):
    visit = VisitFactory(held_on=date(2021, 3, 1), kind=kind)
    assert visited(DAY) == set()
    assert not visit.is_effective
    assert Visit.objects.contacts_only(by=DAY).get() == visit
    assert Municipality.objects.not_visited(on=DAY).get() == visit.municipality
    assert Municipality.objects.never_visited(on=DAY).get() == visit.municipality


@pytest.mark.django_db
def test_a_planned_visit_does_not_count_as_visited(terms):
    VisitFactory(status=Visit.Status.PLANNED, held_on=date(2021, 3, 1))
    assert visited(DAY) == set()


@pytest.mark.django_db
def test_a_cancelled_visit_does_not_count_as_visited(terms):
    VisitFactory(status=Visit.Status.CANCELLED, cancel_reason="Ziek", held_on=date(2021, 3, 1))
    assert visited(DAY) == set()


@pytest.mark.django_db
def test_a_visit_of_an_earlier_term_no_longer_counts_but_was_one(terms):
    town = VisitFactory(held_on=date(2024, 12, 31)).municipality
    new_term = date(2025, 1, 1)
    assert Municipality.objects.not_visited(on=new_term).get() == town
    assert not Municipality.objects.never_visited(on=new_term).exists()
    last = Municipality.objects.with_last_visit(on=new_term).get().last_visited_on
    assert (last, Municipality.days_since(last, on=new_term)) == (date(2024, 12, 31), 1)


@pytest.mark.django_db
def test_a_municipality_visited_twice_is_counted_once(terms):
    town = MunicipalityFactory()
    VisitFactory.create_batch(3, municipality=town, held_on=date(2021, 3, 1))
    assert Municipality.objects.visited(on=DAY).count() == 1


@pytest.mark.django_db
def test_a_day_without_a_term_has_no_answer(terms):
    with pytest.raises(NoTerm):
        Municipality.objects.visited(on=date(2018, 12, 31))


# --- The same, counted in Python -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Moment:
    """A visit as the model in Python knows it."""

    town: int
    on: date
    kind: str
    status: str


TOWNS = 4
FIRST = date(2019, 1, 1)
SPANS = st.lists(st.integers(30, 400), min_size=1, max_size=3)  # days that each term lasts, one after the other
MOMENTS = st.builds(
    Moment,
    town=st.integers(0, TOWNS - 1),
    on=st.dates(date(2018, 10, 1), date(2022, 6, 1)),
    kind=st.sampled_from(Visit.Kind.values),
    status=st.sampled_from(Visit.Status.values),
)


def terms_of(spans: list[int]) -> list[tuple[date, date]]:
    terms, start = [], FIRST
    for span in spans:
        terms.append((start, start + timedelta(days=span)))
        start = terms[-1][1] + timedelta(days=1)
    return terms


def visited_in_python(moments: list[Moment], terms: list[tuple[date, date]], day: date) -> set[int]:
    start = next(first for first, last in terms if first <= day <= last)
    return {
        moment.town
        for moment in moments
        if moment.status == "held" and moment.kind in {"on_the_spot", "video"} and start <= moment.on <= day
    }


class TestVisited(TestCase):
    @given(spans=SPANS, moments=st.lists(MOMENTS, max_size=12), data=st.data())
    def test_visited_is_what_a_plain_count_says(
        self, spans: list[int], moments: list[Moment], data: st.DataObject
    ) -> None:
        terms = terms_of(spans)
        for first, last in terms:
            TermFactory(starts_on=first, ends_on=last)
        towns = MunicipalityFactory.create_batch(TOWNS)
        for moment in moments:
            reason = "Ziek" if moment.status == "cancelled" else ""
            VisitFactory(
                municipality=towns[moment.town],
                held_on=moment.on,
                kind=moment.kind,
                status=moment.status,
                cancel_reason=reason,
            )
        on_an_edge = [edge for term in terms for edge in term] + [
            m.on for m in moments if FIRST <= m.on <= terms[-1][1]
        ]
        day = data.draw(st.one_of(st.sampled_from(on_an_edge), st.dates(FIRST, terms[-1][1])))
        expected = {towns[town] for town in visited_in_python(moments, terms, day)}
        assert visited(day) == expected
        assert set(Municipality.objects.not_visited(on=day)) == set(towns) - expected
