"""Where each municipality stands on a day. Everything that counts, lists or draws municipalities starts here."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement, DeclineReason, Stage, StageChange
from agreements.models.stage import OPEN_STAGES
from dashboards.inheritance import Family, Force, Held
from municipalities.models import Municipality, Term, Visit


class State(models.TextChoices):
    """Where a municipality stands in one word: the first that applies. For the map and for grouping."""

    OUTSIDE = "outside", _("outside the working area")
    IN_FORCE = "in_force", _("agreement in force")
    INHERITED_WHOLE = "inherited_whole", _("agreement inherited whole")
    INHERITED_PART = "inherited_part", _("agreement inherited in part")
    SIGNED = "signed", _("signed, not in force")
    IN_TALKS = "in_talks", _("in talks")
    DECLINED = "declined", _("no agreement for now")
    VISITED = "visited", _("visited, no talks going on")
    NOT_VISITED = "not_visited", _("not yet visited")


STATE_OF_FORCE = {
    Force.OWN: State.IN_FORCE,
    Force.INHERITED_WHOLE: State.INHERITED_WHOLE,
    Force.INHERITED_PART: State.INHERITED_PART,
}


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One municipality as it stands on a day."""

    municipality: Municipality
    on: date
    term: Term
    last_visited_on: date | None
    last_contacted_on: date | None
    concluded: bool
    held: Held
    step: StageChange | None

    @property
    def in_working_area(self) -> bool:
        return self.municipality.in_working_area

    @property
    def visited(self) -> bool:
        """Effectively visited in the term of the day."""
        return self.last_visited_on is not None and self.last_visited_on >= self.term.starts_on

    @property
    def contacted_only(self) -> bool:
        """A phone call or an e-mail in the term of the day, and no visit in it."""
        return not self.visited and self.last_contacted_on is not None and self.last_contacted_on >= self.term.starts_on

    @property
    def never_visited(self) -> bool:
        """No effective visit in any term."""
        return self.last_visited_on is None

    @property
    def days_since_visit(self) -> int | None:
        return Municipality.days_since(self.last_visited_on, on=self.on)

    @property
    def in_force(self) -> Force | None:
        return self.held.force

    @cached_property
    def stage(self) -> Stage | None:
        return Stage(self.step.stage) if self.step else None

    @property
    def stage_since(self) -> date | None:
        return self.step.effective_on if self.step else None

    @property
    def decline_reason(self) -> DeclineReason | None:
        return self.step.reason if self.step else None

    @property
    def reviews_overdue(self) -> int:
        """How many yearly reviews are overdue under the agreements in force, its own or inherited."""
        return sum(agreement.reviews_overdue for agreement in self.held.agreements)

    @cached_property
    def state(self) -> State:
        if not self.in_working_area:
            return State.OUTSIDE
        if self.in_force:
            return STATE_OF_FORCE[self.in_force]
        if self.stage == Stage.SIGNED:
            return State.SIGNED
        if self.stage is not None and self.stage.is_open:
            return State.IN_TALKS
        if self.stage == Stage.DECLINED:
            return State.DECLINED
        return State.VISITED if self.visited else State.NOT_VISITED

    @property
    def agreement(self) -> Agreement | None:
        """The agreement its stage rests on; without a stage, the (first) one in force."""
        if self.step:
            return self.step.agreement
        return self.held.agreements[0] if self.held.agreements else None


def standings(*, on: date, municipalities: Iterable[Municipality] | None = None) -> list[Standing]:
    """One standing for each municipality that exists on the day, by name; of all of them, or of those given.

    Asks the same number of queries for any number of municipalities, visits and agreements. Raises NoTerm.
    """
    term = Term.objects.of(on)
    found = _existing(on, term, municipalities)
    ids = [municipality.pk for municipality in found]
    family = Family(on=on)
    own = _in_force(on, {*ids, *family.ancestors(ids)})
    contacts = _last_contacts(on, ids)
    concluded = _concluded(on, term, ids)
    steps = _steps([municipality.step_id for municipality in found])
    return [
        Standing(
            municipality=municipality,
            on=on,
            term=term,
            last_visited_on=contacts.get(municipality.pk, (None, None))[0],
            last_contacted_on=contacts.get(municipality.pk, (None, None))[1],
            concluded=municipality.pk in concluded,
            held=family.held(municipality.pk, own),
            step=steps.get(municipality.step_id),
        )
        for municipality in found
    ]


def _existing(on: date, term: Term, municipalities: Iterable[Municipality] | None) -> list[Any]:
    """The municipalities, each with `step_id`: the step that tells its stage."""
    rows = Municipality.objects.existing_on(on).select_related("province", "region", "fixed_contact")
    if isinstance(municipalities, QuerySet):
        rows = rows.filter(pk__in=municipalities.order_by().values("pk"))
    elif municipalities is not None:
        rows = rows.filter(pk__in=[municipality.pk for municipality in municipalities])
    return list(rows.annotate(step_id=Coalesce(_step_in_term(on, term), _step_still_open(on))))


def _step_in_term(on: date, term: Term) -> Subquery:
    """The latest step of the term, of whichever agreement of the municipality."""
    steps = StageChange.objects.in_effect(on=on).filter(
        agreement__municipality=OuterRef("pk"), effective_on__gte=term.starts_on
    )
    return Subquery(steps.latest_first().values("pk")[:1])


def _step_still_open(on: date) -> Subquery:
    """Without a step in the term: the latest step among the agreements that are still being talked about."""
    steps = StageChange.objects.in_effect(on=on)
    last_of_its_agreement = steps.filter(agreement=OuterRef("agreement")).latest_first().values("pk")[:1]
    still_open = steps.filter(
        agreement__municipality=OuterRef("pk"), stage__in=OPEN_STAGES, pk=Subquery(last_of_its_agreement)
    )
    return Subquery(still_open.latest_first().values("pk")[:1])


def _steps(ids: Iterable[int | None]) -> dict[int, StageChange]:
    wanted = [pk for pk in ids if pk is not None]
    steps = StageChange.objects.filter(pk__in=wanted).select_related("agreement__municipality", "reason")
    return {step.pk: step for step in steps}


def _last_contacts(on: date, ids: Collection[int]) -> dict[int, tuple[date | None, date | None]]:
    """Per municipality the day of the last effective visit and of the last phone call or e-mail."""
    effective = Q(kind__in=Visit.EFFECTIVE_KINDS)
    rows = (
        Visit.objects.filter(municipality__in=ids, status=Visit.Status.HELD, held_on__lte=on)
        .order_by()
        .values_list("municipality")
        .annotate(visited_on=Max("held_on", filter=effective), contacted_on=Max("held_on", filter=~effective))
    )
    return {pk: (visited_on, contacted_on) for pk, visited_on, contacted_on in rows}


def _concluded(on: date, term: Term, ids: Collection[int]) -> set[int]:
    """Those with a signature in the term, on or before the day: what `AgreementQuerySet.concluded` finds."""
    signatures = StageChange.objects.in_effect(on=on).filter(
        stage=Stage.SIGNED, effective_on__gte=term.starts_on, agreement__municipality__in=ids
    )
    return set(signatures.order_by().values_list("agreement__municipality", flat=True).distinct())


def _in_force(on: date, ids: Collection[int]) -> dict[int, list[Agreement]]:
    own: dict[int, list[Agreement]] = defaultdict(list)
    rows = Agreement.objects.in_force(on=on).filter(municipality__in=ids).with_reviews_overdue(on=on)
    for agreement in rows.select_related("municipality").order_by("starts_on", "pk"):
        own[agreement.municipality_id].append(agreement)
    return own
