"""The lists of this floor as they leave the house: typed columns, the same in every format."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from exports.columns import Column, Kind, Listing

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
