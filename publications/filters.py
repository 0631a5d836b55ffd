from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from publications.models import Kind, Publication, PublicationQuerySet

REPRODUCES, DIFFERS, CORRECTED, SEAL_BROKEN = "reproduces", "differs", "corrected", "seal-broken"
STATES = [
    (REPRODUCES, _("reproduces")),
    (DIFFERS, _("differs from the register")),
    (CORRECTED, _("corrected")),
    (SEAL_BROKEN, _("seal broken")),
]


def years() -> list[tuple[int, str]]:
    """Those of which figures were given, the last first."""
    found = Publication.objects.order_by("-figures_on__year").values_list("figures_on__year", flat=True).distinct()
    return [(year, str(year)) for year in found]


class PublicationFilter(django_filters.FilterSet):
    """The filters of the list of publications, in the order of the page."""

    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Kind.choices, empty_label=_("all"))
    year = django_filters.ChoiceFilter("figures_on__year", label=_("Year"), choices=years, empty_label=_("all"))
    state = django_filters.ChoiceFilter(label=_("State"), choices=STATES, empty_label=_("all"), method="filter_state")
    before_register = django_filters.BooleanFilter(
        label=_("Given before this register"), widget=forms.CheckboxInput, method="filter_before_register"
    )

    class Meta:
        model = Publication
        fields: list[str] = []

    @property
    def is_narrowed(self) -> bool:
        return any(value not in (None, "", False) for value in self.form.cleaned_data.values())

    def filter_state(self, queryset: PublicationQuerySet, name: str, value: str) -> PublicationQuerySet:
        """As the list marks each; `is_broken` and `is_seal_broken` are annotated by with_outcome()."""
        outcome = {"is_seal_broken": value == SEAL_BROKEN}
        if value in {REPRODUCES, DIFFERS}:
            outcome["is_broken"] = value == DIFFERS
        if value != SEAL_BROKEN:
            outcome["succeeded_by__isnull"] = value != CORRECTED
        return queryset.filter(**outcome)

    def filter_before_register(self, queryset: PublicationQuerySet, name: str, value: Any) -> PublicationQuerySet:
        return queryset.filter(before_register=True) if value else queryset
