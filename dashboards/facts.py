"""The dated facts that standings are made of: each kind in a fixed number of queries, whatever there is of it.

Two clocks. `on` is the day that is looked at: what happened later is left out. `known_at` is the moment we look from:
what was recorded later is left out too, and what was corrected or changed since stands as it did.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from accounts.models import User
from agreements.models import Agreement, Commitment, CommitmentProgress, DeclineReason, Review, Stage, StageChange
from agreements.models.stage import OPEN_STAGES, StageChangeQuerySet
from agreements.reviews import anniversaries_in_force
from dashboards.lines import AgreementLine, BindingLine, DoneLine, MunicipalityLine, StepLine
from municipalities.models import Municipality, Province, Region, Term, Visit

Ids = Collection[int] | None  # None: no matter which

BINDING = (
    *("pk", "effective_on", "agreement_id", "agreement__reference", "agreement__municipality_id"),
    *("first_day", "last_day", "ended_on"),
)


@dataclass(frozen=True)
class Asked:
    """The day, its term, and the moment we look from (None: now)."""

    on: date
    term: Term
    known_at: datetime | None = None

    @property
    def steps(self) -> StageChangeQuerySet:
        return StageChange.objects.in_effect(on=self.on, known_at=self.known_at)

    def rows(self, model: Any) -> Any:
        """The rows of a model with a history: as they are, or as they were known."""
        return model.objects.all() if self.known_at is None else model.history.as_of(self.known_at)


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality that exists on the day, with what the database found of it along the way."""

    line: MunicipalityLine
    step_id: int | None
    last_visited_on: date | None
    last_contacted_on: date | None


# The municipalities, their visits and the step that tells where each stands -------------------------------------------


def places(asked: Asked, municipalities: Iterable[Any] | None) -> list[Place]:
    """By name; all of them or those given."""
    rows = Municipality.objects.existing_on(asked.on, known_at=asked.known_at)
    if isinstance(municipalities, QuerySet):
        rows = rows.filter(pk__in=municipalities.order_by().values("pk"))
    elif municipalities is not None:
        rows = rows.filter(pk__in=[municipality.pk for municipality in municipalities])
    kinds: dict[str, Any] = {f"last_{kind}": _last_held(asked, kind) for kind in Visit.Kind.values}
    step = Coalesce(_step_in_term(asked), _step_still_open(asked))
    found = rows.annotate(step_id=step, **kinds).values_list(
        *("pk", "nis", "name", "search_key", "agency", "province_id", "region_id", "fixed_contact_id", "step_id"),
        *kinds,
    )
    make = _LineMaker()
    effective = [kind in Visit.EFFECTIVE_KINDS for kind in Visit.Kind.values]
    return [
        Place(
            line=make.line(row[:8]),
            step_id=row[8],
            last_visited_on=_latest(day for day, counts in zip(row[9:], effective, strict=True) if counts),
            last_contacted_on=_latest(day for day, counts in zip(row[9:], effective, strict=True) if not counts),
        )
        for row in found
    ]


class _LineMaker:
    """Puts the few provinces, regions and fixed contacts beside the many municipalities."""

    def __init__(self) -> None:
        self.provinces = {one.pk: one for one in Province.objects.all()}
        self.regions = {one.pk: one for one in Region.objects.all()}
        fixed = User.objects.filter(fixed_municipalities__isnull=False).distinct()
        self.users: dict[int | None, User] = {one.pk: one for one in fixed}

    def line(self, row: tuple[Any, ...]) -> MunicipalityLine:
        pk, nis, name, search_key, agency, province_id, region_id, contact_id = row
        province, region = self.provinces[province_id], self.regions[region_id]
        return MunicipalityLine(pk, nis, name, search_key, agency, province, region, self.users.get(contact_id))


def _latest(days: Iterable[date | None]) -> date | None:
    return max((day for day in days if day is not None), default=None)


def _last_held(asked: Asked, kind: str) -> Subquery:
    """One kind at a time: the index on visits then leads straight to the last day."""
    held = asked.rows(Visit).filter(
        municipality=OuterRef("pk"), status=Visit.Status.HELD, kind=kind, held_on__lte=asked.on
    )
    return Subquery(held.order_by("-held_on").values("held_on")[:1])


def _step_in_term(asked: Asked) -> Subquery:
    """The latest step of the term, of whichever agreement of the municipality."""
    steps = asked.steps.filter(agreement__municipality=OuterRef("pk"), effective_on__gte=asked.term.starts_on)
    return Subquery(steps.latest_first().values("pk")[:1])


def _step_still_open(asked: Asked) -> Subquery:
    """Without a step in the term: the latest step among the agreements that are still being talked about."""
    last_of_its_agreement = asked.steps.filter(agreement=OuterRef("agreement")).latest_first().values("pk")[:1]
    still_open = asked.steps.filter(
        agreement__municipality=OuterRef("pk"), stage__in=OPEN_STAGES, pk=Subquery(last_of_its_agreement)
    )
    return Subquery(still_open.latest_first().values("pk")[:1])


