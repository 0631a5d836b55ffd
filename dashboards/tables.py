from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

import django_tables2 as tables
from django.template.loader import get_template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agreements.models import Stage
from dashboards.inheritance import Force
from dashboards.lines import MunicipalityLine
from dashboards.standings import Standing
from municipalities.models import Municipality

STAGE_ORDER = {stage: place for place, stage in enumerate(Stage.values)}
FORCE_ORDER = {force: place for place, force in enumerate(Force.values)}
NUMBER = {"th": {"class": "number"}, "td": {"class": "number"}}


@dataclass(frozen=True)
class MunicipalityRow:
    """A municipality in the list; without a standing when it does not exist on the day."""

    municipality: Municipality | MunicipalityLine
    standing: Standing | None
    last_visited_on: date | None
    on: date

    @classmethod
    def of(cls, standing: Standing) -> Self:
        return cls(standing.municipality, standing, standing.last_visited_on, standing.on)

    @property
    def stage(self) -> str | None:
        return self.standing.stage if self.standing else None

    @property
    def in_force(self) -> Force | None:
        return self.standing.in_force if self.standing else None

    @property
    def days(self) -> int | None:
        return Municipality.days_since(self.last_visited_on, on=self.on)

    @property
    def by_name(self) -> str:
        return self.municipality.search_key

    @property
    def by_contact(self) -> str:
        return str(self.municipality.fixed_contact or "\uffff").casefold()

    @property
    def by_last_visit(self) -> date:
        return self.last_visited_on or date.min

    @property
    def by_days(self) -> int:
        """Never visited is longest ago."""
        return (self.on - self.by_last_visit).days

    @property
    def by_stage(self) -> int:
        return STAGE_ORDER.get(self.stage or "", len(STAGE_ORDER))

    @property
    def by_in_force(self) -> int:
        return FORCE_ORDER.get(self.in_force or "", len(FORCE_ORDER))


class MunicipalityTable(tables.Table):
    """Each column sorts by a value that always exists, so that empty cells come together at one end.

    The rows come by name, and stay so where a column says nothing else.
    """

    name = tables.Column(_("Municipality"), accessor="municipality", order_by="by_name")
    province = tables.Column(
        _("Province"),
        accessor="municipality__province",
        order_by="municipality__province__position",
        attrs={"td": {"class": "province"}},
    )
    region = tables.Column(_("Region"), accessor="municipality__region", order_by="municipality__region__name")
    contact = tables.Column(
        _("Fixed contact"),
        accessor="municipality__fixed_contact",
        order_by="by_contact",
        attrs={"td": {"class": "person-name"}},
    )
    last_visit = tables.Column(_("Last visit"), accessor="last_visited_on", order_by="by_last_visit", empty_values=())
    days = tables.Column(_("Days since"), order_by="by_days", attrs=NUMBER)
    stage = tables.Column(_("Stage"), order_by="by_stage", empty_values=())
    in_force = tables.Column(_("Agreement"), order_by="by_in_force", attrs={"td": {"class": "in-force"}})

    class Meta:
        default = ""  # an empty cell has no line on the card of a phone
        order_by = "name"
        empty_text = _("No municipalities found.")

    def __init__(self, rows: Iterable[MunicipalityRow], *, on: date, **kwargs: Any) -> None:
        super().__init__(list(rows), **kwargs)
        self.caption = gettext("As it was on %(day)s. A tick at the last visit: visited in the term of that day.") % {
            "day": date_format(on)
        }
        self._state = get_template("_state.html")
        self._stage = get_template("_stage.html")

    def render_name(self, value: Municipality | MunicipalityLine, record: MunicipalityRow) -> SafeString:
        link = format_html('<a href="{}">{}</a>', value.get_absolute_url(), value.name)
        note = _note(record)
        return format_html('{}<span class="row-note">{}</span>', link, note) if note else link

    def render_last_visit(self, value: date | None, record: MunicipalityRow) -> str:
        if value is None:
            return self._state.render({"state": "never_visited", "label": gettext("never")})
        label = date_format(value, "SHORT_DATE_FORMAT")
        in_term = record.standing is not None and record.standing.visited
        return self._state.render({"state": "visited" if in_term else "", "label": label})

    def render_stage(self, value: str | None, record: MunicipalityRow) -> str:
        if record.standing is None:
            return ""
        return self._stage.render({"stage": value, "since": record.standing.stage_since})

    def render_in_force(self, value: Force) -> str:
        return self._state.render({"state": value.value, "label": value.label})


def _note(row: MunicipalityRow) -> str:
    """What there is to say about a municipality that is not simply one of ours on this day."""
    municipality = row.municipality
    if isinstance(municipality, Municipality):
        return _absence(municipality, row.on)
    if not municipality.in_working_area:
        return gettext("%(agency)s, outside the working area") % {"agency": municipality.get_agency_display()}
    return ""


def _absence(municipality: Municipality, on: date) -> str:
    if municipality.starts_on and municipality.starts_on > on:
        return gettext("exists since %(day)s") % {"day": date_format(municipality.starts_on)}
    succession = getattr(municipality, "succession", None)
    if succession is None:
        return ""
    successor = succession.successor
    return format_html(
        gettext("went into {successor} on {day}"),
        successor=format_html('<a href="{}">{}</a>', successor.get_absolute_url(), successor.name),
        day=date_format(succession.took_effect_on),
    )
