from datetime import date
from typing import Any, Final

import django_tables2 as tables
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from publications.listings import told
from publications.models import Publication
from publications.templatetags.numbers_said import said

NUMBER: Final = {"td": {"class": "number"}, "th": {"class": "number"}}
NOWRAP: Final = {"td": {"class": "nowrap"}}


class PublicationTable(tables.Table):
    """Answers that were given, the newest figures first."""

    title = tables.Column(_("Publication"), linkify=True, order_by=("kind", "number", "-pk"))
    figures_on = tables.Column(_("Figures on"), order_by=("figures_on", "pk"), attrs=NOWRAP)
    asked_on = tables.Column(_("Asked on"), order_by=("asked_on", "pk"), attrs=NOWRAP)
    answered_on = tables.Column(_("Answered on"), order_by=("answered_on", "pk"), attrs=NOWRAP)
    visited = tables.Column(_("Visited"), order_by=("visited", "pk"), attrs=NUMBER)
    concluded = tables.Column(_("Agreements"), order_by=("concluded", "pk"), attrs=NUMBER)
    state = tables.Column(_("State"), orderable=False, empty_values=())

    caption = _("Publications")
    caption_repeats_heading = True

    class Meta:
        model = Publication
        fields = ("title", "figures_on", "asked_on", "answered_on", "visited", "concluded", "state")
        default = ""  # an empty cell has no line on the card of a phone
        order_by = ("-figures_on",)

    def render_figures_on(self, value: date) -> str:
        return date_format(value, "SHORT_DATE_FORMAT")

    render_asked_on = render_answered_on = render_figures_on

    def render_visited(self, record: Any) -> str:
        return _told(record, "visited", has_list=record.lists_visited)

    def render_concluded(self, record: Any) -> str:
        return _told(record, "concluded", has_list=record.lists_concluded)

    def render_state(self, record: Publication) -> Any:
        return render_to_string("publications/_state.html", {"publication": record})


def _told(record: Publication, code: str, *, has_list: bool) -> str:
    """The number with its list; what was given before this register came without most of them."""
    number = told(record, code)
    url = reverse("publications:publication_figure", args=[record.pk, code]) if has_list else ""
    return "" if number is None else said(number, url)
