"""The days of mergers, and the work list of one, as they leave the house."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from agreements.mergers.brought import Brought
from agreements.models import MergerDecision
from dashboards.mergers import Before, Inherited, Merged
from dashboards.standings import Standing
from exports.columns import Column, Kind, Listing, yes_or_no


@dataclass(frozen=True)
class Line:
    """A predecessor with one agreement that it brought along, or with none."""

    merged: Merged
    before: Before
    inherited: Inherited | None

    @property
    def decision(self) -> MergerDecision | None:
        return self.inherited.brought.decision if self.inherited else None


def lines_of(mergers: Iterable[Merged]) -> list[Line]:
    return [
        Line(merged, before, inherited)
        for merged in mergers
        for before in merged.predecessors
        for inherited in _brought_by(merged, before)
    ]


def _brought_by(merged: Merged, before: Before) -> Sequence[Inherited | None]:
    found = [one for one in merged.inherited if one.brought.succession.predecessor_id == before.municipality.pk]
    return found or [None]


def _standing(value: Callable[[Standing], Any]) -> Callable[[Line], Any]:
    return lambda line: value(line.before.standing) if line.before.standing else None


def _brought(value: Callable[[Brought], Any]) -> Callable[[Line], Any]:
    return lambda line: value(line.inherited.brought) if line.inherited else None


def _decided(value: Callable[[MergerDecision], Any]) -> Callable[[Line], Any]:
    return lambda line: value(line.decision) if line.decision else None


def _follow_up(line: Line, *, done: bool) -> str | None:
    found = line.inherited.follow_up if line.inherited else None
    return found.label if found and found.is_done == done else None


PLANNED: Final = "planned"

MERGER_DAYS: Final = Listing(
    _("Days of mergers"),
    (
        Column(_("Day"), lambda day: day.on, Kind.DAY),
        Column(_("Predecessors"), lambda day: day.predecessors, Kind.NUMBER),
        Column(_("Successors"), lambda day: day.successors, Kind.NUMBER),
        Column(_("Inherited agreements"), lambda day: day.brought, Kind.NUMBER),
        Column(_("Undecided"), lambda day: day.undecided, Kind.NUMBER),
    ),
)

PLANNED_MERGERS: Final = Listing(
    _("Prepared mergers"),
    (
        Column(_("Successor"), lambda planned: planned.successor_name),
        Column(_("NIS"), lambda planned: planned.absorbed_by.nis if planned.absorbed_by else planned.nis),
        Column(_("Takes effect on"), lambda planned: planned.took_effect_on, Kind.DAY),
        Column(_("Predecessors"), lambda planned: ", ".join(map(str, planned.predecessors.all()))),
        Column(_("Prepared by"), lambda planned: planned.prepared_by),
        Column(_("Prepared at"), lambda planned: planned.prepared_at, Kind.MOMENT),
    ),
)

MERGERS: Final = Listing(
    _("Mergers"),
    (
        Column(_("Successor"), lambda line: line.merged.successor.name),
        Column(_("NIS"), lambda line: line.merged.successor.nis),
        Column(_("Province"), lambda line: line.merged.successor.province.name),
        Column(_("Region"), lambda line: line.merged.successor.region.name),
        Column(_("Agency"), lambda line: line.merged.successor.get_agency_display()),
        Column(_("Predecessor"), lambda line: line.before.municipality.name),
        Column(_("The day before"), _standing(lambda standing: standing.state.label)),
        Column(_("Visited in this term"), _standing(lambda standing: yes_or_no(standing.visited))),
        Column(_("Last visit"), _standing(lambda standing: standing.last_visited_on), Kind.DAY),
        Column(_("Number"), _brought(lambda brought: brought.agreement.reference)),
        Column(_("Runs until"), _brought(lambda brought: brought.last_day), Kind.DAY),
        Column(_("Decision"), _decided(lambda decision: decision.get_choice_display())),
        Column(_("Decided on"), _decided(lambda decision: decision.decided_on), Kind.DAY),
        Column(_("Decided by"), _decided(lambda decision: decision.decided_by)),
        Column(_("Note"), _decided(lambda decision: decision.note)),
        Column(_("Followed"), lambda line: _follow_up(line, done=True)),
        Column(_("Still to follow"), lambda line: _follow_up(line, done=False)),
    ),
)
