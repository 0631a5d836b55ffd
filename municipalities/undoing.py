"""What stands in the way of undoing a merger: everything that was recorded about the successor since."""

from collections.abc import Iterator
from typing import Final

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from municipalities.merging import Obstacle
from municipalities.models import Contact, Municipality, PlannedMerger, Succession, Visit
from municipalities.models.municipality import SuccessionQuerySet

CHANGE_REASON: Final = "merger"  # in the history of what a merger changed


def successions_of(planned: PlannedMerger) -> SuccessionQuerySet:
    """Those that carrying it out made."""
    return Succession.objects.filter(
        predecessor__in=planned.predecessors.all(),
        successor=planned.successor_id,
        took_effect_on=planned.took_effect_on,
        recorded_at__isnull=False,
    )


def obstacles_to_undoing(planned: PlannedMerger) -> list[Obstacle]:
    """Each with its page. Of a municipality that lives on, what happened before the day has nothing to do with it."""
    if planned.successor is None or planned.undoing or successions_of(planned).count() != planned.predecessors.count():
        return [Obstacle("", _("This merger is not in the register, or not any more."))]
    return [*_later_mergers(planned), *_visits(planned), *_contacts(planned)]


def _later_mergers(planned: PlannedMerger) -> Iterator[Obstacle]:
    successor = planned.successor
    links = Succession.objects.filter(predecessor=successor) | Succession.objects.filter(
        successor=successor, recorded_at__gt=planned.carried_out_at
    )
    for link in links.select_related("predecessor", "successor"):
        words = {"name": link.predecessor, "successor": link.successor, "day": date_format(link.took_effect_on)}
        text = _("%(name)s goes or went into %(successor)s on %(day)s.") % words
        yield Obstacle("", text, link.predecessor.get_absolute_url())
    if planned.absorbed_by_id is None:
        waiting = PlannedMerger.objects.waiting().select_related("absorbed_by")
        for other in (waiting.filter(predecessors=successor) | waiting.filter(absorbed_by=successor)).distinct():
            yield Obstacle("", _("Prepared: merger into %(merger)s") % {"merger": other}, other.get_absolute_url())


def _visits(planned: PlannedMerger) -> Iterator[Obstacle]:
    going_back = {visit.pk for visit, _home in came_along(planned)}
    for visit in _recorded(planned).exclude(pk__in=going_back).order_by("held_on", "pk"):
        words = {"day": date_format(visit.held_on), "status": visit.get_status_display()}
        yield Obstacle("", _("Visit of %(day)s (%(status)s)") % words, visit.get_absolute_url())


def _recorded(planned: PlannedMerger) -> QuerySet[Visit]:
    """Those about the successor; of one that lives on only those of the day and later that came after the merger."""
    visits = Visit.objects.filter(municipality=planned.successor_id)
    if planned.absorbed_by_id is None:
        return visits
    known_before = Visit.history.filter(
        id=OuterRef("pk"), municipality_id=planned.successor_id, history_date__lt=planned.carried_out_at
    )
    return visits.filter(held_on__gte=planned.took_effect_on).exclude(Exists(known_before))


def came_along(planned: PlannedMerger) -> list[tuple[Visit, Municipality]]:
    """The visits that came along with the merger and are still only planned, each with the predecessor it was of."""
    homes = {one.pk: one for one in planned.predecessors.all()}
    visits = Visit.objects.filter(municipality=planned.successor_id, status=Visit.Status.PLANNED)
    return [(visit, homes[home]) for visit in visits if (home := _home_of(visit)) in homes]


def _home_of(visit: Visit) -> int | None:
    """The municipality that it was of before a merger moved it; None when it was recorded about this one."""
    moves = visit.history.filter(history_change_reason=CHANGE_REASON)
    moved = moves.filter(municipality=visit.municipality_id).first()
    return moved.prev_record.municipality_id if moved else None


def _contacts(planned: PlannedMerger) -> Iterator[Obstacle]:
    if planned.absorbed_by_id is None:
        for contact in Contact.objects.filter(municipality=planned.successor_id):
            yield Obstacle("", _("Contact: %(name)s") % {"name": contact.name}, contact.get_absolute_url())
