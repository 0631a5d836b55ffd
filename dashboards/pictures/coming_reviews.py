"""The yearly reviews that are overdue, and those that come due in the year after a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from agreements.models.anniversaries import anniversary
from dashboards.facts import anniversaries_owed
from dashboards.figures import Figures
from dashboards.lines import AgreementLine
from dashboards.pictures.scale import WHOLE
from dashboards.places import Place


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


def coming_reviews_of(place: Place | None, found: Figures) -> list[MonthOfReviews]:
    """First what is overdue, as many as the figure says, then each month up to the same day of the next year."""
    next_year = anniversary(found.on, found.on.year + 1)
    reviews = _owed(place, found, until=next_year - timedelta(days=1))
    overdue = [review for review in reviews if review.due_on < found.on]
    to_come = [review for review in reviews if review.due_on >= found.on]
    by_month = {month: list(some) for month, some in groupby(to_come, key=lambda review: _month(review.due_on))}
    rows: list[tuple[date | None, list[DueReview]]] = [(None, overdue)]
    rows += [(month, by_month.get(month, [])) for month in _months(found.on, next_year - timedelta(days=1))]
    most = max(len(some) for _month, some in rows) or 1
    return [MonthOfReviews(month, some, WHOLE * len(some) / most) for month, some in rows]


def _owed(place: Place | None, found: Figures, *, until: date) -> list[DueReview]:
    """By day, then by name. A review counts where the agreement does: with whoever took it over."""
    standings = found.standings if place is None else found.standings_of(place)
    held = [(standing, one) for standing in standings if standing.in_working_area for one in standing.held.agreements]
    holders = {one.agreement: standing.municipality.name for standing, one in held}
    among = None if place is None else {agreement.municipality_id for agreement in holders}
    owed = anniversaries_owed(found.asked, among, until=until)
    reviews = [DueReview(day, holders[one], one) for one, days in owed if one in holders for day in days]
    return sorted(reviews, key=lambda review: (review.due_on, review.municipality))


def _months(first: date, last: date) -> Iterable[date]:
    month = _month(first)
    while month <= last:
        yield month
        month = _month(month + timedelta(days=31))


def _month(day: date) -> date:
    return day.replace(day=1)
