"""What is asked for a step. The rules of the steps live in `agreements.actions.stages`."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.days import DayInput
from agreements.actions.signing import signing_fields
from agreements.actions.stages import Step, insertable, signature
from agreements.models import Agreement, DeclineReason, Stage, StageChange
from agreements.models.stage import OPEN_STAGES
from agreements.requirements import next_stage

SIGNATURE_LABELS = {
    "municipality_signed_on": _("The municipality signed on"),
    "ocmw_signed_on": _("The OCMW signed on"),
    "agency_signed_on": _("The agency signed on"),
}


class ReasonField(forms.ModelChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(DeclineReason.objects.all(), label=_("Why there is no agreement"), **kwargs)

    def label_from_instance(self, reason: DeclineReason) -> str:
        if reason.ends_on is None:
            return reason.label
        return gettext("%(reason)s (until %(day)s)") % {
            "reason": reason.label,
            "day": date_format(reason.ends_on, "SHORT_DATE_FORMAT"),
        }


class PastDayField(forms.DateField):
    """A day on which something happened: the calendar of the browser offers no later one than today."""

    widget = DayInput


class NoteField(forms.CharField):
    widget = forms.Textarea(attrs={"rows": 3})


class StepForm(forms.Form):
    """A step with an agreement; `add_errors` puts what the action refuses beside its field."""

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agreement = agreement
        self.today = timezone.localdate()
        for field in self.fields.values():
            if isinstance(field, PastDayField):
                field.widget.attrs["max"] = self.today.isoformat()

    @property
    def first_day(self) -> date:
        """From which day on the figures may change by this step."""
        return min((day for day in self.cleaned_data.values() if isinstance(day, date)), default=self.today)

    def add_errors(self, error: ValidationError) -> None:
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            self.add_error(name if name in self.fields else None, errors)


class AdvanceForm(StepForm):
    """Go on to a later stage, or take a refused agreement up again."""

    to = forms.ChoiceField(label=_("To which stage"), widget=forms.RadioSelect)
    effective_on = PastDayField(
        label=_("Happened on"), help_text=_("The day on which it took effect, not the day on which you type it in.")
    )
    note = NoteField(label=_("Note"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        possible = [stage for stage in insertable(self.agreement) if stage in OPEN_STAGES]
        # A form sent twice must reach `once`, though its stage is no longer on offer: the action decides.
        offered = OPEN_STAGES if self.is_bound else possible
        self.fields["to"].choices = [(stage.value, stage.label) for stage in offered]  # type: ignore[attr-defined]
        asked = self.initial.get("to")
        usual = next_stage(self.agreement.stage)
        self.initial["to"] = asked if asked in possible else usual if usual in possible else next(iter(possible), None)
        self.initial.setdefault("effective_on", self.today)

    def clean_to(self) -> Stage:
        return Stage(self.cleaned_data["to"])


class DeclineForm(StepForm):
    """No agreement, for now."""

    effective_on = PastDayField(label=_("Refused on"))
    reason = ReasonField(empty_label=_("Choose a reason"))
    note = NoteField(
        label=_("Note"), help_text=_("What was said, for example “first the merger, then we talk”."), required=False
    )
    try_again_on = forms.DateField(
        label=_("Try again on"), required=False, widget=DayInput, help_text=_("Leave it empty when that is not known.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("effective_on", self.today)


class SignForm(StepForm):
    """The day on which each party signed."""

    municipality_signed_on = PastDayField(label=SIGNATURE_LABELS["municipality_signed_on"])
    ocmw_signed_on = PastDayField(label=SIGNATURE_LABELS["ocmw_signed_on"])
    agency_signed_on = PastDayField(label=SIGNATURE_LABELS["agency_signed_on"])
    note = NoteField(label=_("Note"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, signs in signing_fields(self.agreement).items():
            if not signs:
                del self.fields[name]


class EndForm(StepForm):
    """An end before the last day."""

    effective_on = forms.DateField(
        label=_("Ends on"),
        widget=DayInput,
        help_text=_("The agreement still binds on this day. It may lie ahead."),
    )
    reason = NoteField(label=_("Why it ends early"))


class CorrectForm(StepForm):
    """Strike a step out, and say what stands in its place."""

    why = NoteField(label=_("What was wrong"), help_text=_("It stays readable beside the step."))
    replace = forms.ChoiceField(
        label=_("What stands in its place"),
        choices=[("yes", _("the same step, with the data below")), ("no", _("nothing: it did not happen"))],
        initial="yes",
        widget=forms.RadioSelect,
    )
    effective_on = PastDayField(label=_("Happened on"))
    reason = ReasonField()
    try_again_on = forms.DateField(label=_("Try again on"), widget=DayInput)
    municipality_signed_on = PastDayField(label=SIGNATURE_LABELS["municipality_signed_on"])
    ocmw_signed_on = PastDayField(label=SIGNATURE_LABELS["ocmw_signed_on"])
    agency_signed_on = PastDayField(label=SIGNATURE_LABELS["agency_signed_on"])
    note = NoteField(label=_("Note"), required=False)

    def __init__(self, *args: Any, change: StageChange, **kwargs: Any) -> None:
        self.change = change
        names = self._names()
        kwargs["initial"] = {name: getattr(change, name) for name in names} | kwargs.get("initial", {})
        super().__init__(*args, agreement=change.agreement, **kwargs)
        for name in set(self.fields) - {"why", "replace", *names}:
            del self.fields[name]
        replaces = not self.is_bound or self.data.get("replace") != "no"
        for name in names:
            # What nothing stands in the place of needs no data.
            self.fields[name].required = replaces and name not in {"note", "try_again_on"}
        if change.stage == Stage.ENDED:
            self.fields["note"].label = EndForm.base_fields["reason"].label
            self.fields["note"].required = replaces
            self.fields["effective_on"].widget.attrs.pop("max", None)

    def _names(self) -> list[str]:
        if self.change.stage == Stage.SIGNED:
            return [*(name for name, signs in signing_fields(self.change.agreement).items() if signs), "note"]
        if self.change.stage == Stage.DECLINED:
            return ["effective_on", "reason", "try_again_on", "note"]
        return ["effective_on", "note"]

    @property
    def first_day(self) -> date:
        return min(super().first_day, self.change.effective_on)

    @property
    def replacement(self) -> Step | None:
        """The step in the place of the wrong one, or None."""
        if self.cleaned_data["replace"] == "no":
            return None
        given: dict[str, Any] = {name: self.cleaned_data.get(name) for name in self._names()}
        if self.change.stage == Stage.SIGNED:
            days: dict[str, Any] = {name: given.get(name) for name in SIGNATURE_LABELS}
            return signature(**days, note=given["note"])
        return Step(stage=Stage(self.change.stage), **given)
