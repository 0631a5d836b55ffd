from datetime import date
from typing import Any, Final

import django_tables2 as tables
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exports.columns import Column, Kind, Listing
from exports.models import Export

NOWRAP: Final = {"td": {"class": "nowrap"}}
NUMBER: Final = {"th": {"class": "number"}, "td": {"class": "number"}}


class ExportTable(tables.Table):
    """What left the house, the latest first; each row links to the table that was taken, as it was filtered."""

    what = tables.Column(_("Table"), order_by=("what", "-made_at", "-pk"))
    filter_words = tables.Column(_("Filtered by"), orderable=False)
    day = tables.Column(_("As it was on"), order_by=("day", "made_at", "pk"))
    format = tables.Column(_("Format"), order_by=("format", "made_at", "pk"))
    number = tables.Column(
        _("Rows"), accessor="rows", order_by=("rows", "made_at", "pk"), attrs=NUMBER, empty_values=()
    )
    made_by = tables.Column(
        _("Exported by"),
        order_by=("made_by__first_name", "made_by__last_name", "made_by__email", "-made_at", "-pk"),
        attrs={"td": {"class": "person-name"}},
    )
    made_at = tables.Column(_("Exported at"), order_by=("made_at", "pk"), attrs=NOWRAP)

    caption = _("Exports")
    caption_repeats_heading = True

    class Meta:
        default = ""  # an empty cell has no line on the card of a phone
        order_by = "-made_at"

    def render_what(self, record: Export) -> SafeString:
        return format_html('<a href="{}">{}</a>', record.address, record.what)

    def render_day(self, value: date, record: Export) -> str:
        day = date_format(value, "SHORT_DATE_FORMAT")
        if record.known_at is None:
            return day
        known = date_format(localtime(record.known_at), "SHORT_DATE_FORMAT")
        return gettext("%(day)s, as known on %(known)s") % {"day": day, "known": known}

    def render_number(self, value: int | None) -> str:
        return gettext("broken off") if value is None else str(value)

    def render_made_at(self, value: Any) -> str:
        return date_format(localtime(value), "SHORT_DATETIME_FORMAT")


EXPORTS: Final = Listing(
    _("Exports"),
    (
        Column(_("Table"), lambda export: export.what),
        Column(_("Filtered by"), lambda export: export.filter_words),
        Column(_("As it was on"), lambda export: export.day, Kind.DAY),
        Column(_("As known on"), lambda export: export.known_at, Kind.MOMENT),
        Column(_("Format"), lambda export: export.get_format_display()),
        Column(_("Rows"), lambda export: export.rows, Kind.NUMBER),
        Column(_("Exported by"), lambda export: export.made_by),
        Column(_("Exported at"), lambda export: export.made_at, Kind.MOMENT),
        Column(_("Finished at"), lambda export: export.finished_at, Kind.MOMENT),
        Column(_("Address"), lambda export: export.address),
    ),
)
