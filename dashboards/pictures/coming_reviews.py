"""The yearly reviews that are overdue, and those that come due in the year after a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from agreements.models.anniversaries import anniversary
from dashboards.facts import Asked, anniversaries_owed
from dashboards.lines import AgreementLine
from dashboards.pictures.scale import WHOLE
from dashboards.places import Place, within
from municipalities.models import Municipality


@dataclass(frozen=True)
class DueReview:
    due_on: date
    municipality: str
    agreement: AgreementLine


@dataclass(frozen=True)
class MonthOfReviews:
    """What is overdue (without a month), or comes due in a month; `percentage` of the fullest of all."""

    month: date | None
    reviews: list[DueReview]
    percentage: float


def coming_reviews_of(place: Place | None, asked: Asked) -> list[MonthOfReviews]:
    """First what is overdue, then each month up to the same day of the next year, in three queries."""
    next_year = anniversary(asked.on, asked.on.year + 1)
    reviews = _owed(place, asked, until=next_year - timedelta(days=1))
    overdue = [review for review in reviews if review.due_on < asked.on]
    to_come = [review for review in reviews if review.due_on >= asked.on]
    by_month = {month: list(some) for month, some in groupby(to_come, key=lambda review: _month(review.due_on))}
    rows: list[tuple[date | None, list[DueReview]]] = [(None, overdue)]
    rows += [(month, by_month.get(month, [])) for month in _months(asked.on, next_year - timedelta(days=1))]
    most = max(len(some) for _month, some in rows) or 1
    return [MonthOfReviews(month, some, WHOLE * len(some) / most) for month, some in rows]


def _owed(place: Place | None, asked: Asked, *, until: date) -> list[DueReview]:
    """By day, then by name."""
    names = dict(Municipality.objects.filter(within(place)).values_list("pk", "name"))
    owed = anniversaries_owed(asked, None if place is None else names, until=until)
    reviews = [DueReview(day, names[agreement.municipality_id], agreement) for agreement, days in owed for day in days]
    return sorted(reviews, key=lambda review: (review.due_on, review.municipality))


def _months(first: date, last: date) -> Iterable[date]:
    month = _month(first)
    while month <= last:
        yield month
        month = _month(month + timedelta(days=31))


def _month(day: date) -> date:
    return day.replace(day=1)
