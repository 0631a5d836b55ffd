"""What an answer is asked with: the two days, and the parts."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from dashboards.days import DayForm, known_by
from publications.models import Part, Publication


class Beside(forms.ModelChoiceField):
    """An earlier answer, by its title and the day of its figures."""

    def label_from_instance(self, publication: Publication) -> str:
        return f"{publication}, {date_format(publication.figures_on)}"


class AnswerForm(DayForm):
    """Read from the address, so that an answer can be kept as a bookmark. Without a day: today, with every part."""

    parts = forms.MultipleChoiceField(
        label=_("What the answer holds"),
        choices=Part.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one part.")},
    )

    beside = Beside(
        label=_("Compared with"),
        queryset=Publication.objects.standing().defer("frozen"),
        required=False,
        empty_label=_("the answer before"),
    )

    def __init__(self, asked: QueryDict, **kwargs: Any) -> None:
        if "on" not in asked:
            asked = asked.copy()
            asked["on"] = timezone.localdate().isoformat()
            asked.setlist("parts", Part.values)
        super().__init__(asked, **kwargs)

    def clean_on(self) -> date:
        day = super().clean_on()
        if day > timezone.localdate():
            raise ValidationError(_("An answer tells what was, not what is to come."))
        return day

    def asked(self) -> dict[str, Any]:
        """What `publications.answer.making.paper_on` asks for."""
        return {
            "day": self.cleaned_data["on"],
            "known_at": known_by(self.cleaned_data["known_on"]),
            "parts": self.cleaned_data["parts"],
            "beside": self.cleaned_data["beside"],
        }
