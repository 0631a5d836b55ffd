"""Recording the yearly review of an agreement, and revising what was recorded."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from agreements.actions.stages import locked
from agreements.models import Agreement, Commitment, CommitmentProgress, Review, ReviewOutcome
from agreements.reviews import open_due_dates
from municipalities.models import Contact, Domain


@transaction.atomic
def record(
    agreement: Agreement,
    *,
    due_on: date,
    held_on: date,
    by: User,
    agency_people: Iterable[User] = (),
    contacts: Iterable[Contact] = (),
    other_people: str = "",
    outcomes: Mapping[Domain, str],
    progress: Mapping[Commitment, str],
    follow_up: str = Review.FollowUp.NOTHING,
    follow_up_note: str = "",
) -> Review:
    """Record a review that was held: who was there, what each domain and commitment came to, what follows.

    Raises ValidationError when the review of that anniversary is not open, or was held in the future.
    """
    agreement = locked(agreement)
    _refuse_future(held_on)
    if due_on not in open_due_dates(agreement, on=timezone.localdate()):
        raise ValidationError({"due_on": _("No review of this agreement is open for that day.")})
    review = Review.objects.create(
        agreement=agreement,
        due_on=due_on,
        held_on=held_on,
        other_people=other_people,
        follow_up=follow_up,
        follow_up_note=follow_up_note,
    )
    _settle(review, agency_people, contacts, outcomes, progress, by=by)
    return review


@transaction.atomic
def revise(
    review: Review,
    *,
    by: User,
    agency_people: Iterable[User],
    contacts: Iterable[Contact],
    outcomes: Mapping[Domain, str],
    progress: Mapping[Commitment, str],
) -> Review:
    """Save a review whose own fields were changed, with its people, outcomes and progress."""
    _refuse_future(review.held_on)
    review.save()
    _settle(review, agency_people, contacts, outcomes, progress, by=by)
    return review


def _refuse_future(held_on: date) -> None:
    if held_on > timezone.localdate():
        raise ValidationError({"held_on": _("A review that was held cannot lie in the future.")})


def _settle(
    review: Review,
    agency_people: Iterable[User],
    contacts: Iterable[Contact],
    outcomes: Mapping[Domain, str],
    progress: Mapping[Commitment, str],
    *,
    by: User,
) -> None:
    """Make everything that hangs on the review as given; what stays the same is not written again."""
    review.agency_people.set(agency_people)
    review.contacts.set(contacts)
    _settle_outcomes(review, outcomes)
    _settle_progress(review, progress, by=by)


def _settle_outcomes(review: Review, outcomes: Mapping[Domain, str]) -> None:
    present = {outcome.domain_id: outcome for outcome in review.outcomes.all()}
    for domain, text in outcomes.items():
        outcome = present.get(domain.pk)
        text = text.strip()
        if outcome is None and text:
            ReviewOutcome.objects.create(review=review, domain=domain, text=text)
        elif outcome is not None and not text:
            outcome.delete()
        elif outcome is not None and outcome.text != text:
            outcome.text = text
            outcome.save()


def _settle_progress(review: Review, progress: Mapping[Commitment, str], *, by: User) -> None:
    present = {one.commitment_id: one for one in review.progress.all()}
    for commitment, state in progress.items():
        one = present.get(commitment.pk) or CommitmentProgress(commitment=commitment, review=review, recorded_by=by)
        if one.pk is None or (one.state, one.on) != (state, review.held_on):
            one.state, one.on = state, review.held_on
            one.save()
