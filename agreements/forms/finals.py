from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.forms.stages import NoteField


class TakeBackForm(forms.Form):
    """Why a settled text is opened again."""

    reason = NoteField(
        label=_("Why it is taken back"), help_text=_("It stays readable beside the final that it sets aside.")
    )
