from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.days import DayInput
from accounts.keys import key_of
from accounts.models import User
from agreements.mergers.brought import Brought
from agreements.models import MergerDecision


class CarryOutForm(forms.Form):
    """To carry out what was looked at; `municipalities.backdating` adds why, when published figures change."""

    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_shown(self) -> int | None:
        """The version of the prepared merger that was looked at."""
        return key_of(self.cleaned_data["shown"])

    def clean(self) -> None:
        if self.cleaned_data.get("shown") is None:
            raise ValidationError(gettext("Look at what will follow first, and carry the merger out from there."))


class UndoForm(forms.Form):
    """Why a merger is undone: also the reason that is kept when published figures change by it."""

    late_reason = forms.CharField(
        label=_("Why is it undone?"),
        help_text=_("It stays readable with the merger."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class MergerDecisionForm(forms.ModelForm):
    """What becomes of an agreement that a merger brought along. `seen` is the decision that stood on the page."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = MergerDecision
        fields = ["choice", "decided_on", "decided_by", "note"]
        labels = {"choice": _("Decision"), "decided_on": _("Decided on"), "decided_by": _("Decided by")}
        help_texts = {"note": _("Why, and what was agreed. To end an agreement a reason is needed.")}
        widgets = {"choice": forms.RadioSelect, "decided_on": DayInput, "note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, brought: Brought, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.brought = brought
        today = timezone.localdate()
        self.initial = {"decided_on": today, "decided_by": user.pk, "seen": self._standing_key}
        self.fields["choice"].choices = MergerDecision.Choice.choices  # type: ignore[attr-defined]
        self.fields["decided_on"].widget.attrs["max"] = today.isoformat()
        here = Q(regions=brought.successor.region_id, role__in=[User.Role.STAFF, User.Role.COORDINATOR])
        people = User.objects.filter(Q(here, is_active=True) | Q(pk=user.pk)).distinct()
        self.fields["decided_by"].queryset = people.order_by("first_name", "last_name")  # type: ignore[attr-defined]
        self.fields["decided_by"].empty_label = None  # type: ignore[attr-defined]

    @property
    def _standing_key(self) -> int | None:
        return self.brought.decision.pk if self.brought.decision else None

    @property
    def replaces(self) -> MergerDecision | None:
        """The decision that the user saw standing."""
        seen = self.cleaned_data["seen"]
        return next((one for one in self.brought.decisions if one.pk == seen), None)

    def clean_decided_on(self) -> date:
        day: date = self.cleaned_data["decided_on"]
        if day > timezone.localdate():
            raise ValidationError(gettext("This day lies in the future."), code="future")
        return day

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("choice") == MergerDecision.Choice.END and not cleaned.get("note"):
            self.add_error("note", gettext("Say why the agreement ends early."))
        return cleaned

    def look_again(self, error: ValidationError) -> None:
        """Show why it was refused; what was typed replaces, when it is saved again, what stands now."""
        self.add_error(None, error)
        self.data = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        self.data["seen"] = self._standing_key or ""  # type: ignore[index]
