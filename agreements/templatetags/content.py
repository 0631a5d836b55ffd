from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django import template
from django.utils import timezone

from agreements.models import Agreement, AgreementContact, Commitment, Signatory
from agreements.reviews import DueReview, due_reviews, next_due_on, open_due_dates
from municipalities.models import Domain

register = template.Library()


class Reviews(NamedTuple):
    """The yearly reviews of an agreement as its page shows them today."""

    due: list[DueReview]  # newest first
    next_due_on: date | None
    can_record: bool


@register.filter
def commitments_of(agreement: Agreement, domain: Domain) -> list[Commitment]:
    return agreement.commitments_of(domain)


@register.filter
def stood_on(commitment: Commitment, day: date) -> Commitment.State:
    """How it stood on the day, as far as was known."""
    return commitment.state_on(day)


@register.filter
def on_side(people: Iterable[AgreementContact | Signatory], side: str) -> list[AgreementContact | Signatory]:
    return [person for person in people if person.side == side]


@register.simple_tag
def reviews_of(agreement: Agreement) -> Reviews:
    """Asks nothing of the database when the agreement came from `for_detail`."""
    today = timezone.localdate()
    return Reviews(
        due=due_reviews(agreement, on=today)[::-1],
        next_due_on=next_due_on(agreement, on=today),
        can_record=bool(open_due_dates(agreement, on=today)),
    )
