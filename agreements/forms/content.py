from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agreements.actions import content
from agreements.forms.part import PartForm
from agreements.models import Agreement, Commitment, CommitmentProgress
from municipalities.conflicts import VersionedForm
from municipalities.forms.days import DayInput
from municipalities.forms.rows import RowsField
from municipalities.models import Domain


class AgreementForm(PartForm):
    """What the paper says of the agreement as a whole. Once signed, AgreementNoteForm is what remains of it."""

    settled = frozenset()
    beside: ClassVar[dict[str, str]] = {"agreement_starts_before_it_ends": "ends_on"}

    class Meta:
        model = Agreement
        fields = ["party", "starts_on", "ends_on", "dated_on", "domains", "note"]
        field_classes = {"domains": RowsField}
        labels = {"party": _("Agreement with")}
        help_texts = {
            "starts_on": _("For example 1 January 2026. Needed before the council decides."),
            "dated_on": _("As written at the top of the paper; not the day of signature."),
            "domains": _("What is chosen here comes into the paper with its standard clauses."),
        }
        widgets = {
            "party": forms.RadioSelect,
            "starts_on": DayInput,
            "ends_on": DayInput,
            "dated_on": DayInput,
            "domains": forms.CheckboxSelectMultiple,
            "note": forms.Textarea(attrs={"rows": 4}),
        }

    def clean_domains(self) -> Iterable[Domain]:
        chosen = self.cleaned_data["domains"]
        lost = Domain.objects.filter(commitments__agreement=self.instance).exclude(pk__in=chosen).distinct()
        if lost:
            raise ValidationError(
                gettext("There are commitments under %(domains)s. Remove those first, or keep the domain."),
                code="commitments",
                params={"domains": get_text_list([f"‘{domain}’" for domain in lost], gettext("and"))},
            )
        return chosen


class AgreementNoteForm(VersionedForm):
    """The note for ourselves: all of a signed agreement that is not on the paper."""

    class Meta:
        model = Agreement
        fields = ["note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 6})}

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if any(name in self.data for name in AgreementForm.Meta.fields if name != "note"):
            raise ValidationError(
                gettext("This agreement has been signed in the meantime. Only the note can still change."),
                code="signed",
            )
        return cleaned


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
