from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

import django_filters
from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.days import DayInput
from accounts.models import User
from agreements.models import Stage
from dashboards.days import KnownOnForm, known_by
from dashboards.definitions import Figure, choices, figure_of
from dashboards.mergers import Merged, merged_on
from dashboards.standings import Standing, standings
from dashboards.tables import MunicipalityRow
from municipalities.forms.days import in_a_term
from municipalities.models import Municipality, Province, Region
from municipalities.models.municipality import MunicipalityQuerySet

Wanted = Callable[[Standing], bool]

NO_TALKS = "none"
STAGES = [*Stage.choices, (NO_TALKS, _("no talks yet"))]
VISITED = [("visited", _("visited")), ("contacted", _("only by phone or e-mail")), ("never", _("neither"))]
VISITED_MEANS: dict[str, Wanted] = {
    "visited": lambda standing: standing.visited,
    "contacted": lambda standing: standing.contacted_only,
    "never": lambda standing: not standing.visited and not standing.contacted_only,
}


class MunicipalityFilterForm(KnownOnForm):
    def clean_on(self) -> date | None:
        day: date | None = self.cleaned_data["on"]
        in_a_term(day or timezone.localdate())
        return day


class MunicipalityFilter(django_filters.FilterSet):
    """The municipalities of a day and where each stands. Some filters choose rows, others choose standings."""

    q = django_filters.CharFilter(label=_("Name, NIS or postal code"), method="search")
    on = django_filters.DateFilter(label=_("As it was on"), method="of_standing", widget=DayInput)
    known_on = django_filters.DateFilter(label=_("As known on"), method="of_standing", widget=DayInput)
    province = django_filters.ModelChoiceFilter(
        label=_("Province"), queryset=Province.objects.all(), to_field_name="nis", empty_label=_("all")
    )
    region = django_filters.ModelChoiceFilter(label=_("Region"), queryset=Region.objects.all(), empty_label=_("all"))
    fixed_contact = django_filters.ModelChoiceFilter(
        label=_("Fixed contact"),
        queryset=User.objects.filter(fixed_municipalities__isnull=False).distinct(),
        empty_label=_("all"),
    )
    visited = django_filters.ChoiceFilter(
        label=_("Visited in this term"), choices=VISITED, method="of_standing", empty_label=_("all")
    )
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=STAGES, method="of_standing", empty_label=_("all"))
    figure = django_filters.ChoiceFilter(
        label=_("Counted under"), choices=choices, method="of_standing", empty_label=_("all")
    )
    mine = django_filters.BooleanFilter(label=_("My municipalities"), method="only_mine", widget=forms.CheckboxInput)

    class Meta:
        model = Municipality
        form = MunicipalityFilterForm
        fields: list[str] = []

    def search(self, queryset: MunicipalityQuerySet, name: str, value: str) -> MunicipalityQuerySet:
        return queryset.search(value)

    def only_mine(self, queryset: MunicipalityQuerySet, name: str, value: bool) -> MunicipalityQuerySet:
        return queryset.filter(fixed_contact=self.request.user) if value else queryset

    def of_standing(self, queryset: MunicipalityQuerySet, name: str, value: Any) -> MunicipalityQuerySet:
        """What is known of a standing alone: see `rows`."""
        return queryset

    @property
    def day(self) -> date:
        asked: date | None = self.form.cleaned_data.get("on") if self.form.is_valid() else None
        return asked or timezone.localdate()

    @property
    def known_at(self) -> datetime | None:
        """The moment we look from; None for now."""
        asked: date | None = self.form.cleaned_data.get("known_on") if self.form.is_valid() else None
        return known_by(asked)

    @cached_property
    def counted_under(self) -> Figure | None:
        """The figure whose municipalities are listed."""
        return figure_of(self.form.cleaned_data.get("figure", "")) if self.form.is_valid() else None

    def rows(self) -> list[MunicipalityRow]:
        """The municipalities asked for, by name, each with its standing on the day; none while a filter is wrong.

        Who searches a name, as known now, also finds those that no longer, or not yet, exist on the day.
        """
        if not self.form.is_valid():
            return []
        day = self.day
        wanted = list(self._wanted())
        rows = [
            MunicipalityRow.of(standing)
            for standing in standings(on=day, known_at=self.known_at, municipalities=self.qs)
            if all(means(standing) for means in wanted)
        ]
        if self.form.cleaned_data["q"] and not wanted and self.known_at is None:
            rows += _elsewhere_in_time(self.qs, day)
        return sorted(rows, key=lambda row: row.by_name)

    def _wanted(self) -> Iterable[Wanted]:
        """What the standing of a municipality has to be."""
        asked = self.form.cleaned_data
        if asked["visited"]:
            yield VISITED_MEANS[asked["visited"]]
        if asked["stage"]:
            stage = None if asked["stage"] == NO_TALKS else asked["stage"]
            yield lambda standing: standing.stage == stage
        if self.counted_under:
            yield self.counted_under.counts


class MergerFilter(django_filters.FilterSet):
    """The successors of one day of mergers."""

    province = django_filters.ModelChoiceFilter(
        label=_("Province"), queryset=Province.objects.all(), to_field_name="nis", empty_label=_("all")
    )
    region = django_filters.ModelChoiceFilter(label=_("Region"), queryset=Region.objects.all(), empty_label=_("all"))
    mine = django_filters.BooleanFilter(label=_("My municipalities"), method="only_mine", widget=forms.CheckboxInput)
    undecided = django_filters.BooleanFilter(label=_("Undecided"), method="of_decisions", widget=forms.CheckboxInput)

    class Meta:
        model = Municipality
        fields: list[str] = []

    def only_mine(self, queryset: MunicipalityQuerySet, name: str, value: bool) -> MunicipalityQuerySet:
        return queryset.filter(fixed_contact=self.request.user) if value else queryset

    def of_decisions(self, queryset: MunicipalityQuerySet, name: str, value: bool) -> MunicipalityQuerySet:
        """What is undecided shows from what was brought along alone: see `rows`."""
        return queryset

    def rows(self, day: date) -> list[Merged]:
        """The mergers of the day that were asked for; none while a filter is wrong."""
        if not self.form.is_valid():
            return []
        found = merged_on(day, self.qs, on=timezone.localdate(), user=self.request.user)
        return [row for row in found if row.undecided] if self.form.cleaned_data["undecided"] else found


def _elsewhere_in_time(municipalities: MunicipalityQuerySet, day: date) -> list[MunicipalityRow]:
    there = municipalities.existing_on(day).order_by().values("pk")
    others = municipalities.standing().exclude(pk__in=there).for_list(on=day)
    return [MunicipalityRow(municipality, None, municipality.last_visited_on, day) for municipality in others]
