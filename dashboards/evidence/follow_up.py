"""Which reviews and commitments count, and which are missing."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts.models import User
from agreements.models import Agreement, Commitment, CommitmentProgress, Review
from dashboards import facts
from dashboards.evidence.reason import Paper, Reason, Recorded, counting_since, recorded_in_history
from dashboards.evidence.rows import CountedRow
from dashboards.facts import Asked
from dashboards.lines import AgreementLine

LETTERS_OF_A_COMMITMENT = 200


def of_overdue(asked: Asked, rows: Sequence[CountedRow]) -> list[list[Reason]]:
    """The anniversaries that passed without their review."""
    holders = {one.municipality_id for row in rows for one in row.standing.held.agreements}
    missed = facts.anniversaries_overdue(asked, holders)

    def reasons(row: CountedRow) -> list[Reason]:
        held = [one.agreement for one in row.standing.held.agreements]
        if not held:
            return [Reason(_("No agreement in force on this day, so no review is owed"))]
        overdue = [_overdue(agreement, on) for agreement in held for on in missed.get(agreement.pk, [])]
        return overdue or [Reason(_("No anniversary has passed without its review"))]

    return [reasons(row) for row in rows]


def _overdue(agreement: AgreementLine, on: date) -> Reason:
    return Reason(
        what=_("Review due and not held by this day, %(reference)s") % {"reference": agreement.reference},
        on=on,
        url=f"{agreement.get_absolute_url()}#reviews",
    )


def of_reviews(asked: Asked, rows: Sequence[CountedRow]) -> list[list[Reason]]:
    """The review that is counted."""
    ids = [row.review_id for row in rows if row.review_id is not None]
    held = {one.pk: one for one in asked.rows(Review).filter(id__in=ids)}
    history = recorded_in_history(Review, asked, ids)
    references = _references(review.agreement_id for review in held.values())

    def reasons(row: CountedRow) -> list[Reason]:
        review = held.get(row.review_id)
        if review is None:
            return [Reason(_("No review held in the term %(term)s up to this day") % {"term": asked.term})]
        recorded = counting_since(history.get(review.pk, []), _held_in(asked))
        return [_review(review, references[review.agreement_id], recorded)]

    return [reasons(row) for row in rows]


def _held_in(asked: Asked) -> Callable[[Any], bool]:
    return lambda row: asked.term.starts_on <= row.held_on <= asked.on


def _review(review: Review, reference: str, recorded: Recorded | None) -> Reason:
    return Reason(
        what=_("Yearly review of %(reference)s") % {"reference": reference},
        on=review.held_on,
        url=review.get_absolute_url(),
        notes=(_("Was due on %(day)s.") % {"day": date_format(review.due_on)},),
        recorded=recorded,
        papers=(Paper(_("report"), reverse("agreements:review_pdf", args=[review.pk])),),
    )


def of_commitments(asked: Asked, rows: Sequence[CountedRow]) -> list[list[Reason]]:
    """What was recorded of the commitment that is counted."""
    lines = [row.commitment for row in rows if row.commitment is not None]
    commitments = Commitment.objects.select_related("agreement", "domain").in_bulk([line.pk for line in lines])
    told = _told(asked, {line.told_of for line in lines})
    people = User.objects.in_bulk({one.recorded_by_id for one in told.values()})

    def reasons(row: CountedRow) -> list[Reason]:
        if row.commitment is None:
            return [Reason(_("No commitment done under an agreement in force on this day"))]
        progress = told[row.commitment.told_of]
        recorded = Recorded(progress.recorded_at, str(people[progress.recorded_by_id]))
        return [_commitment(commitments[row.commitment.pk], progress.on, recorded)]

    return [reasons(row) for row in rows]


def _told(asked: Asked, commitments: set[int]) -> dict[int, CommitmentProgress]:
    """Of each commitment the latest that was recorded of it by the day."""
    progress = asked.rows(CommitmentProgress).filter(commitment__in=commitments, on__lte=asked.on)
    return {one.commitment_id: one for one in progress.order_by("on", "id")}


def _commitment(commitment: Commitment, done_on: date, recorded: Recorded) -> Reason:
    return Reason(
        what=Truncator(commitment.text).chars(LETTERS_OF_A_COMMITMENT),
        on=done_on,
        url=f"{commitment.agreement.get_absolute_url()}#content",
        notes=(f"{commitment.agreement.reference}, {commitment.domain}",),
        recorded=recorded,
    )


def _references(agreements: Iterable[int]) -> dict[int, str]:
    return dict(Agreement.objects.filter(pk__in=set(agreements)).values_list("pk", "reference"))
