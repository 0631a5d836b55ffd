from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.days import DayInput
from opendata.models import Token


class TokenForm(forms.ModelForm):
    class Meta:
        model = Token
        fields = ["name", "purpose", "expires_on"]
        widgets = {"expires_on": DayInput}

    def clean_expires_on(self) -> date:
        day: date = self.cleaned_data["expires_on"]
        if day < timezone.localdate():
            raise ValidationError(_("This day is over: the token would open nothing."))
        return day
