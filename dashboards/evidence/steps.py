"""Steps of agreements as reasons: with their period, their corrections and their papers."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agreements.models import Stage, StageChange
from dashboards.evidence.papers import Papers
from dashboards.evidence.reason import Reason, Recorded
from dashboards.facts import Asked, with_period
from municipalities.models import Municipality


class Steps:
    """Some steps, each with all that a reason says of it."""

    def __init__(self, asked: Asked, ids: Iterable[int | None]) -> None:
        self.asked = asked
        wanted = {pk for pk in ids if pk is not None}
        endings = asked.steps.filter(stage=Stage.ENDED, agreement=OuterRef("agreement"))
        steps = (
            with_period(StageChange.objects.filter(pk__in=wanted), asked)
            .annotate(ended_on=Subquery(endings.values("effective_on")[:1]))
            .select_related("agreement__municipality", "reason", "recorded_by")
            .select_related("corrects__corrected_by", "correction__corrected_by")
        )
        self.rows: dict[int, Any] = {step.pk: step for step in steps}
        self.papers = Papers(asked, self.rows.values())

    def reason(self, pk: int, *more: str) -> Reason:
        """The step; `more` is said of it first."""
        step = self.rows[pk]
        return Reason(
            what=f"{capfirst(step.get_stage_display())}, {step.agreement.reference}",
            on=step.effective_on,
            url=step.agreement.get_absolute_url(),
            notes=(*more, *self._notes(step)),
            recorded=Recorded(step.recorded_at, str(step.recorded_by)),
            papers=self.papers.of(step),
        )

    def period(self, pk: int) -> str:
        """The period of the agreement that was signed, as known, and its early end by the day."""
        step = self.rows[pk]
        days = {"first": _day(step.first_day), "last": _day(step.last_day), "day": _day(step.ended_on)}
        if step.ended_on is not None:
            return _("Runs from %(first)s to %(last)s; ended early on %(day)s.") % days
        return _("Runs from %(first)s to %(last)s.") % days

    def _notes(self, step: Any) -> Iterator[str]:
        if step.reason is not None:
            yield str(step.reason)
        if step.note and step.stage in {Stage.DECLINED, Stage.ENDED}:
            yield step.note
        if hasattr(step, "corrects"):
            yield _("Corrects an earlier entry: %(reason)s") % {"reason": step.corrects.reason}
        if hasattr(step, "correction"):
            words = {"day": date_format(step.correction.corrected_at), "reason": step.correction.reason}
            yield _("Corrected since, on %(day)s: %(reason)s") % words


def telling_steps(asked: Asked, municipalities: Collection[int]) -> Mapping[int, tuple[int | None, ...]]:
    """Per municipality the first signature of the term, the last signature and the last step, of whatever term."""
    mine = asked.steps.filter(agreement__municipality=OuterRef("pk"))
    signed = mine.filter(stage=Stage.SIGNED)
    in_term = signed.filter(effective_on__gte=asked.term.starts_on).in_order()
    rows = Municipality.ever.filter(pk__in=municipalities).values_list(
        "pk",
        Subquery(in_term.values("pk")[:1]),
        Subquery(signed.latest_first().values("pk")[:1]),
        Subquery(mine.latest_first().values("pk")[:1]),
    )
    return {pk: telling for pk, *telling in rows.order_by()}


def _day(day: date | None) -> str:
    return date_format(day) if day else "…"
