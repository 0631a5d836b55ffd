"""The two clocks of a page of figures: the day it looks at, and the day it looks from."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.days import DayInput
from dashboards.facts import Asked
from municipalities.forms.days import in_a_term
from municipalities.models import Term


def end_of(day: date) -> datetime:
    """The last moment of a day, as clocks here show it."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time())) - timedelta(microseconds=1)


def known_by(day: date | None) -> datetime | None:
    """The moment that a page looks from: the end of the day that was chosen, or None for everything known now."""
    return end_of(day) if day else None


def clock_query(on: date, known_at: datetime | None) -> str:
    """How an address says both clocks; known on a day is known at its end."""
    query = {"on": on.isoformat()}
    if known_at is not None:
        query["known_on"] = timezone.localdate(known_at).isoformat()
    return urlencode(query)


class KnownOnForm(forms.Form):
    """A form with the day that we look from, `known_on`."""

    def clean_known_on(self) -> date | None:
        day: date | None = self.cleaned_data["known_on"]
        if day and day > timezone.localdate():
            raise ValidationError(_("What will be known on a day to come, nobody knows yet."))
        return day


class DayForm(KnownOnForm):
    """Any day of a known term. A day to come is allowed: it shows what holds then if nothing more happens."""

    on = forms.DateField(label=_("Figures on"), widget=DayInput)
    known_on = forms.DateField(
        label=_("As known on"),
        widget=DayInput,
        required=False,
        help_text=_("Empty: with everything known now."),
    )

    def clean_on(self) -> date:
        return in_a_term(self.cleaned_data["on"])


@dataclass(frozen=True)
class QuickDay:
    """A day that is asked for often, and how an address says it with the moment that is looked from."""

    label: str | Promise
    day: date
    query: str


class AskedDay:
    """The days in the address: today, as known now, when there are none.

    `day` is None when one of them cannot be read or has no term.
    """

    form_class = DayForm

    def __init__(self, request: HttpRequest) -> None:
        self.today = timezone.localdate()
        asked = request.GET.copy()
        asked["on"] = asked.get("on") or self.today.isoformat()
        self._parameters = asked
        self.form = self.form_class(asked, initial={"on": self.today})
        valid = self.form.is_valid()
        self.day: date | None = self.form.cleaned_data["on"] if valid else None
        self.known_on: date | None = self.form.cleaned_data["known_on"] if valid else None

    @cached_property
    def asked(self) -> Asked | None:
        return Asked(self.day, Term.objects.of(self.day), self.known_at) if self.day else None

    @property
    def known_at(self) -> datetime | None:
        return known_by(self.known_on)

    @property
    def in_future(self) -> bool:
        return self.day is not None and self.day > self.today

    @property
    def query(self) -> str:
        """The address keeps the days from page to page, unless it is simply today."""
        if self.day is None or (self.day == self.today and self.known_on is None):
            return ""
        return f"?{clock_query(self.day, self.known_at)}"

    @property
    def as_known_now(self) -> str:
        """The same page, looked at from now."""
        now = self._parameters.copy()
        now.pop("known_on", None)
        return f"?{now.urlencode()}"

    def quick_days(self) -> list[QuickDay]:
        """Days that are asked for often: now, and where a year or one of the last two terms turned."""
        days = [self._quick(_("end of last year"), date(self.today.year - 1, 12, 31))]
        for term in Term.objects.filter(starts_on__lte=self.today)[:2]:
            days.append(self._quick(format_lazy(_("start of {term}"), term=str(term)), term.starts_on))
            if term.ends_on < days[0].day:
                days.append(self._quick(format_lazy(_("end of {term}"), term=str(term)), term.ends_on))
        return [self._quick(_("today"), self.today), *sorted(days, key=lambda quick: quick.day, reverse=True)]

    def _quick(self, label: str | Promise, day: date) -> QuickDay:
        return QuickDay(label, day, clock_query(day, self.known_at))