def steps(ids: Iterable[int | None]) -> dict[int | None, StepLine]:
    reasons = {one.pk: one for one in DeclineReason.objects.all()}
    rows = StageChange.objects.filter(pk__in=[pk for pk in ids if pk is not None]).values_list(
        *("pk", "stage", "effective_on", "reason_id", "agreement_id"),
        "agreement__reference",
        "agreement__municipality_id",
    )
    return {
        pk: StepLine(pk, Stage(stage), on, reasons.get(reason_id), AgreementLine(*agreement))
        for pk, stage, on, reason_id, *agreement in rows
    }


# Agreements: concluded, in force, lapsed ------------------------------------------------------------------------------


def concluded(asked: Asked, among: Ids) -> dict[int, date]:
    """Per municipality the day of its first signature in the term."""
    signatures = _signatures(asked, among).filter(effective_on__gte=asked.term.starts_on)
    return dict(signatures.order_by().values_list("agreement__municipality").annotate(Min("effective_on")))


def effective_visits(asked: Asked) -> Any:
    """Those that count, of whichever term, up to the day."""
    return asked.rows(Visit).filter(status=Visit.Status.HELD, kind__in=Visit.EFFECTIVE_KINDS, held_on__lte=asked.on)


def first_visits(asked: Asked, municipalities: Collection[int]) -> dict[int, date]:
    """Per municipality the day of its first effective visit in the term."""
    visits = effective_visits(asked).filter(municipality__in=municipalities, held_on__gte=asked.term.starts_on)
    return dict(visits.order_by().values_list("municipality").annotate(Min("held_on")))


def in_force(asked: Asked, among: Ids) -> dict[int, list[BindingLine]]:
    """Per municipality the agreements that it concluded itself and that bind on the day, the earliest first."""
    found = list(_binding(asked, among))
    ids = [row["agreement_id"] for row in found]
    reviewed, fulfilled = _reviewed(asked, ids), commitments_done(asked, ids)
    binding: dict[int, list[BindingLine]] = defaultdict(list)
    for row in found:
        pk, municipality_id = row["agreement_id"], row["agreement__municipality_id"]
        overdue = len(_owed(row, reviewed[pk], until=_day_before(asked)))
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
    reviewed = _reviewed(asked, [row["agreement_id"] for row in found])
    return [(_agreement(row), _owed(row, reviewed[row["agreement_id"]], until=until)) for row in found]


def _owed(row: Mapping[str, Any], reviewed: Collection[date], *, until: date) -> list[date]:
    due = anniversaries_in_force(
        row["first_day"], row["last_day"], signed_on=row["effective_on"], ended_on=row["ended_on"], until=until
    )
    return [day for day in due if day not in reviewed]


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
    return found if among is None else found.filter(agreement__municipality__in=among)


def with_period(steps: StageChangeQuerySet, asked: Asked) -> QuerySet[Any]:
    """Annotates the first and the last day of the agreement of each step."""
    return steps.annotate(first_day=_as_known(asked, "starts_on"), last_day=_as_known(asked, "ends_on"))


def _as_known(asked: Asked, field: str) -> Combinable:
    if asked.known_at is None:
        return F(f"agreement__{field}")
    known = Agreement.history.as_of(asked.known_at).filter(id=OuterRef("agreement_id"))
    return Coalesce(Subquery(known.values(field)[:1]), F(f"agreement__{field}"))


# Follow-up ------------------------------------------------------------------------------------------------------------


def _reviewed(asked: Asked, agreements: list[int]) -> Mapping[int, set[date]]:
    """Per agreement the anniversaries of which the review was held by the day."""
    found: dict[int, set[date]] = defaultdict(set)
    held = asked.rows(Review).filter(agreement__in=agreements, held_on__lte=asked.on)
    for agreement_id, due_on in held.order_by().values_list("agreement_id", "due_on"):
        found[agreement_id].add(due_on)
    return found


def reviews_held(asked: Asked, among: Ids) -> dict[int, int]:
    """Per municipality whose agreement it was: the reviews held in the term, up to the day."""
    held = held_reviews(asked, among)
    return dict(held.order_by().values_list("agreement__municipality").annotate(Count("id")))


def held_reviews(asked: Asked, among: Ids) -> Any:
    held = asked.rows(Review).filter(held_on__gte=asked.term.starts_on, held_on__lte=asked.on)
    return held if among is None else held.filter(agreement__municipality__in=among)


def commitments_done(asked: Asked, agreements: list[int]) -> Counter[int]:
    """Per agreement how many of the commitments that hold on the day are done by then."""
    return Counter(one.agreement_id for one in done(asked, agreements))


def done(asked: Asked, agreements: list[int]) -> Iterator[DoneLine]:
    """The commitments that hold on the day and are done by then.

    Until something is recorded of a commitment, it stands as the one that it replaces: see `Commitment.state_on`.
    """
    held = _told(Commitment.objects.holding(on=asked.on), asked, agreements)
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
    rows = commitments.filter(agreement__in=agreements).annotate(told=Subquery(told.values("state")[:1])).order_by()
    return rows.values_list("pk", "agreement_id", "replaces_id", "told")
