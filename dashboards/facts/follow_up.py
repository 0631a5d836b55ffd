"""What was done under agreements by a day: reviews held, commitments done."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Subquery

from agreements.models import Commitment, CommitmentProgress, Review
from dashboards.facts.asked import Asked, Ids, any_of
from dashboards.lines import DoneLine


def reviewed(asked: Asked, agreements: list[int]) -> Mapping[int, set[date]]:
    """Per agreement the anniversaries of which the review was held by the day."""
    found: dict[int, set[date]] = defaultdict(set)
    held = asked.rows(Review).filter(agreement__in=any_of(agreements), held_on__lte=asked.on)
    for agreement_id, due_on in held.order_by().values_list("agreement_id", "due_on"):
        found[agreement_id].add(due_on)
    return found


def reviews_held(asked: Asked, among: Ids) -> dict[int, int]:
    """Per municipality whose agreement it was: the reviews held in the term, up to the day."""
    held = held_reviews(asked, among)
    return dict(held.order_by().values_list("agreement__municipality").annotate(Count("id")))


def held_reviews(asked: Asked, among: Ids) -> Any:
    held = asked.rows(Review).filter(held_on__gte=asked.term.starts_on, held_on__lte=asked.on)
    return held if among is None else held.filter(agreement__municipality__in=any_of(among))


def commitments_done(asked: Asked, agreements: list[int]) -> Counter[int]:
    """Per agreement how many of the commitments that hold on the day are done by then."""
    return Counter(one.agreement_id for one in done(asked, agreements))


def done(asked: Asked, agreements: list[int]) -> Iterator[DoneLine]:
    """The commitments that hold on the day and are done by then.

    Until something is recorded of a commitment, it stands as the one that it replaces: see `Commitment.state_on`.
    """
    held = _told(Commitment.objects.holding(on=asked.on, known_at=asked.known_at), asked, agreements)
    replaced = _told(Commitment.objects.filter(replaced_by__isnull=False).distinct(), asked, agreements)
    earlier = {pk: (replaces_id, told) for pk, _agreement, replaces_id, told in replaced}
    for pk, agreement_id, replaces_id, told in held:
        told_of = pk
        while told is None and replaces_id is not None:
            told_of = replaces_id
            replaces_id, told = earlier[replaces_id]
        if told == Commitment.State.DONE:
            yield DoneLine(pk, agreement_id, told_of)


def _told(commitments: Any, asked: Asked, agreements: list[int]) -> Any:
    """Each with what was last recorded of it by the day, if anything."""
    told = asked.rows(CommitmentProgress).filter(commitment=OuterRef("pk"), on__lte=asked.on).order_by("-on", "-id")
    rows = (
        commitments.filter(agreement__in=any_of(agreements))
        .annotate(told=Subquery(told.values("state")[:1]))
        .order_by()
    )
    return rows.values_list("pk", "agreement_id", "replaces_id", "told")
