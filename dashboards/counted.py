"""What a number counts, row by row, with the reason of each row that a page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import django_tables2 as tables
from django import forms
from django.db.models import Q
from django.template.loader import get_template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dashboards.days import AskedDay, DayForm, clock_query
from dashboards.definitions import Figure, Unit
from dashboards.evidence import CountedRow, Reason, counted_rows, question_of
from dashboards.facts import Asked
from dashboards.lines import MunicipalityLine
from dashboards.standings import Standing
from dashboards.tables import NUMBER
from municipalities.models import Municipality, Province, Region
from municipalities.models.municipality import MunicipalityQuerySet


class FigureForm(DayForm):
    """The days, and the places that are counted."""

    province = forms.ModelChoiceField(
        label=_("Province"),
        queryset=Province.objects.all(),
        to_field_name="nis",
        empty_label=_("all"),
        required=False,
    )
    region = forms.ModelChoiceField(
        label=_("Region"), queryset=Region.objects.all(), empty_label=_("all"), required=False
    )


class AskedFigure(AskedDay):
    """The days and the places in the address."""

    form_class = FigureForm

    def municipalities(self) -> MunicipalityQuerySet | None:
        """Those of the province and the region asked for; None for all."""
        chosen = self.within()
        return Municipality.ever.filter(chosen) if chosen else None

    def within(self, *, of: str = "") -> Q:
        """The rows of the province and the region asked for; `of` leads from a row to its municipality."""
        wanted = {name: self.form.cleaned_data[name] for name in ("province", "region")}
        return Q(**{f"{of}{name}": place for name, place in wanted.items() if place is not None})


@dataclass(frozen=True)
class Counted:
    """A figure of a day, counted as every table counts it, with all that it counts."""

    figure: Figure
    asked: Asked
    standings: Sequence[Standing]

    @cached_property
    def _brought(self) -> list[int]:
        return [of for one in self.standings if (of := self.figure.of(one)) is not None]

    @property
    def number(self) -> int | None:
        return self.figure.number(self._brought)

    @property
    def of_municipalities(self) -> int:
        """How many of the municipalities bring something."""
        return len(self._brought)

    @property
    def municipalities(self) -> int:
        """All that the share is taken of."""
        return sum(one.in_working_area for one in self.standings)

    @property
    def percentage(self) -> float | None:
        if not self.figure.has_percentage or not self.municipalities:
            return None
        return 100 * len(self._brought) / self.municipalities

    @property
    def unit_label(self) -> str:
        return str(Unit(self.figure.unit).label)

    def rows(self) -> list[CountedRow]:
        return counted_rows(self.figure, self.asked, self.standings)


class CountedTable(tables.Table):
    """Why each row counts, is asked for the rows of the page alone: `explain`."""

    name = tables.Column(_("Municipality"), accessor="standing__municipality", order_by="by_name")
    province = tables.Column(
        _("Province"),
        accessor="standing__municipality__province",
        order_by="standing__municipality__province__position",
    )
    region = tables.Column(
        _("Region"), accessor="standing__municipality__region", order_by="standing__municipality__region__name"
    )
    days = tables.Column(_("Days"), accessor="brings", attrs=NUMBER)
    why = tables.Column(_("Why it counts"), accessor="standing", order_by="by_day")

    class Meta:
        order_by = "name"

    def __init__(self, figure: Figure, rows: Sequence[CountedRow]) -> None:
        super().__init__(list(rows), exclude=() if figure.unit == Unit.DAYS else ("days",))
        self.columns["why"].column.orderable = any(row.on for row in rows)
        self.caption = _("What is counted, each row with the reason")
        self._reasons = get_template("dashboards/_reasons.html")
        self._found: dict[int, list[Reason]] = {}

    def explain(self, counted: Counted) -> None:
        rows = [row.record for row in self.page.object_list]
        found = question_of(counted.figure)(counted.asked, rows)
        self.clocks = clock_query(counted.asked.on, counted.asked.known_at)
        self._found = {id(row): some for row, some in zip(rows, found, strict=True)}

    def render_name(self, value: MunicipalityLine) -> SafeString:
        counted = f"{reverse('dashboards:municipality_counted', args=[value.nis])}?{self.clocks}"
        return format_html(
            '<a href="{}">{}</a><a class="counted-elsewhere" href="{}">{}</a>',
            *(value.get_absolute_url(), value.name, counted, gettext("where else it counts")),
        )

    def render_why(self, record: CountedRow) -> str:
        return self._reasons.render({"reasons": self._found[id(record)]})
