"""The day that a page of figures looks at."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from municipalities.forms.days import DayInput
from municipalities.models import NoTerm, Term


class DayForm(forms.Form):
    """Any day of a known term. A day to come is allowed: it shows what holds then if nothing more happens."""

    on = forms.DateField(label=_("Figures on"), widget=DayInput)

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        try:
            Term.objects.of(day)
        except NoTerm as error:
            raise ValidationError(str(error)) from error
        return day


@dataclass(frozen=True)
class QuickDay:
    label: str | Promise
    day: date


class AskedDay:
    """The day in the address, today when there is none. `day` is None when it cannot be read or has no term."""

    def __init__(self, request: HttpRequest) -> None:
        self.today = timezone.localdate()
        self.form = DayForm({"on": request.GET.get("on") or self.today.isoformat()})
        self.day: date | None = self.form.cleaned_data["on"] if self.form.is_valid() else None

    @property
    def in_future(self) -> bool:
        return self.day is not None and self.day > self.today

    @property
    def query(self) -> str:
        """The address keeps the day from page to page, unless it is simply today."""
        return f"?on={self.day.isoformat()}" if self.day and self.day != self.today else ""

    def quick_days(self) -> list[QuickDay]:
        """Days that are asked for often: now, and where a year or one of the last two terms turned."""
        days = [QuickDay(_("end of last year"), date(self.today.year - 1, 12, 31))]
        for term in Term.objects.filter(starts_on__lte=self.today)[:2]:
            days.append(QuickDay(format_lazy(_("start of {term}"), term=str(term)), term.starts_on))
            if term.ends_on < days[0].day:
                days.append(QuickDay(format_lazy(_("end of {term}"), term=str(term)), term.ends_on))
        return [QuickDay(_("today"), self.today), *sorted(days, key=lambda quick: quick.day, reverse=True)]
