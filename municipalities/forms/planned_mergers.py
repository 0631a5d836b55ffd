from datetime import date, timedelta
from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.days import DayInput
from accounts.models import User
from municipalities.conflicts import VersionedForm
from municipalities.forms.municipality_field import MunicipalityField, municipality_typed
from municipalities.merging import obstacles
from municipalities.models import Municipality, PlannedMerger, Term
from municipalities.official_codes import is_kbo_number, is_ovo_code

PREDECESSORS: Final = [f"predecessor_{number}" for number in range(1, 7)]
FIRST_DAY: Final = _("The first day after. The predecessors exist until the day before.")
FARTHEST: Final = timedelta(days=20 * 366)


def from_the_list(label: Any, **more: Any) -> MunicipalityField:
    attrs = {"list": "municipalities", "autocomplete": "off", "autocapitalize": "words"}
    return MunicipalityField(label=label, widget=forms.TextInput(attrs=attrs), **more)


class PlannedMergerForm(VersionedForm):
    """What both kinds of mergers ask: the day, and who ceases to exist. What already stands in the way is refused."""

    municipality_fields: ClassVar[list[str]] = PREDECESSORS
    fewest: ClassVar[int] = 1

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        for number, name in enumerate(PREDECESSORS, start=1):
            label = format_lazy(_("Predecessor {number}"), number=number)
            self.fields[name] = from_the_list(label, required=number <= self.fewest)
        self.order_fields(["took_effect_on", *self.municipality_fields])
        if self.instance.pk:
            self.initial = {**self.initial, **self._predecessors_of(self.instance)}
        self.suggestions = Municipality.objects.filter(ends_on__isnull=True).only("name", "postal_codes")

    def clean_took_effect_on(self) -> date:
        day: date = self.cleaned_data["took_effect_on"]
        first = Term.objects.order_by("starts_on").first()
        if (first and day <= first.starts_on) or day > timezone.localdate() + FARTHEST:
            raise ValidationError(gettext("This year cannot be right."), code="year")
        return day

    def clean(self) -> dict[str, Any] | None:
        day: date | None = self.cleaned_data.get("took_effect_on")
        for name in self.municipality_fields:
            text = self.cleaned_data.pop(name, "")
            if day and text:
                self._find(name, text, on=day - timedelta(days=1))
        return super().clean()

    def _find(self, name: str, text: str, *, on: date) -> None:
        """The row that was typed in the field, instead of its name."""
        try:
            found = municipality_typed(text, on=on, user=self.user)
        except ValidationError as error:
            self.add_error(name, error)
            return
        if name in PREDECESSORS and found in self.predecessors:
            self.add_error(name, gettext("%(name)s stands here twice.") % {"name": found.name})
        self.cleaned_data[name] = found

    def _post_clean(self) -> None:
        """What stands in the way by now; a NIS code may still be unknown when a merger is prepared."""
        super()._post_clean()  # type: ignore[misc]
        if self.errors:
            return
        planned = self.instance
        found = obstacles(on=planned.took_effect_on, predecessors=self.predecessors, into=planned.into())
        for one in found:
            if one.field != "nis" or planned.nis:
                self.add_error(one.field if one.field in self.fields else PREDECESSORS[0], str(one))

    def save(self, commit: bool = True) -> Any:
        planned = super().save(commit)
        planned.predecessors.set(self.predecessors)
        return planned

    @property
    def predecessors(self) -> list[Municipality]:
        return [one for name in PREDECESSORS if (one := self.cleaned_data.get(name))]

    def values_of(self, row: models.Model) -> dict[str, Any]:
        return super().values_of(row) | dict.fromkeys(PREDECESSORS, "") | self._predecessors_of(row)

    def _predecessors_of(self, row: Any) -> dict[str, Municipality]:
        """By field, of a prepared merger or of its historical copy."""
        chosen = [getattr(one, "municipality", one) for one in row.predecessors.all()]
        return dict(zip(PREDECESSORS, sorted(chosen, key=lambda one: one.search_key), strict=False))


class NewMunicipalityForm(PlannedMergerForm):
    """Municipalities that go together into a new one."""

    fewest: ClassVar[int] = 2

    arrondissement = forms.ChoiceField(label=_("Arrondissement"))

    class Meta:
        model = PlannedMerger
        fields = [
            "took_effect_on",
            "name",
            "title",
            "nis",
            "province",
            "region",
            "arrondissement",
            "fixed_contact",
            "kbo_number",
            "ovo_code",
        ]
        labels = {
            "took_effect_on": _("Takes effect on"),
            "name": _("Name of the new municipality"),
            "title": _("Title"),
            "nis": _("NIS code"),
            "kbo_number": _("KBO number"),
            "ovo_code": _("OVO code"),
            "fixed_contact": _("Fixed contact"),
        }
        help_texts = {
            "took_effect_on": FIRST_DAY,
            "nis": _("Five digits. It may be filled in later, before the merger is carried out."),
            "province": _("That of one of the predecessors."),
            "kbo_number": _("Ten digits, for example 0207437468."),
            "ovo_code": _("For example OVO002002."),
        }
        widgets = {"took_effect_on": DayInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("name", "title", "province", "region"):
            self.fields[name].required = True
        names = Municipality.objects.order_by("arrondissement").values_list("arrondissement", flat=True).distinct()
        self.fields["arrondissement"].choices = [("", "---------"), *((name, name) for name in names)]  # type: ignore[attr-defined]
        people = Q(is_active=True, role__in=[User.Role.STAFF, User.Role.COORDINATOR]) | Q(
            pk=self.instance.fixed_contact_id
        )
        self.fields["fixed_contact"].queryset = User.objects.filter(people).order_by("first_name", "last_name")  # type: ignore[attr-defined]

    def clean_kbo_number(self) -> str:
        number = "".join(character for character in self.cleaned_data["kbo_number"] if character not in " .")
        if number and not is_kbo_number(number):
            raise ValidationError(gettext("This number is mistyped: its last two digits do not fit the others."))
        return number

    def clean_ovo_code(self) -> str:
        code: str = self.cleaned_data["ovo_code"].upper()
        if code and not is_ovo_code(code):
            raise ValidationError(gettext("An OVO code is OVO and six digits, for example OVO002002."))
        return code


class AbsorptionForm(PlannedMergerForm):
    """Municipalities that go into one that lives on under its own NIS code."""

    municipality_fields: ClassVar[list[str]] = [*PREDECESSORS, "absorbed_by"]

    absorbed_by = from_the_list(_("Municipality that lives on"))

    class Meta:
        model = PlannedMerger
        fields = ["took_effect_on", "absorbed_by"]
        labels = {"took_effect_on": _("Takes effect on")}
        help_texts = {"took_effect_on": FIRST_DAY}
        widgets = {"took_effect_on": DayInput}
