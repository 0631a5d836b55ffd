from datetime import date
from typing import ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.days import DayInput
from agreements.forms.part import PartForm
from agreements.freeze import Part, freeze_of, last_reopening, rests_on_decisions
from agreements.models import CouncilDecision, Stage


class DecisionForm(PartForm):
    beside: ClassVar[dict[str, str]] = {"council_decides_once_on_an_agreement": "body"}

    link = forms.URLField(
        label=_("Link"),
        required=False,
        assume_scheme="https",
        help_text=_("To the decision as the municipality publishes it, for example https://www.example.org/raad/12."),
    )

    class Meta:
        model: type[Model] = CouncilDecision
        fields = ["body", "decided_on", "number", "link"]
        labels = {"body": _("Council")}
        help_texts = {"number": _("As on the decision, for example 2026/031.")}
        widgets = {"body": forms.RadioSelect, "decided_on": DayInput}

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        if self.instance.pk is not None and body != self.instance.body and self.settles_the_text():
            raise ValidationError(
                gettext("The text rests on the decision of this council. Take the text back first, with a reason."),
                code="settles",
            )
        return body

    def settles_the_text(self) -> bool:
        """Whether the text would be open without this decision."""
        agreement = self.instance.agreement
        return rests_on_decisions(agreement) and freeze_of(agreement).holds(Part.TEXT)

    def clean_decided_on(self) -> date:
        day: date = self.refuse_future("decided_on")
        approval = self.instance.agreement.stage_changes.standing().filter(stage=Stage.APPROVED).last()
        # A text that was taken back after its approval is decided on anew, and so later.
        if approval is not None and day > approval.effective_on and last_reopening(self.instance.agreement) is None:
            raise ValidationError(
                gettext("The agreement was approved on %(day)s: the council did not decide later."),
                code="after_approval",
                params={"day": date_format(approval.effective_on)},
            )
        return day

    def save(self, commit: bool = True) -> CouncilDecision:
        """Another day or number is another decision: it is recorded now."""
        if self.instance.pk is not None and {"decided_on", "number"} & set(self.changed_data):
            self.instance.recorded_at = timezone.now()
        decision: CouncilDecision = super().save(commit)
        return decision
