from datetime import date
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.days import DayInput
from agreements.models import Agreement, DeclineReason, Stage
from agreements.models.agreement import AgreementQuerySet
from agreements.models.stage import OPEN_STAGES
from agreements.stepper import LAPSED
from municipalities.models import Domain, Municipality, Province, Region

ANY_OPEN = "open"
NOT_BEGUN = "none"
STAGES = [
    (ANY_OPEN, _("in talks, not yet signed")),
    (NOT_BEGUN, _("no talks yet")),
    *Stage.choices[:-1],
    (LAPSED, _("lapsed")),
    *Stage.choices[-1:],
]


class AgreementFilter(django_filters.FilterSet):
    """The filters of the list of agreements, in the order of the page. All of them look at `day`."""

    municipality = django_filters.CharFilter(label=_("Municipality"), method="filter_municipality")
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=STAGES, empty_label=_("all"), method="filter_stage")
    refused_because = django_filters.ModelChoiceFilter(
        label=_("Refused because"),
        queryset=DeclineReason.objects.all(),
        empty_label=_("all"),
        method="filter_refused_because",
    )
    domain = django_filters.ModelChoiceFilter(
        label=_("Domain"), queryset=Domain.objects.all(), empty_label=_("all"), method="filter_domain"
    )
    province = django_filters.ModelChoiceFilter(
        "municipality__province", label=_("Province"), queryset=Province.objects.all(), empty_label=_("all")
    )
    region = django_filters.ModelChoiceFilter(
        "municipality__region", label=_("Region"), queryset=Region.objects.all(), empty_label=_("all")
    )
    in_force_on = django_filters.DateFilter(label=_("In force on"), widget=DayInput, method="filter_in_force_on")
    signed_from = django_filters.DateFilter("signed_on", "gte", label=_("Signed from"), widget=DayInput)
    signed_to = django_filters.DateFilter("signed_on", "lte", label=_("Signed up to"), widget=DayInput)
    on = django_filters.DateFilter(label=_("As it was on"), widget=DayInput, method="filter_on")
    overdue = django_filters.BooleanFilter(
        label=_("Review overdue"), widget=forms.CheckboxInput, method="filter_overdue"
    )
    renew = django_filters.BooleanFilter(
        label=_("Decision to be renewed"), widget=forms.CheckboxInput, method="filter_renew"
    )
    mine = django_filters.BooleanFilter(label=_("My municipalities"), widget=forms.CheckboxInput, method="filter_mine")

    class Meta:
        model = Agreement
        fields: list[str] = []

    def __init__(self, data: Any, **kwargs: Any) -> None:
        self.day = day_asked(data.get("on")) or timezone.localdate()
        super().__init__(data, queryset=Agreement.objects.for_list(on=self.day).with_held_domains(), **kwargs)

    @property
    def is_narrowed(self) -> bool:
        return any(value not in (None, "", False) for value in self.form.cleaned_data.values())

    def filter_municipality(self, queryset: AgreementQuerySet, name: str, value: str) -> AgreementQuerySet:
        return queryset.filter(municipality__in=Municipality.objects.search(value))

    def filter_stage(self, queryset: AgreementQuerySet, name: str, value: str) -> AgreementQuerySet:
        if value == ANY_OPEN:
            return queryset.at_stage(*OPEN_STAGES, on=self.day)
        if value == NOT_BEGUN:
            return queryset.not_begun(on=self.day)
        if value == LAPSED:
            return queryset.lapsed(by=self.day)
        if value == Stage.SIGNED:
            return queryset.running(on=self.day)
        return queryset.at_stage(value, on=self.day)

    def filter_refused_because(self, queryset: AgreementQuerySet, name: str, value: DeclineReason) -> AgreementQuerySet:
        return queryset.refused(on=self.day, because=value)

    def filter_domain(self, queryset: AgreementQuerySet, name: str, value: Domain) -> AgreementQuerySet:
        return queryset.with_domain(value, on=self.day)

    def filter_in_force_on(self, queryset: AgreementQuerySet, name: str, value: date) -> AgreementQuerySet:
        return queryset.in_force(on=value)

    def filter_on(self, queryset: AgreementQuerySet, name: str, value: date) -> AgreementQuerySet:
        return queryset.known(on=value)

    def filter_overdue(self, queryset: AgreementQuerySet, name: str, value: bool) -> AgreementQuerySet:
        return queryset.reviews_overdue(on=self.day) if value else queryset

    def filter_renew(self, queryset: AgreementQuerySet, name: str, value: bool) -> AgreementQuerySet:
        return queryset.decision_to_renew(on=self.day) if value else queryset

    def filter_mine(self, queryset: AgreementQuerySet, name: str, value: bool) -> AgreementQuerySet:
        return queryset.filter(municipality__fixed_contact=self.request.user) if value else queryset


def day_asked(text: str | None) -> date | None:
    """The day in the address, or None when there is none that can be read."""
    try:
        return forms.DateField(required=False).clean(text)
    except ValidationError:
        return None
