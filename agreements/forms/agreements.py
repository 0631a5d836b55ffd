from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.days import DayInput
from accounts.models import User
from agreements.models import Agreement
from agreements.periods import usual_period
from municipalities.forms.days import in_a_term
from municipalities.forms.municipality_field import MunicipalityField, municipality_typed, writable_municipalities
from municipalities.forms.rows import RowsField
from municipalities.models import Municipality


class AgreementStartForm(forms.ModelForm):
    """A new agreement, from its first talk on."""

    talk_on = forms.DateField(
        label=_("First talk on"),
        widget=DayInput,
        help_text=_("The day on which the agreement first came up. It may lie far back."),
    )
    municipality = MunicipalityField(
        label=_("Municipality"),
        help_text=_("Type the first letters, for example Aals."),
        widget=forms.TextInput(attrs={"list": "municipalities", "autocomplete": "off", "autocapitalize": "words"}),
    )

    # The day comes first: which municipalities exist depends on it.
    field_order = ["talk_on", "municipality", "party", "starts_on", "ends_on", "domains", "note"]

    class Meta:
        model = Agreement
        fields = ["party", "starts_on", "ends_on", "domains", "note"]
        field_classes = {"domains": RowsField}
        labels = {
            "party": _("With whom"),
            "starts_on": _("First day of the agreement"),
            "ends_on": _("Last day of the agreement"),
            "domains": _("Domains of cooperation"),
            "note": _("Note"),
        }
        help_texts = {
            "starts_on": _("A proposal. Leave it empty when the period is not known yet."),
            "ends_on": _("Usually the end of the year after the term of local government."),
            "domains": _("They can be chosen later too."),
        }
        widgets = {
            "party": forms.RadioSelect,
            "starts_on": DayInput,
            "ends_on": DayInput,
            "domains": forms.CheckboxSelectMultiple,
            "note": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, user: User, municipality: Municipality | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        today = timezone.localdate()
        last_day = municipality.ends_on if municipality is not None and municipality.ends_on else today
        self.initial = {"municipality": municipality, "talk_on": min(today, last_day), **usual_period(today)}
        self.fields["party"].choices = Agreement.Party.choices  # type: ignore[attr-defined]
        self.suggestions = writable_municipalities(user, on=today).in_working_area().only("pk", "name", "postal_codes")

    def clean_talk_on(self) -> date:
        """The year goes into the number, so a mistyped one is refused here."""
        return in_a_term(self.cleaned_data["talk_on"])

    def clean_municipality(self) -> Municipality:
        day = self.cleaned_data.get("talk_on", timezone.localdate())
        municipality = municipality_typed(self.cleaned_data["municipality"], on=day, user=self.user)
        if not municipality.in_working_area:
            raise ValidationError(
                _("%(name)s has an agency of its own, %(agency)s."),
                code="agency",
                params={"name": municipality.name, "agency": municipality.get_agency_display()},
            )
        return municipality

    @property
    def names_another_region(self) -> bool:
        """Whether the municipality was refused because the user does not write there."""
        return self.has_error("municipality", "region")
