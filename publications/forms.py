from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.days import DayInput
from dashboards.days import KnownOnForm
from municipalities.conflicts import VersionedForm
from municipalities.forms.days import in_a_term
from papers.text.signs import tidy, unprintable
from publications.models import Draft, Part, Publication

FROM_WHAT_IT_CORRECTS = ("kind", "number")


class NumberField(forms.CharField):
    """Empty for some kinds of answers; so the label does not call it optional."""

    sometimes_required = True


class DraftForm(VersionedForm, KnownOnForm):
    """Who asks, what is answered, of which day. A correction keeps the kind and the number of what it corrects."""

    parts = forms.MultipleChoiceField(
        label=_("Parts"),
        choices=Part.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("What the answer consists of. All figures are frozen, whatever you choose."),
    )

    class Meta:
        model = Draft
        fields = [
            "kind",
            "number",
            "asked_by",
            "asked_on",
            "answered_on",
            "figures_on",
            "known_on",
            "parts",
            "text",
            "reason",
        ]
        labels = {
            "kind": _("Kind"),
            "number": _("Number"),
            "asked_by": _("Asked by"),
            "asked_on": _("Asked on"),
            "answered_on": _("Answered on"),
            "figures_on": _("Figures on"),
            "known_on": _("As known on"),
            "text": _("Text"),
            "reason": _("Reason of the correction"),
        }
        help_texts = {
            "number": _("Required for a written question, for example nr. 275 (2020-2021)."),
            "figures_on": _("The day that the figures look at."),
            "text": _("In your own words, in the place of the paragraph that the figures give. Empty: that paragraph."),
        }
        field_classes = {"number": NumberField}
        widgets = dict.fromkeys(("asked_on", "answered_on", "figures_on", "known_on"), DayInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.succeeds_id is None:
            del self.fields["reason"]
        else:
            self.fields["reason"].required = True
            for name in FROM_WHAT_IT_CORRECTS:
                del self.fields[name]

    def clean_figures_on(self) -> date:
        day = in_a_term(self.cleaned_data["figures_on"])
        if day > timezone.localdate():
            raise ValidationError(gettext("Figures of a day to come cannot be given out."))
        return day

    def clean_number(self) -> str:
        return printable(self.cleaned_data["number"])

    def clean_text(self) -> str:
        return printable(self.cleaned_data["text"])

    def clean_asked_by(self) -> str:
        return printable(self.cleaned_data["asked_by"])

    def clean_reason(self) -> str:
        return printable(self.cleaned_data["reason"])

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        asked_on, answered_on, figures_on = (
            self.cleaned_data.get(name) for name in ("asked_on", "answered_on", "figures_on")
        )
        if asked_on and answered_on and answered_on < asked_on:
            self.add_error("answered_on", _("The answer cannot come before the question."))
        if figures_on and answered_on and answered_on < figures_on:
            self.add_error("figures_on", _("The figures cannot be of a day after the answer."))
        self._refuse_a_number_that_was_given()
        return cleaned

    def _refuse_a_number_that_was_given(self) -> None:
        kind, number = self.cleaned_data.get("kind"), self.cleaned_data.get("number")
        if kind == "written_question" and number == "":
            self.add_error("number", _("Give the number of the written question."))
        given = Publication.objects.filter(kind=kind, number=number, succeeds__isnull=True)
        if number and self.instance.succeeds_id is None and given.exists():
            self.add_error("number", _("There is a publication with this number already; correct that one."))


def printable(text: str) -> str:
    """The text as it is read. Raises ValidationError for signs that our fonts lack: it goes on paper."""
    text = tidy(text)
    if signs := unprintable(text):
        raise ValidationError(gettext("These signs cannot be printed: %(signs)s.") % {"signs": " ".join(signs)})
    return text
