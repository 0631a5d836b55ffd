"""Writes that no form carries."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Final, cast

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from municipalities.merging import obstacles
from municipalities.models import Municipality, PlannedMerger, Succession, UndoneSuccession, Visit
from municipalities.undoing import CHANGE_REASON, came_along, obstacles_to_undoing, successions_of

UNDO_REASON: Final = "merger undone"


@transaction.atomic
def finish_next_step(visit: Visit, *, on: date) -> Visit:
    """The agreed next step of a visit was done on the day; once done it stays as it was."""
    present = Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    if present.next_step and present.next_step_done_on is None:
        present.next_step_done_on = on
        present.version += 1
        present.save()
    return present


@transaction.atomic
def merge(
    *, on: date, predecessors: Sequence[Municipality], into: Municipality, by: User, at: datetime | None = None
) -> Municipality:
    """Let the predecessors go into another municipality on the day: a new one, not saved, or one that lives on.

    They end the day before; what they had stays with them, but for the visits planned for later, which go along.
    It is on record since `at`, else since now. Raises ValidationError with everything that stands in the way.
    """
    _hold(predecessors, into)
    predecessors = list(Municipality.objects.filter(pk__in=[one.pk for one in predecessors]).order_by("name"))
    into = Municipality.objects.get(pk=into.pk) if into.pk else into
    if found := obstacles(on=on, predecessors=predecessors, into=into):
        raise ValidationError([str(one) for one in found])
    before = [*predecessors, into] if into.pk else predecessors
    into.postal_codes = " ".join(sorted({code for one in before for code in one.postal_codes.split()}))
    at = at or timezone.now()
    if into.pk is None:
        _begin(into, predecessors, at=at)
    _save(into, by=by)
    for one in predecessors:
        one.ends_on = on - timedelta(days=1)
        _save(one, by=by)
        Succession.objects.create(predecessor=one, successor=into, took_effect_on=on, recorded_at=at)
    _move_planned_visits(predecessors, into, on=on, by=by)
    return into


def _hold(predecessors: Iterable[Municipality], into: Municipality) -> None:
    """Let nobody else change these until this transaction ends; always in one order."""
    keys = [one.pk for one in (*predecessors, into) if one.pk]
    list(Municipality.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))


def _begin(into: Municipality, predecessors: Iterable[Municipality], *, at: datetime) -> None:
    """A city with an agency of its own keeps it under another NIS code."""
    own = (one.agency for one in predecessors if not one.in_working_area)
    into.agency = next(own, Municipality.Agency.AGII)
    into.recorded_at = at


def _save(municipality: Municipality, *, by: User, why: str = CHANGE_REASON) -> None:
    municipality.version += 1
    municipality._history_user = by  # type: ignore[attr-defined]
    municipality._change_reason = why  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            municipality.save()
    except IntegrityError as error:  # two mergers at once, into the same NIS code
        raise ValidationError(_("Somebody else used this NIS code in the meantime.")) from error


def _move_planned_visits(predecessors: Iterable[Municipality], into: Municipality, *, on: date, by: User) -> None:
    planned = Visit.objects.filter(municipality__in=predecessors, status=Visit.Status.PLANNED, held_on__gte=on)
    for visit in planned.select_for_update(of=("self",)):
        _move(visit, into, by=by)


def _move(visit: Visit, to: Municipality, *, by: User, why: str = CHANGE_REASON) -> None:
    visit.municipality = to
    visit.version += 1
    visit._history_user = by  # type: ignore[attr-defined]
    visit._change_reason = why  # type: ignore[attr-defined]
    visit.save()


@transaction.atomic
def undo_merger(planned: PlannedMerger, *, by: User, reason: str) -> None:
    """Let the predecessors of a merger that was carried out live on, and its planned visits go back to them.

    What counted until now still does as it was known then. Raises ValidationError with all that stands in the way.
    """
    hold_alone(planned)
    links = list(successions_of(planned).select_related("predecessor").order_by("predecessor__name"))
    if found := obstacles_to_undoing(planned):
        raise ValidationError([str(one) for one in found])
    at = timezone.now()
    for visit, home in came_along(planned):
        _move(visit, home, by=by, why=UNDO_REASON)
    for link in links:
        _remember(planned, link, at=at, by=by, reason=reason)
        link.delete()
        link.predecessor.ends_on = None
        _save(link.predecessor, by=by, why=UNDO_REASON)
    _give_back(planned, at=at, by=by)


def hold_alone(planned: PlannedMerger) -> None:
    """Let nobody else change who took part, nor record anything about them; always in one order."""
    keys = [*planned.predecessors.values_list("pk", flat=True), planned.successor_id]
    list(Municipality.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    list(Visit.objects.select_for_update(of=("self",)).filter(municipality=planned.successor_id).order_by("pk"))


def hold_existing(municipality: Municipality) -> None:
    """Let its merger not be undone until this transaction ends. Raises ValidationError when that just happened."""
    if Municipality.objects.select_for_update(no_key=True).filter(pk=municipality.pk).first() is None:
        raise ValidationError(_("The merger that this municipality came from was undone in the meantime."))


def _remember(planned: PlannedMerger, link: Succession, *, at: datetime, by: User, reason: str) -> None:
    UndoneSuccession.objects.create(
        planned=planned,
        predecessor=link.predecessor,
        successor_id=link.successor_id,
        took_effect_on=link.took_effect_on,
        recorded_at=cast(datetime, link.recorded_at),  # a succession of the files is never undone here
        undone_at=at,
        undone_by=by,
        reason=reason,
    )


def _give_back(planned: PlannedMerger, *, at: datetime, by: User) -> None:
    """A municipality that came into being never was; one that lives on gives the postal codes back."""
    successor = Municipality.objects.get(pk=planned.successor_id)
    if planned.absorbed_by_id is None:
        successor.undone_at = at
    else:
        since = successor.history.filter(history_date__gte=planned.carried_out_at)
        merged = since.filter(history_change_reason=CHANGE_REASON).order_by("history_date", "history_id").first()
        successor.postal_codes = merged.prev_record.postal_codes
    _save(successor, by=by, why=UNDO_REASON)
