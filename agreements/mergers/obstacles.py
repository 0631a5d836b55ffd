"""What in the agreements of its predecessors stands in the way of a merger."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agreements.models import Addendum, Stage, StageChange
from municipalities.merging import MOST_NAMED, Obstacle, obstacles
from municipalities.models import Municipality, PlannedMerger


def obstacles_to(planned: PlannedMerger) -> list[Obstacle]:
    """Everything that stands in the way of the prepared merger; empty when it can be carried out."""
    day, predecessors = planned.took_effect_on, list(planned.predecessors.all())
    found = obstacles(on=day, predecessors=predecessors, into=planned.into())
    return [*found, *_after(day, predecessors)]


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
