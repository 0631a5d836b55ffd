"""Writes that no form carries."""

from datetime import date

from django.db import transaction

from municipalities.models import Visit


@transaction.atomic
def finish_next_step(visit: Visit, *, on: date) -> Visit:
    """The agreed next step of a visit was done on the day; once done it stays as it was."""
    present = Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    if present.next_step and present.next_step_done_on is None:
        present.next_step_done_on = on
        present.version += 1
        present.save()
    return present
