"""The agreements behind a number of the funnel, each with the step that makes it count."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import django_tables2 as tables
from django.template.loader import get_template
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import Agreement, Stage
from dashboards.counted import AskedFigure
from dashboards.evidence import Reason
from dashboards.evidence.steps import Steps
from dashboards.facts import Asked
from dashboards.pictures.funnel import Counted, OnTheWay, counted_at, median_of, ways_of
from dashboards.tables import NUMBER
from exports.columns import Column, Kind, Listing
from exports.extracts import Extract

SENTENCES: dict[Counted, str | Promise] = {
    Counted.REACHED: gettext_lazy("Agreements that came to this stage or past it. Who skipped it reached it too."),
    Counted.HERE: gettext_lazy("Agreements of which this stage is the latest."),
    Counted.REFUSED: gettext_lazy("Agreements that came no further than this stage, and ended without an agreement."),
    Counted.WENT_ON: gettext_lazy("Each time that an agreement went on from this stage, with the days it had stayed."),
}


@dataclass(frozen=True)
class WayRow:
    agreement: Agreement
    counted: OnTheWay

    @property
    def by_name(self) -> tuple[str, str]:
        return self.agreement.municipality.search_key, self.agreement.reference


@dataclass(frozen=True)
class WayList:
    """What one number of the funnel counts; `number_of_rows` is that number."""

    stage: Stage
    counted: Counted
    asked: Asked
    found: Sequence[OnTheWay]

    @property
    def name(self) -> str:
        return name_of(self.stage, self.counted)

    @property
    def median(self) -> int | None:
        """Of the days that those that went on had stayed."""
        return median_of(self.found) if self.counted == Counted.WENT_ON else None

    def rows(self) -> list[WayRow]:
        agreements = Agreement.objects.select_related("municipality__province", "municipality__region")
        by_key = agreements.in_bulk([one.agreement_id for one in self.found])
        return [WayRow(by_key[one.agreement_id], one) for one in self.found]

    def reasons(self, rows: Sequence[WayRow]) -> list[list[Reason]]:
        """The steps of each row, as the register tells them."""
        steps = Steps(self.asked, (step.pk for row in rows for step in row.counted.steps))
        return [[steps.reason(step.pk) for step in row.counted.steps] for row in rows]


def name_of(stage: Stage, counted: Counted) -> str:
    return f"{capfirst(stage.label)}: {counted.label}"


def way_list_of(stage: Stage, counted: Counted, asked: AskedFigure) -> WayList | None:
    """Counted as the funnel counts; None while a day or a place is wrong."""
    if asked.asked is None:
        return None
    ways = ways_of(asked.within(of="agreement__municipality__"), asked.asked)
    return WayList(stage, counted, asked.asked, counted_at(stage, ways)[counted])


class WayTable(tables.Table):
    """Why each row counts, is asked for the rows of the page alone: `explain`."""

    name = tables.Column(gettext_lazy("Municipality"), accessor="agreement__municipality", order_by="by_name")
    province = tables.Column(
        gettext_lazy("Province"),
        accessor="agreement__municipality__province",
        order_by="agreement__municipality__province__position",
    )
    region = tables.Column(
        gettext_lazy("Region"),
        accessor="agreement__municipality__region",
        order_by="agreement__municipality__region__name",
    )
    days = tables.Column(gettext_lazy("Days"), accessor="counted__days", attrs=NUMBER)
    why = tables.Column(gettext_lazy("Why it counts"), accessor="counted", orderable=False)

    class Meta:
        order_by = "name"

    def __init__(self, listed: WayList) -> None:
        super().__init__(listed.rows(), exclude=() if listed.counted == Counted.WENT_ON else ("days",))
        self.caption = _("What is counted, each row with the reason")
        self._listed = listed
        self._reasons = get_template("dashboards/_reasons.html")
        self._found: dict[int, list[Reason]] = {}

    def explain(self) -> None:
        rows = [row.record for row in self.page.object_list]
        self._found = {id(row): some for row, some in zip(rows, self._listed.reasons(rows), strict=True)}

    def render_name(self, record: WayRow) -> SafeString:
        municipality = record.agreement.municipality
        return format_html('<a href="{}">{}</a>', municipality.get_absolute_url(), municipality.name)

    def render_why(self, record: WayRow) -> str:
        return self._reasons.render({"reasons": self._found[id(record)]})


def extract_of(listed: WayList, rows: Sequence[WayRow], words: Sequence[tuple[str, str]]) -> Extract:
    """What the number counts, in this order, each row with the step that makes it count."""
    return Extract(
        listing=Listing(listed.name, _columns(listed)),
        rows=list(zip(rows, listed.reasons(rows), strict=True)),
        filter_words=words,
        day=listed.asked.on,
        known_at=listed.asked.known_at,
    )


def _columns(listed: WayList) -> list[Column]:
    """Of pairs: the row, and its steps as reasons. Day, moment and name are those of the first; there is always one."""
    days = [Column(_("Days"), lambda pair: pair[0].counted.days, Kind.NUMBER)]
    return [
        Column(_("NIS"), lambda pair: pair[0].agreement.municipality.nis),
        Column(_("Municipality"), lambda pair: pair[0].agreement.municipality.name),
        Column(_("Province"), lambda pair: pair[0].agreement.municipality.province.name),
        Column(_("Region"), lambda pair: pair[0].agreement.municipality.region),
        Column(_("Number"), lambda pair: pair[0].agreement.reference),
        *(days if listed.counted == Counted.WENT_ON else []),
        Column(_("Why it counts"), lambda pair: "\n".join(reason.what for reason in pair[1])),
        Column(_("Day"), lambda pair: pair[1][0].on, Kind.DAY),
        Column(_("Recorded at"), lambda pair: _recorded(pair).at, Kind.MOMENT),
        Column(_("Recorded by"), lambda pair: _recorded(pair).by),
    ]


def _recorded(pair: Any) -> Any:
    return pair[1][0].recorded
