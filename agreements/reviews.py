"""When the yearly reviews of an agreement are due, held and overdue."""

from dataclasses import dataclass
from datetime import date

from agreements.models import Agreement, Review, Stage
from agreements.models.anniversaries import anniversaries


@dataclass(frozen=True)
class DueReview:
    """A review that an agreement owes, as it stands on a day: held, overdue, or missed for good."""

    due_on: date
    review: Review | None
    overdue: bool
    missed: bool


def due_reviews(agreement: Agreement, *, on: date) -> list[DueReview]:
    """The reviews that had come due by the day, oldest first.

    One comes due on each anniversary on which the agreement is in force. It is overdue when that anniversary has
    passed and no review for it was held by the day; once the agreement no longer runs, it was missed.
    `AgreementQuerySet.with_reviews_overdue` counts the same.
    """
    held = {review.due_on: review for review in agreement.reviews.all() if review.held_on <= on}
    runs = _runs(agreement, on=on)
    return [
        DueReview(
            due_on=day,
            review=held.get(day),
            overdue=day < on and day not in held and runs,
            missed=day < on and day not in held and not runs,
        )
        for day in _anniversaries_in_force(agreement, until=on)
    ]


def next_due_on(agreement: Agreement, *, on: date) -> date | None:
    """The first anniversary after the day on which, as far as is known, the agreement will be in force."""
    if agreement.ends_on is None:
        return None
    days = _anniversaries_in_force(agreement, until=agreement.ends_on)
    return next((day for day in days if day > on), None)


def open_due_dates(agreement: Agreement, *, on: date) -> list[date]:
    """What a meeting held by the day can be the review of: what is due without a review, and the next one to come."""
    recorded = {review.due_on for review in agreement.reviews.all()}
    days = [due.due_on for due in due_reviews(agreement, on=on)]
    coming = next_due_on(agreement, on=on)
    if coming is not None:
        days.append(coming)
    return [day for day in days if day not in recorded]


def _runs(agreement: Agreement, *, on: date) -> bool:
    """Not past its last day and not ended; a signed agreement owes its reviews only as long as that."""
    ended_on = _first_day_of(agreement, Stage.ENDED)
    return agreement.ends_on is not None and on <= agreement.ends_on and (ended_on is None or on <= ended_on)


def _anniversaries_in_force(agreement: Agreement, *, until: date) -> list[date]:
    signed_on = _first_day_of(agreement, Stage.SIGNED)
    ended_on = _first_day_of(agreement, Stage.ENDED)
    if signed_on is None or agreement.starts_on is None or agreement.ends_on is None:
        return []
    return anniversaries_in_force(
        agreement.starts_on, agreement.ends_on, signed_on=signed_on, ended_on=ended_on, until=until
    )


def anniversaries_in_force(
    starts_on: date, ends_on: date, *, signed_on: date, ended_on: date | None, until: date
) -> list[date]:
    """The days up to `until` on which a review of a signed agreement comes due, oldest first."""
    days = anniversaries(starts_on, until=min(until, ends_on))
    return [day for day in days if signed_on <= day and (ended_on is None or day <= ended_on)]


def _first_day_of(agreement: Agreement, stage: Stage) -> date | None:
    standing = (change for change in agreement.stage_changes.all() if change.is_standing)
    return min((change.effective_on for change in standing if change.stage == stage), default=None)
