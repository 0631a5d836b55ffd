from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from municipalities.models import Visit


class VisitTable(tables.Table):
    """Visits, newest first; a row links to the visit and to its municipality."""

    held_on = tables.Column(_("Date"), linkify=True)
    municipality = tables.Column(
        _("Municipality"), linkify=True, order_by=("municipality__name", "municipality__nis", "-held_on")
    )
    kind = tables.Column(_("Kind"))
    status = tables.Column(_("Status"))
    agency_people = tables.Column(_("For the agency"), orderable=False)
    domains = tables.Column(_("Domains"), orderable=False)
    next_step = tables.Column(_("Next step"), order_by=("next_step_due_on",), empty_values=())

    caption = _("Visits")
    caption_repeats_heading = True

    class Meta:
        model = Visit
        fields = ("held_on", "municipality", "kind", "status", "agency_people", "domains", "next_step")
        order_by = ("-held_on",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = timezone.localdate()

    def order_held_on(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        names = ("held_on", "held_at", "pk")
        return queryset.order_by(*(f"-{name}" if is_descending else name for name in names)), True

    def render_held_on(self, record: Visit) -> str:
        day = date_format(record.held_on, "SHORT_DATE_FORMAT")
        return f"{day}, {time_format(record.held_at)}" if record.held_at else day

    def render_agency_people(self, record: Visit) -> str:
        return ", ".join(str(person) for person in record.agency_people.all())

    def render_domains(self, record: Visit) -> str:
        return ", ".join(domain.short_name for domain in record.domains.all())

    def render_status(self, record: Visit) -> SafeString:
        context = {"visit": record, "awaits_outcome": record.awaits_outcome(on=self.today)}
        return render_to_string("municipalities/_visit_status.html", context)

    def render_next_step(self, record: Visit) -> str:
        if not record.next_step:
            return ""
        context = {"visit": record, "is_overdue": record.has_overdue_step(on=self.today)}
        return render_to_string("municipalities/_visit_next_step.html", context)
