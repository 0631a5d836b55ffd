"""What is recorded late may change figures that were given out; then it is said why.

The figures are counted and given out on higher floors, which add themselves to `municipalities.watchers`.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Final, Protocol

from django import forms
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.requests import StaffRequest
from municipalities.models import LateEntry, Municipality
from municipalities.watchers import watchers

FIELD: Final = "late_reason"


class Look(Protocol):
    """Published figures as they are before a change."""

    def changes(self) -> list[str]:
        """Which of them are different now, in words: publication, municipality, figure."""
        ...


class NeedsReason(Exception):
    """What was to be written changes figures that were given out, and nobody said why. Nothing was written."""

    def __init__(self, changes: list[str]) -> None:
        self.changes = changes
        super().__init__(", ".join(changes))

    def ask(self, form: forms.BaseForm) -> None:
        """Let the form name what changes, and ask why."""
        form.fields[FIELD] = late_reason_field(self.changes)
        form.add_error(
            FIELD, _("This changes figures that were given out. Say why it is recorded or changed only now.")
        )


@contextmanager
def asking_why(form: forms.BaseForm) -> Iterator[None]:
    """Let the form ask why when what is written within needs a reason.

    A form that comes back for another mistake holds the reason that was typed.
    """
    instance = getattr(form, "instance", None)
    key = instance and instance.pk
    try:
        yield
    except NeedsReason as needed:
        needed.ask(form)
        if instance:
            instance.pk = key  # nothing was written
    else:
        if FIELD in form.data:
            form.fields[FIELD] = late_reason_field([])


def late_reason_field(changes: list[str]) -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Why is this recorded or changed only now?"),
        help_text=_("What changes: %(changes)s.") % {"changes": "; ".join(changes)} if changes else "",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def looks_at(municipalities: Collection[Municipality], *, since: date) -> list[Look]:
    """How the published figures of these municipalities stand now."""
    return [look for watch in watchers if (look := import_string(watch)(municipalities, since))]


def changes_seen_by(looks: Collection[Look]) -> list[str]:
    return [change for look in looks for change in look.changes()]


@contextmanager
def explained(request: StaffRequest, municipalities: Collection[Municipality], *, since: date) -> Iterator[None]:
    """Keep what is written within, and why when it changes published figures. Raises NeedsReason without a reason."""
    reason, by = request.POST.get(FIELD, ""), request.user
    with transaction.atomic():
        looks = looks_at(municipalities, since=since)
        yield
        changes = changes_seen_by(looks)
        if changes and not reason.strip():
            raise NeedsReason(changes)
        if changes:
            LateEntry.objects.bulk_create(
                LateEntry(municipality=one, day=since, reason=reason, changes="\n".join(changes), recorded_by=by)
                for one in set(municipalities)
            )
