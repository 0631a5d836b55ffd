from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.days import DayInput
from agreements.forms.stages import PastDayField
from agreements.lapsing import lapsing
from agreements.models import Agreement
from municipalities.forms.days import in_a_term
from municipalities.forms.rows import RowsField


class TalkForm(forms.Form):
    """The day on which the next agreement first came up, if it did."""

    talk_on = PastDayField(
        label=_("First talk on"),
        required=False,
        help_text=_(
            "Leave it empty when there was none yet. The people of both sides are those who hold their function on "
            "this day, or else today."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["talk_on"].widget.attrs["max"] = timezone.localdate().isoformat()

    def clean_talk_on(self) -> date | None:
        """The year goes into the number, so a mistyped one is refused here."""
        day: date | None = self.cleaned_data["talk_on"]
        if day is None:
            return None
        if day > timezone.localdate():
            raise ValidationError(_("This day lies in the future."), code="future")
        return in_a_term(day)


class RenewalForm(TalkForm):
    starts_on = forms.DateField(label=_("First day of the agreement"), widget=DayInput, required=False)
    ends_on = forms.DateField(
        label=_("Last day of the agreement"),
        widget=DayInput,
        required=False,
        help_text=_("Usually the end of the year after the term of local government."),
    )


class ManyRenewalsForm(TalkForm):
    agreements = RowsField(queryset=Agreement.objects.none(), widget=forms.MultipleHiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = lapsing(on=timezone.localdate()).with_addenda().prefetch_related("domain_texts")
        self.fields["agreements"].queryset = rows.order_by("municipality__name")  # type: ignore[attr-defined]
