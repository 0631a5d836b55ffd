"""The municipalities of a day, their visits, and the step that tells where each stands."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from agreements.models import DeclineReason, Stage, StageChange
from agreements.models.stage import OPEN_STAGES
from dashboards.facts.asked import Asked, any_of
from dashboards.lines import AgreementLine, MunicipalityLine, StepLine
from municipalities.models import Municipality, Province, Region, Visit


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A municipality that exists on the day, with what the database found of it along the way."""

    line: MunicipalityLine
    step_id: int | None
    last_visited_on: date | None
    last_contacted_on: date | None


def places(asked: Asked, municipalities: Iterable[Any] | None) -> list[FoundPlace]:
    """By name; all of them or those given."""
    rows = Municipality.ever.existing_on(asked.on, known_at=asked.known_at)
    if isinstance(municipalities, QuerySet):
        rows = rows.filter(pk__in=municipalities.order_by().values("pk"))
    elif municipalities is not None:
        rows = rows.filter(pk__in=any_of(municipality.pk for municipality in municipalities))
    kinds: dict[str, Any] = {f"last_{kind}": _last_held(asked, kind) for kind in Visit.Kind.values}
    step = Coalesce(_step_in_term(asked), _step_still_open(asked))
    found = rows.annotate(step_id=step, **kinds).values_list(
        *("pk", "nis", "name", "search_key", "agency", "province_id", "region_id", "fixed_contact_id", "step_id"),
        *kinds,
    )
    make = _LineMaker()
    effective = [kind in Visit.EFFECTIVE_KINDS for kind in Visit.Kind.values]
    return [
        FoundPlace(
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
        fixed = User.objects.filter(pk__in=Municipality.ever.order_by().values("fixed_contact"))
        self.users: dict[int | None, User] = {one.pk: one for one in fixed}

    def line(self, row: tuple[Any, ...]) -> MunicipalityLine:
        pk, nis, name, search_key, agency, province_id, region_id, contact_id = row
        province, region = self.provinces[province_id], self.regions[region_id]
        return MunicipalityLine(pk, nis, name, search_key, agency, province, region, self.users.get(contact_id))


def _latest(days: Iterable[date | None]) -> date | None:
    return max((day for day in days if day is not None), default=None)


def _last_held(asked: Asked, kind: str) -> Subquery:
    return Subquery(_held(asked, kind).order_by("-held_on").values("held_on")[:1])


def _held(asked: Asked, kind: str) -> Any:
    """One kind at a time: the index on visits then leads straight to the last or the first day."""
    return asked.rows(Visit).filter(
        municipality=OuterRef("pk"), status=Visit.Status.HELD, kind=kind, held_on__lte=asked.on
    )


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
    rows = StageChange.objects.filter(pk__in=any_of(pk for pk in ids if pk is not None)).values_list(
        *("pk", "stage", "effective_on", "reason_id", "agreement_id"),
        "agreement__reference",
        "agreement__municipality_id",
    )
    return {
        pk: StepLine(pk, Stage(stage), on, reasons.get(reason_id), AgreementLine(*agreement))
        for pk, stage, on, reason_id, *agreement in rows
    }


def effective_visits(asked: Asked) -> Any:
    """Those that count, of whichever term, up to the day."""
    return asked.rows(Visit).filter(status=Visit.Status.HELD, kind__in=Visit.EFFECTIVE_KINDS, held_on__lte=asked.on)


def first_visits(asked: Asked, municipalities: Collection[int]) -> dict[int, date | None]:
    """Per municipality the day of its first effective visit in the term, if there was one."""
    in_term = (_held(asked, kind).filter(held_on__gte=asked.term.starts_on) for kind in Visit.EFFECTIVE_KINDS)
    firsts = [Subquery(held.order_by("held_on").values("held_on")[:1]) for held in in_term]
    rows = Municipality.ever.filter(pk__in=any_of(municipalities)).order_by().values_list("pk", *firsts)
    return {pk: min((day for day in days if day is not None), default=None) for pk, *days in rows}
