from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.days import DayInput
from accounts.models import User
from agreements import people
from agreements.forms.part import PartForm
from agreements.models import AgencyDirector, Agreement, AgreementContact, Side, Signatory
from municipalities.models import Contact
from municipalities.search import search_key


class CopyingSelect(forms.Select):
    """Its options carry what will be copied to the agreement, so that a script can show it before it is saved."""

    agreement: Agreement
    copied: Callable[[Any], dict[str, Any]]

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        person = getattr(value, "instance", None)
        if person is not None:
            option["attrs"] |= {f"data-copy-{key}": str(text) for key, text in self.copied(person).items() if text}
        return option


class ContactSelect(CopyingSelect):
    copied = staticmethod(people.contact_copied)


class SigningContactSelect(CopyingSelect):
    def copied(self, person: Contact) -> dict[str, Any]:
        return people.signing_contact_copied(person, self.agreement)


class UserSelect(CopyingSelect):
    copied = staticmethod(people.user_copied)


class DirectorSelect(CopyingSelect):
    copied = staticmethod(people.director_copied)


class ContactField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}, {obj.get_function_display()}"


class PersonForm(PartForm):
    """Someone on one side of an agreement: chosen, which copies who that is now, or typed.

    What is typed goes before what would be copied. Once recorded, the copy can be edited; to choose somebody else,
    add that person.
    """

    settled = frozenset({"agreement", "side"})
    # The field with the people to choose from, on each side.
    sources: ClassVar[dict[str, str]]

    position = forms.IntegerField(
        label=_("Order"), min_value=1, max_value=999, help_text=_("1 comes first on this side.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.source = self.sources[self.instance.side]
        for name in {"contact", "user", "director"} & set(self.fields):
            if name != self.source or self.instance.pk is not None:
                del self.fields[name]
        if self.instance.pk is None:
            self.fields.pop("position", None)
            self._offer_people()

    def _offer_people(self) -> None:
        for name in ("name", "function"):
            self.fields[name].required = False
            self.fields[name].help_text = _("May stay empty when you choose somebody above.")
        source: Any = self.fields[self.source]
        source.required = False
        source.empty_label = _("somebody else: type below")
        source.widget.attrs["data-copies"] = True
        source.widget.agreement = self.instance.agreement
        if self.source == "contact":
            contacts = self.instance.agreement.municipality.contacts
            source.queryset = contacts.holding_on(timezone.localdate())
        elif self.source == "user":
            source.queryset = User.objects.working()
        else:
            source.queryset = AgencyDirector.objects.holding_on(timezone.localdate())

    def copied(self, person: Any) -> dict[str, Any]:
        widget: Any = self.fields[self.source].widget
        copied: dict[str, Any] = widget.copied(person)
        return copied

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        person = cleaned.get(self.source)
        if person is not None:
            for name, value in self.copied(person).items():
                if name in cleaned and not cleaned[name]:
                    cleaned[name] = value
        self._refuse_nobody(cleaned)
        self._refuse_twice(cleaned.get("name") or "")
        return cleaned

    def _refuse_nobody(self, cleaned: dict[str, Any]) -> None:
        if "name" in cleaned and not cleaned["name"]:
            self.add_error("name", gettext("Choose somebody from the list, or type a name."))
        elif "function" in cleaned and not cleaned["function"]:
            self.add_error(
                "function", gettext("Say what this person does, for example “contact person for integration”.")
            )

    def people_on_side(self) -> models.QuerySet:
        """Everybody on the same side of the same paper."""
        rows = type(self.instance)._default_manager
        return rows.filter(agreement=self.instance.agreement, side=self.instance.side)

    def _refuse_twice(self, name: str) -> None:
        others = self.people_on_side().exclude(pk=self.instance.pk)
        if name and search_key(name) in {search_key(other) for other in others.values_list("name", flat=True)}:
            chosen = self.instance.pk is None and self.cleaned_data.get(self.source) is not None
            self.add_error(
                self.source if chosen else "name",
                ValidationError(gettext("%(name)s is already on this side."), code="twice", params={"name": name}),
            )

    def save(self, commit: bool = True) -> Any:
        if self.instance.pk is None:
            positions = self.people_on_side().values_list("position", flat=True)
            self.instance.position = max(positions, default=0) + 1
        return super().save(commit)


class AgreementContactForm(PersonForm):
    sources: ClassVar[dict[str, str]] = {Side.AGENCY: "user", Side.MUNICIPALITY: "contact"}
    beside: ClassVar[dict[str, str]] = {"agreement_contact_is_copied_from_one_person": "name"}

    user = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Choose from the agency"),
        widget=UserSelect,
        help_text=_("Fields left empty below are filled in from this person."),
    )
    contact = ContactField(
        Contact.objects.none(),
        label=_("Choose from the contacts of the municipality"),
        widget=ContactSelect,
        help_text=_("Fields left empty below are filled in from this contact."),
    )

    class Meta:
        model = AgreementContact
        fields = ["contact", "user", "name", "function", "service", "email", "phone", "position"]
        help_texts = {
            "phone": _("For example 0478 12 34 56."),
        }
        widgets = {
            "email": forms.EmailInput(attrs={"autocomplete": "off"}),
            "phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.side == Side.AGENCY:
            del self.fields["service"]


class SignatoryForm(PersonForm):
    sources: ClassVar[dict[str, str]] = {Side.AGENCY: "director", Side.MUNICIPALITY: "contact"}
    beside: ClassVar[dict[str, str]] = {"signatory_by_delegation_has_its_date": "delegated_on"}

    director = forms.ModelChoiceField(
        AgencyDirector.objects.none(),
        label=_("Choose from the directors of the agency"),
        widget=DirectorSelect,
        help_text=_("Fields left empty below are filled in from this person."),
    )
    contact = ContactField(
        Contact.objects.none(),
        label=_("Choose from the contacts of the municipality"),
        widget=SigningContactSelect,
        help_text=_("Fields left empty below are filled in from this contact."),
    )

    class Meta:
        model: type[models.Model] = Signatory
        fields = ["contact", "name", "function", "acting", "by_delegation", "delegated_on", "position"]
        help_texts = {
            "function": _("For example “general director”."),
            "acting": _("Holds the function for the time being; the paper says so."),
            "by_delegation": _("Signs in the place of somebody else, by a written decision."),
            "delegated_on": _("The day of that decision."),
        }
        widgets = {"delegated_on": DayInput}

    field_order = ["director", "contact"]

    def clean_delegated_on(self) -> Any:
        return self.refuse_future("delegated_on")
