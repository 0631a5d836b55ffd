"""Writes that no form carries."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from municipalities.merging import obstacles
from municipalities.models import Municipality, Succession, Visit

CHANGE_REASON: Final = "merger"


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
def merge(*, on: date, predecessors: Sequence[Municipality], into: Municipality, by: User) -> Municipality:
    """Let the predecessors go into another municipality on the day: a new one, not saved, or one that lives on.

    They end the day before; what they had stays with them, but for the visits planned for later, which go along.
    Raises ValidationError with everything that stands in the way.
    """
    _hold(predecessors, into)
    predecessors = list(Municipality.objects.filter(pk__in=[one.pk for one in predecessors]).order_by("name"))
    into = Municipality.objects.get(pk=into.pk) if into.pk else into
    if found := obstacles(on=on, predecessors=predecessors, into=into):
        raise ValidationError([str(one) for one in found])
    before = [*predecessors, into] if into.pk else predecessors
    into.postal_codes = " ".join(sorted({code for one in before for code in one.postal_codes.split()}))
    if into.pk is None:
        _begin(into, predecessors)
    _save(into, by=by)
    for one in predecessors:
        one.ends_on = on - timedelta(days=1)
        _save(one, by=by)
        Succession.objects.create(predecessor=one, successor=into, took_effect_on=on, recorded_at=timezone.now())
    _move_planned_visits(predecessors, into, on=on, by=by)
    return into


def _hold(predecessors: Iterable[Municipality], into: Municipality) -> None:
    """Let nobody else change these until this transaction ends; always in one order."""
    keys = [one.pk for one in (*predecessors, into) if one.pk]
    list(Municipality.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))


def _begin(into: Municipality, predecessors: Iterable[Municipality]) -> None:
    """A city with an agency of its own keeps it under another NIS code."""
    own = (one.agency for one in predecessors if not one.in_working_area)
    into.agency = next(own, Municipality.Agency.AGII)
    into.recorded_at = timezone.now()


def _save(municipality: Municipality, *, by: User) -> None:
    municipality.version += 1
    municipality._history_user = by  # type: ignore[attr-defined]
    municipality._change_reason = CHANGE_REASON  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            municipality.save()
    except IntegrityError as error:  # two mergers at once, into the same NIS code
        raise ValidationError(_("Somebody else used this NIS code in the meantime.")) from error


def _move_planned_visits(predecessors: Iterable[Municipality], into: Municipality, *, on: date, by: User) -> None:
    planned = Visit.objects.filter(municipality__in=predecessors, status=Visit.Status.PLANNED, held_on__gte=on)
    for visit in planned.select_for_update(of=("self",)):
        visit.municipality = into
        visit.version += 1
        visit._history_user = by  # type: ignore[attr-defined]
        visit._change_reason = CHANGE_REASON  # type: ignore[attr-defined]
        visit.save()
