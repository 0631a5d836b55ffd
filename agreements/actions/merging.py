"""Carrying out a merger that was prepared, and trying out what it would do."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from agreements.actions.stages import hold
from agreements.mergers.obstacles import obstacles_to, obstacles_to_undoing
from municipalities.actions import hold_alone, merge, undo_merger
from municipalities.models import Municipality, PlannedMerger


@transaction.atomic
def carry_out(planned: PlannedMerger, *, version: int, by: User) -> Municipality:
    """Let the prepared merger take place, as it stood at the version that the user saw.

    Raises ValidationError with why not: somebody was first, it changed in the meantime, or what stands in its way.
    """
    planned = PlannedMerger.objects.select_for_update(of=("self",)).get(pk=planned.pk)
    _refuse_outdated(planned, version)
    predecessors = list(planned.predecessors.all())
    hold(*(one.pk for one in predecessors), *([planned.absorbed_by_id] if planned.absorbed_by_id else []))
    if found := obstacles_to(planned):
        raise ValidationError([str(one) for one in found])
    now = timezone.now()
    successor = merge(on=planned.took_effect_on, predecessors=predecessors, into=planned.into(), by=by, at=now)
    planned.successor, planned.carried_out_at, planned.carried_out_by = successor, now, by
    planned.version += 1
    planned.save()
    return successor


@transaction.atomic
def undo(planned: PlannedMerger, *, reason: str, by: User) -> PlannedMerger:
    """Undo a merger that was carried out by mistake, as long as nothing was recorded about its successor since.

    Raises ValidationError with what stands in the way, also when somebody was first.
    """
    planned = PlannedMerger.objects.select_for_update(of=("self",)).get(pk=planned.pk)
    hold_alone(planned)
    if found := obstacles_to_undoing(planned):
        raise ValidationError([str(one) for one in found])
    undo_merger(planned, by=by, reason=reason)
    return planned


@contextmanager
def carried_out_for_now(planned: PlannedMerger, *, by: User) -> Iterator[Municipality]:
    """The register as it would be with the merger; at the end nothing of it remains."""
    with transaction.atomic():
        yield carry_out(planned, version=planned.version, by=by)
        transaction.set_rollback(True)


def _refuse_outdated(planned: PlannedMerger, version: int) -> None:
    if planned.carried_out_at is not None:
        words = {"by": planned.carried_out_by, "day": date_format(timezone.localdate(planned.carried_out_at))}
        raise ValidationError(_("%(by)s carried out this merger already, on %(day)s.") % words)
    if planned.version != version:
        raise ValidationError(_("Somebody else changed this merger in the meantime. Look at what will follow again."))
