from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from municipalities.conflicts import VersionedForm
from municipalities.forms.days import in_a_term
from municipalities.forms.visits import DayInput
from municipalities.models import Visit

PLANNED_ANEW: Final = "planned_anew"
OUTCOMES: Final = [
    (Visit.Status.HELD.value, _("It took place")),
    (PLANNED_ANEW, _("It is planned anew for another day")),
    (Visit.Status.CANCELLED.value, _("It was cancelled")),
]


class VisitCancelForm(VersionedForm):
    """A visit that does not take place, or should not count; always with the reason."""

    class Meta:
        model = Visit
        fields = ["cancel_reason"]
        labels = {"cancel_reason": _("Why is it cancelled?")}
        help_texts = {"cancel_reason": _("For example “the alderman was ill” or “logged twice by mistake”.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cancel_reason"].required = True

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        self.instance.status = Visit.Status.CANCELLED
        return cleaned


class VisitOutcomeForm(VersionedForm):
    """What became of a planned visit."""

    outcome = forms.ChoiceField(label=_("What became of it?"), choices=OUTCOMES, widget=forms.RadioSelect)

    class Meta:
        model = Visit
        fields = ["held_on", "report", "cancel_reason"]
        labels = {"held_on": _("Date"), "report": _("Report"), "cancel_reason": _("Why was it cancelled?")}
        help_texts = {
            "held_on": _("The day on which it took place, or the new day for which it is planned."),
            "report": _("What was discussed and decided, in a few lines. You can add the rest later."),
        }
        widgets = {"held_on": DayInput, "report": forms.Textarea(attrs={"rows": 5})}

    field_order = ["outcome", "held_on", "report", "cancel_reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = timezone.localdate()

    def values_of(self, row: models.Model) -> dict[str, Any]:
        return super().values_of(row) | {"outcome": self._outcome_of(row)}

    def _outcome_of(self, row: Any) -> str:
        if row.status != Visit.Status.PLANNED:
            return str(row.status)
        return PLANNED_ANEW if row.held_on >= self.today else ""

    def clean_held_on(self) -> date:
        day = in_a_term(self.cleaned_data["held_on"])
        if not self.instance.municipality.exists_on(day):
            raise ValidationError(
                _("%(name)s does not exist on %(day)s."),
                code="not_on_day",
                params={"name": self.instance.municipality.name, "day": date_format(day)},
            )
        return day

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        outcome, day = cleaned.get("outcome"), cleaned.get("held_on")
        if outcome == Visit.Status.CANCELLED:
            if not cleaned.get("cancel_reason"):
                self.add_error("cancel_reason", _("Say why the visit was cancelled."))
        else:
            cleaned["cancel_reason"] = ""
        if day is not None and outcome == Visit.Status.HELD and day > self.today:
            self.add_error("held_on", _("A visit that took place cannot lie in the future. Is it planned?"))
        if day is not None and outcome == PLANNED_ANEW and day < self.today:
            self.add_error("held_on", _("Choose the new day: today or later."))
        if outcome:
            self.instance.status = Visit.Status.PLANNED if outcome == PLANNED_ANEW else Visit.Status(outcome)
        return cleaned
