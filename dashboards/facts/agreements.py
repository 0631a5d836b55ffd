"""Agreements on a day: concluded, in force, lapsed, and the anniversaries that they owe a review for."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from agreements.models import Agreement, Stage, StageChange
from agreements.models.stage import StageChangeQuerySet
from agreements.reviews import anniversaries_in_force
from dashboards.facts.asked import Asked, Ids, any_of
from dashboards.facts.follow_up import commitments_done, reviewed
from dashboards.lines import AgreementLine, BindingLine

BINDING = (
    *("pk", "effective_on", "agreement_id", "agreement__reference", "agreement__municipality_id"),
    *("first_day", "last_day", "ended_on"),
)


def concluded(asked: Asked, among: Ids) -> dict[int, date]:
    """Per municipality the day of its first signature in the term."""
    signatures = _signatures(asked, among).filter(effective_on__gte=asked.term.starts_on)
    return dict(signatures.order_by().values_list("agreement__municipality").annotate(Min("effective_on")))


def in_force(asked: Asked, among: Ids) -> dict[int, list[BindingLine]]:
    """Per municipality the agreements that it concluded itself and that bind on the day, the earliest first."""
    found = list(_binding(asked, among))
    ids = [row["agreement_id"] for row in found]
    reviews, fulfilled = reviewed(asked, ids), commitments_done(asked, ids)
    binding: dict[int, list[BindingLine]] = defaultdict(list)
    for row in found:
        pk, municipality_id = row["agreement_id"], row["agreement__municipality_id"]
        overdue = len(_owed(row, reviews[pk], until=_day_before(asked)))
        binding[municipality_id].append(
            BindingLine(_agreement(row), row["pk"], row["effective_on"], overdue, fulfilled[pk])
        )
    return binding


def _binding(asked: Asked, among: Ids) -> QuerySet[Any, dict[str, Any]]:
    endings = StageChange.objects.standing(known_at=asked.known_at).filter(
        stage=Stage.ENDED, agreement=OuterRef("agreement")
    )
    return (
        with_period(_signatures(asked, among), asked)
        .filter(first_day__lte=asked.on, last_day__gte=asked.on)
        .annotate(ended_on=Subquery(endings.values("effective_on")[:1]))
        .filter(Q(ended_on__isnull=True) | Q(ended_on__gte=asked.on))
        .order_by("first_day", "agreement")
        .values(*BINDING)
    )


def anniversaries_overdue(asked: Asked, among: Ids) -> dict[int, list[date]]:
    """Per agreement in force the anniversaries that passed without their review."""
    return {agreement.pk: days for agreement, days in anniversaries_owed(asked, among, until=_day_before(asked))}


def anniversaries_owed(asked: Asked, among: Ids, *, until: date) -> list[tuple[AgreementLine, list[date]]]:
    """Of each agreement in force the anniversaries up to a day, also one to come, whose review was not held yet."""
    found = list(_binding(asked, among))
    reviews = reviewed(asked, [row["agreement_id"] for row in found])
    return [(_agreement(row), _owed(row, reviews[row["agreement_id"]], until=until)) for row in found]


def _owed(row: Mapping[str, Any], held: Collection[date], *, until: date) -> list[date]:
    due = anniversaries_in_force(
        row["first_day"], row["last_day"], signed_on=row["effective_on"], ended_on=row["ended_on"], until=until
    )
    return [day for day in due if day not in held]


def _day_before(asked: Asked) -> date:
    """On the day of an anniversary itself its review is due, not overdue."""
    return asked.on - timedelta(days=1)


def _agreement(row: Mapping[str, Any]) -> AgreementLine:
    return AgreementLine(row["agreement_id"], row["agreement__reference"], row["agreement__municipality_id"])


def lapsed(asked: Asked, among: Ids) -> set[int]:
    """The municipalities with an agreement of their own that reached its last day before the day asked."""
    return set(past(asked, among).order_by().values_list("agreement__municipality", flat=True).distinct())


def past(asked: Asked, among: Ids) -> QuerySet[Any]:
    """The signatures of the agreements that reached their last day before the day asked."""
    endings = asked.steps.filter(stage=Stage.ENDED, agreement=OuterRef("agreement"))
    return with_period(_signatures(asked, among), asked).filter(last_day__lt=asked.on).exclude(Exists(endings))


def _signatures(asked: Asked, among: Ids) -> StageChangeQuerySet:
    found = asked.steps.filter(stage=Stage.SIGNED)
    return found if among is None else found.filter(agreement__municipality__in=any_of(among))


def with_period(steps: StageChangeQuerySet, asked: Asked) -> QuerySet[Any]:
    """Annotates the first and the last day of the agreement of each step."""
    return steps.annotate(first_day=_as_known(asked, "starts_on"), last_day=_as_known(asked, "ends_on"))


def _as_known(asked: Asked, field: str) -> Combinable:
    if asked.known_at is None:
        return F(f"agreement__{field}")
    versions = Agreement.history.filter(id=OuterRef("agreement_id"), history_date__lte=asked.known_at)
    known = Subquery(versions.order_by("-history_date", "-history_id").values(field)[:1])
    return Coalesce(known, F(f"agreement__{field}"))
