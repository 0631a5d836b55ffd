"""When the register learned of the invented world: each thing shortly after it happened, and never later than now.

So the second clock has something to show: as it was known on a day in 2021, the register knew that day's world.
"""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from agreements.models import Agreement, Commitment, CommitmentProgress, MergerDecision, Review, StageChange
from municipalities.models import Municipality, Visit

BATCH = 500
FIRST_DAY = date(2019, 1, 1)  # as if the register began with the term of the published figures


def learned(day: date) -> datetime:
    """The next working day at half past nine."""
    next_day = day + timedelta(days={4: 3, 5: 2}.get(day.weekday(), 1))
    at = datetime.combine(next_day, time(9, 30), tzinfo=timezone.get_current_timezone())
    return min(at, timezone.now())


def learned_of(visit: Visit, *, today: date) -> datetime:
    """What is planned, or was until it was cancelled, is written down two weeks ahead."""
    if visit.status == Visit.Status.HELD:
        return learned(visit.held_on)
    return learned(min(visit.held_on, today) - timedelta(days=14))


def build() -> None:
    """Move what was written just now back to when it was learned. Visits were written with their moment."""
    steps = list(StageChange.objects.all())
    for step in steps:
        step.recorded_at = learned(step.effective_on)
    # A step is never changed, and its manager refuses to; the world is not told yet.
    StageChange._base_manager.bulk_update(steps, ["recorded_at"], batch_size=BATCH)
    decisions = list(MergerDecision.objects.all())
    for decision in decisions:
        decision.recorded_at = learned(decision.decided_on)
    MergerDecision.objects.bulk_update(decisions, ["recorded_at"], batch_size=BATCH)
    _move_history(Municipality, lambda row: learned(max(row.starts_on or FIRST_DAY, FIRST_DAY)))
    _with_the_first_step()
    _with_the_review()


def _with_the_first_step() -> None:
    """An agreement and its commitments are on record since its first talk."""
    steps = StageChange.objects.order_by("effective_on", "pk").values("recorded_at")
    began = dict(StageChange.objects.order_by("-effective_on", "-pk").values_list("agreement", "recorded_at"))
    _move_history(Agreement, lambda row: began[row.id])
    Agreement.objects.update(created_at=Subquery(steps.filter(agreement=OuterRef("pk"))[:1]))
    Commitment.history.update(history_date=Subquery(steps.filter(agreement=OuterRef("agreement"))[:1]))


def _with_the_review() -> None:
    """What a review saw is on record as the review is."""
    _move_history(Review, lambda row: learned(row.held_on))
    moment = Subquery(Review.history.filter(id=OuterRef("review")).order_by("-pk").values("history_date")[:1])
    CommitmentProgress.objects.exclude(review=None).update(recorded_at=moment)
    CommitmentProgress.history.exclude(review=None).update(history_date=moment)


def _move_history(model: Any, moment: Callable[[Any], datetime]) -> None:
    """The last version gets the moment, those before it a second less each: no two versions are of one moment."""
    rows = list(model.history.order_by("-pk"))
    later: Counter[int] = Counter()
    for row in rows:
        row.history_date = moment(row) - timedelta(seconds=later[row.id])
        later[row.id] += 1
    model.history.bulk_update(rows, ["history_date"], batch_size=BATCH)
