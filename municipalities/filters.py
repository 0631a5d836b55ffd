from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from municipalities.forms.visits import DayInput
from municipalities.models import Domain, Municipality, Province, Region, Visit
from municipalities.models.visit import VisitQuerySet


def everyone(request: Any) -> QuerySet[User]:
    return User.objects.all()


class VisitFilter(django_filters.FilterSet):
    """The filters of the list of visits, in the order of the page."""

    municipality = django_filters.CharFilter(label=_("Municipality"), method="filter_municipality")
    held_from = django_filters.DateFilter("held_on", "gte", label=_("From"), widget=DayInput)
    held_to = django_filters.DateFilter("held_on", "lte", label=_("Up to"), widget=DayInput)
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Visit.Kind.choices, empty_label=_("all"))
    status = django_filters.ChoiceFilter(label=_("Status"), choices=Visit.Status.choices, empty_label=_("all"))
    province = django_filters.ModelChoiceFilter(
        "municipality__province", label=_("Province"), queryset=Province.objects.all(), empty_label=_("all")
    )
    region = django_filters.ModelChoiceFilter(
        "municipality__region", label=_("Region"), queryset=Region.objects.all(), empty_label=_("all")
    )
    person = django_filters.ModelChoiceFilter(
        "agency_people", label=_("Person of the agency"), queryset=everyone, empty_label=_("all")
    )
    domain = django_filters.ModelChoiceFilter(
        "domains", label=_("Domain"), queryset=Domain.objects.all(), empty_label=_("all")
    )
    next_steps = django_filters.ChoiceFilter(
        label=_("Next step"),
        choices=[
            ("open", _("still open")),
            ("overdue", _("overdue")),
            ("my-open", _("still open, mine")),
            ("my-overdue", _("overdue, mine")),
        ],
        empty_label=_("all"),
        method="filter_next_steps",
    )
    mine = django_filters.BooleanFilter(label=_("My visits"), widget=forms.CheckboxInput, method="filter_mine")
    effective = django_filters.BooleanFilter(
        label=_("Only what counts as a visit"), widget=forms.CheckboxInput, method="filter_effective"
    )
    waiting = django_filters.BooleanFilter(
        label=_("Waiting for what became of it"), widget=forms.CheckboxInput, method="filter_waiting"
    )

    class Meta:
        model = Visit
        fields: list[str] = []

    @property
    def is_narrowed(self) -> bool:
        return any(value not in (None, "", False) for value in self.form.cleaned_data.values())

    def filter_municipality(self, queryset: VisitQuerySet, name: str, value: str) -> VisitQuerySet:
        return queryset.filter(municipality__in=Municipality.objects.search(value))

    def filter_next_steps(self, queryset: VisitQuerySet, name: str, value: str) -> VisitQuerySet:
        steps = queryset.filter(next_step_owner=self.request.user) if value.startswith("my-") else queryset
        if value.endswith("overdue"):
            return steps.overdue_next_steps(on=timezone.localdate())
        return steps.open_next_steps()

    def filter_mine(self, queryset: VisitQuerySet, name: str, value: bool) -> VisitQuerySet:
        return queryset.filter(agency_people=self.request.user) if value else queryset

    def filter_effective(self, queryset: VisitQuerySet, name: str, value: bool) -> VisitQuerySet:
        return queryset.effective(by=timezone.localdate()) if value else queryset

    def filter_waiting(self, queryset: VisitQuerySet, name: str, value: bool) -> VisitQuerySet:
        return queryset.awaiting_outcome(on=timezone.localdate()) if value else queryset
