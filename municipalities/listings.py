"""The lists of this floor as they leave the house: typed columns, the same in every format."""

from collections.abc import Iterable
from typing import Final

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from exports.columns import Column, Kind, Listing
from exports.extracts import Extract
from municipalities.changes import Change, FieldChange

VISITS: Final = Listing(
    _("Visits"),
    (
        Column(_("Date"), lambda visit: visit.held_on, Kind.DAY),
        Column(_("Time"), lambda visit: visit.held_at, Kind.TIME),
        Column(_("NIS"), lambda visit: visit.municipality.nis),
        Column(_("Municipality"), lambda visit: visit.municipality.name),
        Column(_("Province"), lambda visit: visit.municipality.province.name),
        Column(_("Region"), lambda visit: visit.municipality.region),
        Column(_("Kind"), lambda visit: visit.get_kind_display()),
        Column(_("Status"), lambda visit: visit.get_status_display()),
        Column(_("For the agency"), lambda visit: ", ".join(str(person) for person in visit.agency_people.all())),
        Column(_("Domains"), lambda visit: ", ".join(domain.short_name for domain in visit.domains.all())),
        Column(_("Next step"), lambda visit: visit.next_step),
        Column(_("Who does it"), lambda visit: visit.next_step_owner),
        Column(_("Due on"), lambda visit: visit.next_step_due_on, Kind.DAY),
        Column(_("Done on"), lambda visit: visit.next_step_done_on, Kind.DAY),
    ),
)
HISTORY: Final = Listing(
    _("History"),
    (
        Column(_("When"), lambda row: row[0].at, Kind.MOMENT),
        Column(_("Who"), lambda row: row[0].by or _("the register itself")),
        Column(_("What"), lambda row: row[0].what),
        Column(_("Reason"), lambda row: row[0].reason),
        Column(_("Field"), lambda row: row[1].label),
        Column(_("Before"), lambda row: row[1].before),
        Column(_("After"), lambda row: row[1].after),
    ),
)
NO_FIELD: Final = FieldChange("", "", "")


def history_of(instance: models.Model, changes: Iterable[Change]) -> Extract:
    """A row for each field that changed; one without a field where a change names none."""
    rows = [(change, field) for change in changes for field in change.fields or (NO_FIELD,)]
    words = [(capfirst(str(instance._meta.verbose_name)), str(instance))]
    return Extract(listing=HISTORY, rows=rows, filter_words=words)
