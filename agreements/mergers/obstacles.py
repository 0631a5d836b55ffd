"""What in the agreements of its predecessors stands in the way of a merger."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agreements.models import Addendum, Agreement, MergerDecision, Stage, StageChange
from municipalities import undoing
from municipalities.merging import MOST_NAMED, Obstacle, obstacles
from municipalities.models import Municipality, PlannedMerger


def obstacles_to(planned: PlannedMerger) -> list[Obstacle]:
    """Everything that stands in the way of the prepared merger; empty when it can be carried out."""
    day, predecessors = planned.took_effect_on, list(planned.predecessors.all())
    found = obstacles(on=day, predecessors=predecessors, into=planned.into())
    return [*found, *_after(day, predecessors)]


def obstacles_to_undoing(planned: PlannedMerger) -> list[Obstacle]:
    """Everything that was recorded since, and would stand about nothing when the merger is undone."""
    found = undoing.obstacles_to_undoing(planned)
    return [*found, *_agreements_since(planned), *_decisions_since(planned)]


def _agreements_since(planned: PlannedMerger) -> Iterator[Obstacle]:
    """Of one that lives on: those that took a step since, and those that follow what a predecessor had."""
    agreements = Agreement.objects.filter(municipality=planned.successor_id).order_by("pk")
    if planned.absorbed_by_id:
        since = StageChange.objects.standing().filter(
            effective_on__gte=planned.took_effect_on, recorded_at__gt=planned.carried_out_at
        )
        follows = Q(renews__municipality__in=planned.predecessors.all())
        agreements = agreements.filter(Q(pk__in=since.values("agreement")) | follows)
    for one in agreements:
        yield Obstacle("", _("Agreement %(reference)s") % {"reference": one.reference}, one.get_absolute_url())


def _decisions_since(planned: PlannedMerger) -> Iterator[Obstacle]:
    decisions = MergerDecision.objects.filter(succession__in=undoing.successions_of(planned)).standing()
    for one in decisions.select_related("agreement", "succession__successor").order_by("pk"):
        words = {"reference": one.agreement.reference, "choice": one.get_choice_display()}
        yield Obstacle("", _("Decision about %(reference)s: %(choice)s") % words, one.get_absolute_url())


def _after(on: date, predecessors: Sequence[Municipality]) -> Iterator[Obstacle]:
    """What was agreed under a name that was gone by then; an early end may come later, for the agreement runs on."""
    steps = StageChange.objects.standing().filter(agreement__municipality__in=predecessors, effective_on__gte=on)
    steps = steps.exclude(stage=Stage.ENDED).select_related("agreement__municipality").order_by("effective_on", "pk")
    named = [f"{step.agreement} ({step.get_stage_display()} {date_format(step.effective_on)})" for step in steps]
    if named:
        yield _obstacle(
            _("Steps were taken on or after that day: %(named)s. Choose a later day, or correct them."), named
        )
    addenda = Addendum.objects.filter(agreement__municipality__in=predecessors, signed_on__gte=on)
    named = [one.reference for one in addenda.select_related("agreement").order_by("signed_on", "pk")]
    if named:
        yield _obstacle(_("Addenda were signed on or after that day: %(named)s. Choose a later day."), named)


def _obstacle(words: str, named: Iterable[str]) -> Obstacle:
    return Obstacle("took_effect_on", words % {"named": ", ".join(list(named)[:MOST_NAMED])})
