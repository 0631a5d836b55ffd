from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.days import DayInput
from agreements.actions import content
from agreements.forms.part import PartForm
from agreements.freeze import Freeze, Part
from agreements.models import Agreement, Commitment, CommitmentProgress
from agreements.periods import leaves_term

# What freezes with the text, and what with the people; the note is for ourselves and never freezes.
FROZEN_WITH: Final[dict[str, Part]] = {
    "party": Part.TEXT,
    "starts_on": Part.TEXT,
    "ends_on": Part.TEXT,
    "dated_on": Part.PEOPLE,
    "period_because": Part.PEOPLE,
}


class AgreementForm(PartForm):
    """With whom, for how long, and what is noted. It asks only for what can still change."""

    settled = frozenset()
    beside: ClassVar[dict[str, str]] = {"agreement_starts_before_it_ends": "ends_on"}

    class Meta:
        model = Agreement
        fields = ["party", "starts_on", "ends_on", "period_because", "dated_on", "note"]
        labels = {"party": _("Agreement with")}
        help_texts = {
            "starts_on": _("For example 1 January 2026. Needed before the council decides."),
            "period_because": _(
                "Only needed when it begins outside a known term or ends more than a year after its term."
            ),
            "dated_on": _("As written above the signatures; not the day of signature."),
        }
        widgets = {
            "party": forms.RadioSelect,
            "starts_on": DayInput,
            "ends_on": DayInput,
            "dated_on": DayInput,
            "period_because": forms.Textarea(attrs={"rows": 2}),
            "note": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, freeze: Freeze, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.frozen: list[tuple[str, Any]] = []  # label and value of what the page shows instead of asking
        for name, part in FROZEN_WITH.items():
            if freeze.holds(part):
                shown = getattr(self.instance, f"get_{name}_display", lambda name=name: getattr(self.instance, name))
                self.frozen.append((str(self.fields.pop(name).label), shown()))
        if "period_because" in self.fields and not self.is_bound and not self._explains_its_period():
            del self.fields["period_because"]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if any(name in self.data for name in FROZEN_WITH if name not in self.fields):
            raise ValidationError(
                gettext("In the meantime the paper was settled. Only what stands here can still change."),
                code="settled",
            )
        if "period_because" in self.fields and not self.errors:
            self._ask_why_the_period_leaves_the_term(cleaned)
        return cleaned

    def _explains_its_period(self) -> bool:
        """Whether the saved period needs a reason, or has one. What is typed is looked at when it is sent."""
        agreement = self.instance
        return bool(agreement.period_because) or leaves_term(agreement.starts_on, agreement.ends_on)

    def _ask_why_the_period_leaves_the_term(self, cleaned: dict[str, Any]) -> None:
        starts_on = cleaned.get("starts_on", self.instance.starts_on)
        ends_on = cleaned.get("ends_on", self.instance.ends_on)
        if not cleaned["period_because"].strip() and leaves_term(starts_on, ends_on):
            self.add_error(
                "period_because",
                ValidationError(gettext("This period leaves the term of local government. Say why."), code="term"),
            )


class CommitmentForm(PartForm):
    beside: ClassVar[dict[str, str]] = {"commitment_says_something": "text"}

    position = forms.IntegerField(
        label=_("Order"),
        min_value=1,
        max_value=999,
        required=False,
        help_text=_("1 comes first under its domain. Left empty, it comes last."),
    )

    class Meta:
        model = Commitment
        fields = ["domain", "text", "carried_out_by", "position"]
        labels = {"text": _("What was agreed")}
        help_texts = {
            "text": _("For example “The agency trains the desk staff in clear language, twice in 2026.”"),
        }
        widgets = {
            "domain": forms.RadioSelect,
            "text": forms.Textarea(attrs={"rows": 4}),
            "carried_out_by": forms.RadioSelect,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        domain: Any = self.fields["domain"]
        domain.queryset = self.instance.agreement.domains.all()
        domain.empty_label = None
        if self.instance.pk is None:
            self.initial["position"] = None

    def clean_position(self) -> int:
        position: int | None = self.cleaned_data["position"]
        if position is not None:
            return position
        return content.last_position(self.instance, self.cleaned_data.get("domain")) + 1

    def save(self, commit: bool = True) -> Commitment:
        commitment: Commitment = super().save(commit)
        content.make_room(commitment)
        return commitment


class CommitmentProgressForm(forms.ModelForm):
    """How a commitment stands from a day on. Each one is added to the earlier ones."""

    class Meta:
        model = CommitmentProgress
        fields = ["state", "on"]
        widgets = {"state": forms.RadioSelect, "on": DayInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["on"] = timezone.localdate()
        state: Any = self.fields["state"]
        state.choices = Commitment.State.choices

    def clean_on(self) -> Any:
        day = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise ValidationError(gettext("This day lies in the future."), code="future")
        return day
