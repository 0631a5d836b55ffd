from datetime import date
from typing import Any, Final

import django_tables2 as tables
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from agreements.holding import addenda_in_effect, domains_held
from agreements.models import Agreement
from agreements.models.agreement import AgreementQuerySet
from agreements.next_action import state_of

NOWRAP: Final = {"td": {"class": "nowrap"}}


class AgreementTable(tables.Table):
    """Agreements as they stood on a day, the one with the latest step first."""

    municipality = tables.Column(_("Municipality"), order_by=("municipality__name", "municipality__nis", "-pk"))
    reference = tables.Column(_("Number"), attrs=NOWRAP)
    stage = tables.Column(_("Stage"), order_by=("stage_since", "pk"), empty_values=())
    domains = tables.Column(_("Domains"), accessor="pk", orderable=False)
    starts_on = tables.Column(_("Period"), order_by=("starts_on", "ends_on", "pk"), empty_values=(), attrs=NOWRAP)
    signed_on = tables.Column(_("Signed on"), order_by=("signed_on", "pk"))
    region = tables.Column(
        _("Region"), accessor="municipality__region", order_by=("municipality__region__name", "municipality__name")
    )
    reviews_overdue = tables.Column(_("Reviews"), order_by=("reviews_overdue", "pk"), empty_values=())

    caption = _("Agreements")
    caption_repeats_heading = True

    class Meta:
        model = Agreement
        fields = (
            "municipality",
            "reference",
            "stage",
            "domains",
            "starts_on",
            "signed_on",
            "region",
            "reviews_overdue",
        )
        order_by = ("-stage",)

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = day

    def order_stage(self, agreements: AgreementQuerySet, is_descending: bool) -> tuple[AgreementQuerySet, bool]:
        """Those without a step yet stand where the newest stand, on every database."""
        since = F("stage_since")
        if is_descending:
            return agreements.order_by(since.desc(nulls_first=True), "-pk"), True
        return agreements.order_by(since.asc(nulls_last=True), "pk"), True

    def render_municipality(self, record: Agreement) -> SafeString:
        return format_html('<a href="{}">{}</a>', record.get_absolute_url(), record.municipality.name)

    def render_stage(self, record: Agreement) -> SafeString:
        context = {"agreement": record, "state": state_of(record, on=self.day)}
        return render_to_string("agreements/_stage_cell.html", context)

    def render_domains(self, record: Agreement) -> SafeString:
        context = {
            "domains": domains_held(record, on=self.day),
            "addenda": len(addenda_in_effect(record, on=self.day)),
            "url": record.get_absolute_url(),
            "day": self.day,
        }
        return render_to_string("agreements/_domains_cell.html", context)

    def render_starts_on(self, record: Agreement) -> str:
        if record.starts_on is None and record.ends_on is None:
            return "—"
        days = (date_format(day, "SHORT_DATE_FORMAT") if day else "…" for day in (record.starts_on, record.ends_on))
        return " – ".join(days)

    def render_signed_on(self, value: date) -> str:
        return date_format(value, "SHORT_DATE_FORMAT")

    def render_reviews_overdue(self, record: Agreement) -> SafeString | str:
        if not record.reviews_overdue:
            return ""
        return render_to_string(
            "agreements/_reviews_overdue.html",
            {
                "number": record.reviews_overdue,
                "url": record.get_absolute_url(),
                "today": self.day == timezone.localdate(),
            },
        )
