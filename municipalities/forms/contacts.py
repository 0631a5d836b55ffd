from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from accounts.days import DayInput
from municipalities.conflicts import VersionedForm
from municipalities.models import Contact


class ContactForm(VersionedForm):
    """A person at a municipality. The municipality comes from the address of the page and stays."""

    phone = PhoneNumberField(
        label=_("Phone"),
        required=False,
        help_text=_("For example 0478 12 34 56."),
        error_messages={"invalid": _("This is not a phone number. Write it for example as 0478 12 34 56.")},
    )

    class Meta:
        model = Contact
        fields = ["name", "function", "acting", "service", "email", "phone", "starts_on", "ends_on"]
        labels = {
            "name": _("First name and name"),
            "function": _("Function"),
            "acting": _("Acting"),
            "service": _("Service"),
            "email": _("E-mail address"),
            "starts_on": _("First day"),
            "ends_on": _("Last day"),
        }
        help_texts = {
            "acting": _("Tick this for someone who holds the function for the time being."),
            "service": _("For example “welfare and diversity”."),
            "email": _("For example kaat.bedacht@example.org."),
            "starts_on": _("Leave empty when you do not know it."),
            "ends_on": _("Leave empty as long as this person holds the function."),
        }
        widgets = {"starts_on": DayInput, "ends_on": DayInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["function"].choices = [("", _("choose a function")), *Contact.Function.choices]  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())


class ContactArchiveForm(VersionedForm):
    """The last day of a contact. Nothing is deleted: visits and agreements go on naming this person."""

    class Meta:
        model = Contact
        fields = ["starts_on", "ends_on"]
        labels = {"starts_on": _("First day"), "ends_on": _("Last day")}
        widgets = {"starts_on": DayInput, "ends_on": DayInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # In the form so that the order of both days is checked, but not to be changed here.
        self.fields["starts_on"].disabled = True
        self.fields["starts_on"].widget = forms.HiddenInput()
        self.fields["ends_on"].required = True
        if self.instance.ends_on is None:
            self.initial["ends_on"] = timezone.localdate()

    def clean_ends_on(self) -> date:
        day: date = self.cleaned_data["ends_on"]
        if day > timezone.localdate():
            raise ValidationError(_("Archive on the last day or later; write a planned last day under “Edit”."))
        return day
