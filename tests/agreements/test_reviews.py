"""When a yearly review is due, held and overdue; what is read of it in Python and in SQL is the same."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from agreements.models import Agreement, Review, Stage, StageChange, StageCorrection
from agreements.models.anniversaries import anniversary
from agreements.reviews import due_reviews, next_due_on, open_due_dates
from tests.factories import AgreementFactory, DeclineReasonFactory, MunicipalityFactory, UserFactory

pytestmark = pytest.mark.django_db

SIGNED_ON = date(2019, 12, 10)


def step(agreement: Agreement, stage: Stage, on: date) -> StageChange:
    """A step of the log, without the rules about what may follow what."""
    signed = {"agency_signed_on": on, "municipality_signed_on": on} if stage == Stage.SIGNED else {}
    reason = {"reason": DeclineReasonFactory()} if stage == Stage.DECLINED else {}
    by = User.objects.first() or UserFactory()
    words = {"stage": stage, "effective_on": on, "recorded_by": by, "note": "…"}
    return StageChange(agreement=agreement, **words, **signed, **reason).insert()


@pytest.fixture
def agreement() -> Agreement:
    """In force from 1 January 2020 until the end of 2025."""
    agreement = AgreementFactory()
    step(agreement, Stage.SIGNED, SIGNED_ON)
    return agreement


def held(agreement: Agreement, due_on: date, on: date | None = None) -> Review:
    return Review.objects.create(agreement=agreement, due_on=due_on, held_on=on or due_on, version=1)


def overdue(agreement: Agreement, on: date) -> list[int]:
    """The years whose review is overdue; what SQL counts must agree."""
    agreement = Agreement.objects.get(pk=agreement.pk)
    days = [due.due_on for due in due_reviews(agreement, on=on) if due.overdue]
    counted = Agreement.objects.with_reviews_overdue(on=on).get(pk=agreement.pk).reviews_overdue
    assert counted == len(days)
    assert Agreement.objects.reviews_overdue(on=on).filter(pk=agreement.pk).exists() == bool(days)
    return [day.year for day in days]


def test_a_review_comes_due_on_each_anniversary(agreement: Agreement):
    due = [due.due_on for due in due_reviews(agreement, on=date(2022, 6, 1))]
    assert due == [date(2021, 1, 1), date(2022, 1, 1)]


def test_on_the_anniversary_itself_a_review_is_due_but_not_overdue(agreement: Agreement):
    assert [due.overdue for due in due_reviews(agreement, on=date(2021, 1, 1))] == [False]
    assert overdue(agreement, date(2021, 1, 1)) == []
    assert overdue(agreement, date(2021, 1, 2)) == [2021]


def test_a_review_that_was_held_is_no_longer_overdue(agreement: Agreement):
    review = held(agreement, date(2021, 1, 1), date(2021, 2, 10))
    assert [due.review for due in due_reviews(agreement, on=date(2021, 2, 10))] == [review]
    assert overdue(agreement, date(2021, 2, 10)) == []
    assert overdue(agreement, date(2022, 3, 1)) == [2022]


def test_a_review_held_later_does_not_change_the_figures_of_an_earlier_day(agreement: Agreement):
    held(agreement, date(2021, 1, 1), date(2021, 2, 10))
    assert overdue(agreement, date(2021, 2, 9)) == [2021]


def test_before_the_signature_no_review_comes_due():
    agreement = AgreementFactory()
    step(agreement, Stage.APPROVED, date(2020, 6, 1))
    assert overdue(agreement, date(2023, 1, 2)) == []
    step(agreement, Stage.SIGNED, date(2021, 1, 2))
    assert overdue(agreement, date(2023, 1, 2)) == [2022, 2023]


def test_an_agreement_signed_on_its_anniversary_owes_a_review_that_day():
    agreement = AgreementFactory()
    step(agreement, Stage.SIGNED, date(2021, 1, 1))
    assert overdue(agreement, date(2021, 1, 2)) == [2021]


def missed(agreement: Agreement, on: date) -> list[int]:
    """The years whose review was not held before the agreement stopped."""
    return [due.due_on.year for due in due_reviews(agreement, on=on) if due.missed]


def test_after_an_early_ending_no_review_comes_due(agreement: Agreement):
    step(agreement, Stage.ENDED, date(2021, 12, 31))
    assert overdue(agreement, date(2021, 12, 31)) == [2021]
    assert overdue(agreement, date(2022, 1, 1)) == []
    assert missed(agreement, date(2025, 1, 1)) == [2021]


def test_an_agreement_that_ends_on_its_anniversary_owed_that_review(agreement: Agreement):
    step(agreement, Stage.ENDED, date(2022, 1, 1))
    assert missed(agreement, date(2025, 1, 1)) == [2021, 2022]


def test_a_lapsed_agreement_owes_nothing_but_what_it_missed_stays_to_be_seen(agreement: Agreement):
    held(agreement, date(2022, 1, 1))
    assert overdue(agreement, date(2025, 12, 31)) == [2021, 2023, 2024, 2025]
    assert overdue(agreement, date(2026, 1, 1)) == []
    assert missed(agreement, date(2026, 1, 1)) == [2021, 2023, 2024, 2025]


def test_an_agreement_of_29_february_is_reviewed_on_1_march_or_in_a_leap_year_on_29_february():
    agreement = AgreementFactory(starts_on=date(2020, 2, 29), ends_on=date(2024, 12, 31))
    step(agreement, Stage.SIGNED, date(2020, 2, 1))
    held(agreement, date(2021, 3, 1))
    days = [due.due_on for due in due_reviews(agreement, on=date(2024, 12, 31))]
    assert days == [date(2021, 3, 1), date(2022, 3, 1), date(2023, 3, 1), date(2024, 2, 29)]
    assert overdue(agreement, date(2022, 3, 1)) == []
    assert overdue(agreement, date(2024, 3, 1)) == [2022, 2023, 2024]


def test_a_corrected_signature_makes_nothing_due(agreement: Agreement):
    change = agreement.stage_changes.get()
    StageCorrection.objects.create(change=change, reason="Other town.", corrected_by=change.recorded_by)
    assert overdue(agreement, date(2023, 1, 2)) == []


def test_the_next_review_can_be_held_early(agreement: Agreement):
    held(agreement, date(2021, 1, 1))
    today = date(2022, 11, 1)
    assert next_due_on(agreement, on=today) == date(2023, 1, 1)
    assert open_due_dates(agreement, on=today) == [date(2022, 1, 1), date(2023, 1, 1)]


# Around leap days and turns of the year the counting is at its most delicate.
delicate = [date(y, m, d) for y in range(2020, 2023) for m, d in [(2, 28), (3, 1), (1, 1), (12, 31)]]
first_days = st.sampled_from([*delicate, date(2020, 2, 29)]) | st.dates(date(2019, 12, 1), date(2022, 12, 31))


@st.composite
def near(draw: st.DrawFn, day: date) -> date:
    """A day about whole years away from another, before or after it."""
    return anniversary(day, day.year + draw(st.integers(0, 6))) + timedelta(
        days=draw(st.sampled_from([-40, -1, 0, 1, 40]))
    )


@st.composite
def stories(draw: st.DrawFn) -> dict[str, object]:
    starts_on = draw(first_days)
    later = near(starts_on).map(lambda day: max(day, starts_on + timedelta(days=1)))
    return {
        "starts_on": draw(st.sampled_from([starts_on, starts_on, starts_on, None])),
        "ends_on": draw(st.just(starts_on + timedelta(days=2190)) | st.none() | later),
        "signed_on": draw(st.just(starts_on) | st.none() | near(starts_on)),
        "ended_on": draw(st.none() | near(starts_on)),
        "reviews": draw(st.dictionaries(st.integers(0, 5), st.integers(-60, 400), max_size=5)),
        "strays": draw(st.lists(near(starts_on), max_size=2)),
    }


@given(st.lists(stories(), min_size=3, max_size=8), first_days.flatmap(near))
def test_python_and_sql_count_the_same_reviews_overdue(told, on: date):
    municipality = MunicipalityFactory()
    made = [_agreement_of(story, municipality) for story in told]
    counted = Agreement.objects.filter(pk__in=made).with_reviews_overdue(on=on)
    by_sql = {one.pk: one.reviews_overdue for one in counted}
    by_python = {one.pk: sum(due.overdue for due in due_reviews(one, on=on)) for one in counted}
    assert by_sql == by_python
    found = set(Agreement.objects.filter(pk__in=made).reviews_overdue(on=on).values_list("pk", flat=True))
    assert found == {pk for pk, number in by_python.items() if number}


def _agreement_of(story, municipality) -> int:
    period = {name: story[name] for name in ("starts_on", "ends_on")}
    agreement = AgreementFactory(municipality=municipality, **period)
    for stage, day in [(Stage.SIGNED, story["signed_on"]), (Stage.ENDED, story["ended_on"])]:
        if day:
            step(agreement, stage, day)
    anniversaries = agreement.anniversaries(until=date(2040, 1, 1))
    due = {anniversaries[i]: lag for i, lag in story["reviews"].items() if i < len(anniversaries)}
    due = dict.fromkeys(story["strays"], 0) | due
    for due_on, lag in due.items():
        held(agreement, due_on, due_on + timedelta(days=lag))
    return agreement.pk
