from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.days import DayInput
from agreements.forms.people import AgreementContactForm
from agreements.models import AgreementContact, ContactChange


class ContactChangeForm(AgreementContactForm):
    """Who is to be reached from a day on, in the place of a contact that stands on the signed paper."""

    settled = frozenset({"agreement_contact", "recorded_by"})
    beside: ClassVar[dict[str, str]] = {
        "contact_changes_once_a_day": "starts_on",
        "contact_change_is_copied_from_one_person": "name",
    }
    position = None  # type: ignore[assignment]  # how Django drops a field of a base class

    class Meta:
        model = ContactChange
        fields = ["contact", "user", "name", "function", "service", "email", "phone", "starts_on"]
        labels = {"starts_on": _("To be reached from")}
        help_texts = {
            **AgreementContactForm.Meta.help_texts,
            "starts_on": _("The notice names this day. It may lie ahead."),
        }
        widgets: ClassVar[dict[str, Any]] = {**AgreementContactForm.Meta.widgets, "starts_on": DayInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.initial.setdefault("starts_on", timezone.localdate())

    def people_on_side(self) -> models.QuerySet:
        """Whom this person takes over from; somebody else in the agreement may well take over."""
        return AgreementContact.objects.filter(pk=self.instance.agreement_contact_id)

    def clean_starts_on(self) -> date:
        day: date = self.cleaned_data["starts_on"]
        agreement = self.instance.agreement
        first, last = agreement.starts_on, agreement.ends_on
        if first and last and not first <= day <= last:
            raise ValidationError(
                gettext("The agreement runs from %(first)s to %(last)s."),
                code="period",
                params={"first": date_format(first), "last": date_format(last)},
            )
        return day
