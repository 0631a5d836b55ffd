from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import region_ids
from municipalities.conflicts import VersionedForm
from municipalities.forms.days import in_a_term
from municipalities.forms.municipality_field import MunicipalityField, municipality_typed, writable_municipalities
from municipalities.forms.rows import RowsField
from municipalities.models import Contact, Municipality, Visit

MORE: Final = (
    "held_at",
    "agency_people",
    "domains",
    "next_step",
    "next_step_owner",
    "next_step_due_on",
    "next_step_done_on",
)


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class VisitForm(VersionedForm):
    """A visit that took place or is planned. Six fields are enough; the rest waits under "More"."""

    municipality = MunicipalityField(
        label=_("Municipality"),
        help_text=_("For example Aalst. Suggestions appear while you type."),
        widget=forms.TextInput(attrs={"list": "municipalities", "autocomplete": "off", "autocapitalize": "words"}),
    )

    class Meta:
        model = Visit
        # The day comes first: what is called Aalter depends on it.
        fields = [
            "held_on",
            "municipality",
            "kind",
            "status",
            "contacts",
            "other_people",
            "report",
            "held_at",
            "agency_people",
            "domains",
            "next_step",
            "next_step_owner",
            "next_step_due_on",
            "next_step_done_on",
            "cancel_reason",
        ]
        field_classes = {"contacts": RowsField, "agency_people": RowsField, "domains": RowsField}
        labels = {
            "held_on": _("Date"),
            "held_at": _("Time"),
            "kind": _("Kind"),
            "status": _("Status"),
            "contacts": _("Present for the municipality"),
            "other_people": _("Others present"),
            "report": _("Report"),
            "agency_people": _("Present for the agency"),
            "domains": _("Domains touched"),
            "next_step": _("Agreed next step"),
            "next_step_owner": _("Who does it"),
            "next_step_due_on": _("Due on"),
            "next_step_done_on": _("Done on"),
            "cancel_reason": _("Why it was cancelled"),
        }
        help_texts = {
            "other_people": _("Names not yet in the register, for example “Jan Verzonnen, library”."),
            "report": _("What was discussed and decided, in a few lines."),
            "next_step": _("For example “send the figures on newcomers”."),
        }
        widgets = {
            "held_on": DayInput,
            "held_at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "kind": forms.RadioSelect,
            "status": forms.RadioSelect,
            "contacts": forms.CheckboxSelectMultiple,
            "report": forms.Textarea(attrs={"rows": 5}),
            "agency_people": forms.CheckboxSelectMultiple,
            "domains": forms.CheckboxSelectMultiple,
            "next_step_due_on": DayInput,
            "next_step_done_on": DayInput,
        }

    def __init__(self, *args: Any, user: User, municipality: Municipality | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fixed_municipality = municipality
        self.today = timezone.localdate()
        if self.instance.pk is None:
            self._prefill()
        else:
            self.initial["municipality"] = self.instance.municipality
        self.fields["kind"].choices = Visit.Kind.choices  # type: ignore[attr-defined]
        self._offer_statuses()
        self._offer_people()
        self._offer_contacts()

    def _prefill(self) -> None:
        place = self.fixed_municipality
        last_day = place.ends_on if place is not None and place.ends_on is not None else self.today
        self.initial = {
            "held_on": min(self.today, last_day),
            "agency_people": [self.user],
            "municipality": place,
            **self.initial,
        }
        del self.fields["next_step_done_on"]

    def _offer_statuses(self) -> None:
        words = [(Visit.Status.HELD, _("it took place")), (Visit.Status.PLANNED, _("it is planned"))]
        if self.instance.status == Visit.Status.CANCELLED:
            words.append((Visit.Status.CANCELLED, _("it was cancelled")))
        else:
            del self.fields["cancel_reason"]
        self.fields["status"].choices = words  # type: ignore[attr-defined]

    def _offer_people(self) -> None:
        """Oneself, the colleagues of one's regions, then everyone else; and whoever was chosen before."""
        chosen = self.instance.agency_people.all() if self.instance.pk else User.objects.none()
        owner = [self.instance.next_step_owner_id]
        everyone = User.objects.filter(
            models.Q(is_active=True) | models.Q(pk__in=chosen.values("pk")) | models.Q(pk__in=owner)
        )
        near = set(User.objects.filter(regions__in=region_ids(self.user)).values_list("pk", flat=True))
        groups: dict[str, list[tuple[int, str]]] = {"me": [], "near": [], "far": []}
        for person in everyone:
            group = "me" if person == self.user else "near" if person.pk in near else "far"
            groups[group].append((person.pk, str(person)))
        choices = [
            *((pk, _("%(name)s (you)") % {"name": name}) for pk, name in groups["me"]),
            *([(_("In your region"), groups["near"])] if groups["near"] else []),
            *([(_("Elsewhere in the agency"), groups["far"])] if groups["far"] else []),
        ]
        for name, empty in (("agency_people", []), ("next_step_owner", [("", _("nobody yet"))])):
            self.fields[name].queryset = everyone  # type: ignore[attr-defined]
            self.fields[name].choices = [*empty, *choices]  # type: ignore[attr-defined]

    def _offer_contacts(self) -> None:
        """The contacts of the municipality that hold on the day, as far as both are known yet."""
        day = self._cleaned_early("held_on")
        self.suggestions = suggestions(self.user, on=day or self.today)
        contacts: models.QuerySet[Contact] = Contact.objects.none()
        self.known_municipality = self._known_municipality(day)
        if self.known_municipality is not None and day is not None:
            theirs = Contact.objects.filter(municipality=self.known_municipality)
            before = self.instance.contacts.values("pk") if self.instance.pk else []
            contacts = theirs.holding_on(day) | theirs.filter(pk__in=before)
        field = self.fields["contacts"]
        field.label_from_instance = contact_with_function  # type: ignore[attr-defined]
        field.queryset = contacts  # type: ignore[attr-defined]
        field.error_messages["invalid_choice"] = _(
            "Someone you chose is no contact of this municipality on that day. Choose again."
        )

    def _known_municipality(self, day: date | None) -> Municipality | None:
        value = self._cleaned_early("municipality")
        if isinstance(value, Municipality) or not value or day is None:
            return value or None
        try:
            return municipality_typed(value, on=day, user=self.user)
        except ValidationError:
            return None

    def _cleaned_early(self, name: str) -> Any:
        value = self[name].value() if self.is_bound else self.get_initial_for_field(self.fields[name], name)
        try:
            return value if isinstance(value, Municipality) else self.fields[name].clean(value)
        except ValidationError:
            return None

    def forget_unknown_contacts(self) -> None:
        """Untick who is no contact of the municipality that is chosen now."""
        known = {str(contact.pk) for contact in self.fields["contacts"].queryset}  # type: ignore[attr-defined]
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data.setlist("contacts", [pk for pk in self.data.getlist("contacts") if pk in known])  # type: ignore[attr-defined]

    def clean_held_on(self) -> date:
        return in_a_term(self.cleaned_data["held_on"])

    def clean_municipality(self) -> Municipality:
        day = self.cleaned_data.get("held_on", self.today)
        return municipality_typed(self.cleaned_data["municipality"], on=day, user=self.user)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        self._check_day(cleaned.get("held_on"), cleaned.get("status"))
        self._check_next_step(cleaned)
        if cleaned.get("status") == Visit.Status.CANCELLED and not cleaned.get("cancel_reason"):
            self.add_error("cancel_reason", _("Say why the visit was cancelled."))
        elif "cancel_reason" in cleaned and cleaned.get("status") != Visit.Status.CANCELLED:
            cleaned["cancel_reason"] = ""
        return cleaned

    def _check_day(self, day: date | None, status: str | None) -> None:
        if day is None or status is None:
            return
        if status == Visit.Status.HELD and day > self.today:
            self.add_error("held_on", _("A visit that took place cannot lie in the future. Is it planned?"))
        changed = self.instance.pk is None or {"held_on", "status"} & set(self.changed_data)
        if status == Visit.Status.PLANNED and day < self.today and changed:
            self.add_error("held_on", _("This day has passed. Did the visit take place?"))

    def _check_next_step(self, cleaned: dict[str, Any]) -> None:
        rest = (cleaned.get(name) for name in ("next_step_owner", "next_step_due_on", "next_step_done_on"))
        if any(rest) and not cleaned.get("next_step"):
            self.add_error("next_step", _("Say what the next step is, or leave out who does it and by when."))
        done_on = cleaned.get("next_step_done_on")
        if done_on and done_on > self.today:
            self.add_error("next_step_done_on", _("A step cannot be done on a day to come."))

    @property
    def shows_more(self) -> bool:
        """Whether the secondary part holds something, or something wrong."""
        values = {name: self[name].value() for name in MORE if name in self.fields}
        people = {str(getattr(person, "pk", person)) for person in values.pop("agency_people") or []}
        return people != {str(self.user.pk)} or any(values.values()) or any(name in self.errors for name in MORE)

    @property
    def names_another_region(self) -> bool:
        """Whether the municipality was refused because the user does not write there."""
        return self.has_error("municipality", "region")


def suggestions(user: User, *, on: date) -> Iterable[Municipality]:
    """What the user can choose from on the day, the user's own municipalities first."""
    rows = writable_municipalities(user, on=on).only("pk", "name", "postal_codes", "fixed_contact")
    return sorted(rows, key=lambda municipality: municipality.fixed_contact_id != user.pk)


def contact_with_function(contact: Contact) -> str:
    return f"{contact.name}, {contact.get_function_display()}"
