from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.days import DayInput
from accounts.models import User
from exports.models import Export


def exporters(request: Any) -> QuerySet[User]:
    return User.objects.filter(exports__isnull=False).distinct()


class ExportFilter(django_filters.FilterSet):
    made_by = django_filters.ModelChoiceFilter(label=_("Exported by"), queryset=exporters, empty_label=_("all"))
    made_from = django_filters.DateFilter("made_at", "date__gte", label=_("From"), widget=DayInput)
    made_to = django_filters.DateFilter("made_at", "date__lte", label=_("Up to"), widget=DayInput)

    class Meta:
        model = Export
        fields: list[str] = []

    @property
    def is_narrowed(self) -> bool:
        return any(value is not None for value in self.form.cleaned_data.values())
