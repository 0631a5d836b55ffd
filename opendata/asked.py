"""What can be asked: the parameters of the addresses."""

import re
from datetime import date, datetime
from typing import Annotated, Any, Final

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Field, Schema
from pydantic import BeforeValidator

from dashboards.days import known_by
from municipalities.models import Province, Term
from municipalities.models.municipality import MunicipalityQuerySet
from opendata.problems import WrongQuestion, unreadable

MOST_ON_A_PAGE: Final = 1000
LAST_PAGE: Final = 100_000


def read_day(typed: Any) -> Any:
    """Only as 2021-04-26: a row of digits would pass for a number of seconds since 1970."""
    if isinstance(typed, str):
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", typed):
            raise unreadable(gettext("Write a day as year-month-day, for example 2021-04-26."))
        try:
            return date.fromisoformat(typed)
        except ValueError:
            raise unreadable(gettext("This day is not in the calendar.")) from None
    return typed


Day = Annotated[date, BeforeValidator(read_day)]


class Question(Schema):
    """What is asked. A question without an answer is refused first, before anybody hears that nothing changed."""

    def check(self) -> None:
        """Raises WrongQuestion or NoTerm."""


class OnADay(Question):
    on: Day | None = Field(None, description=_("The day looked at, as year-month-day. Without it: today."))

    @property
    def day(self) -> date:
        return self.on or timezone.localdate()


class InATerm(OnADay):
    def check(self) -> None:
        super().check()
        Term.objects.of(self.day)


class AsKnown(Question):
    known_on: Day | None = Field(
        None, description=_("As it was known at the end of this day, corrections undone. Without it: as known now.")
    )

    @property
    def known_at(self) -> datetime | None:
        return known_by(self.known_on)

    def check(self) -> None:
        super().check()
        if self.known_on and self.known_on > timezone.localdate():
            raise WrongQuestion("known_on", gettext("What will be known on a day to come, nobody knows yet."))


class OfAProvince(Question):
    province: str | None = Field(None, description=_("Only this province, by its NIS code."))

    def chosen(self) -> Province | None:
        """Raises WrongQuestion, naming the provinces there are."""
        if self.province is None:
            return None
        provinces = {province.nis: province for province in Province.objects.all()}
        if self.province not in provinces:
            choices = ", ".join(f"{province.nis} ({province.name})" for province in provinces.values())
            words = gettext("There is no province with this NIS code. Choose one of these: %(choices)s.")
            raise WrongQuestion("province", words % {"choices": choices})
        return provinces[self.province]

    def check(self) -> None:
        super().check()
        self.chosen()

    def within(self, municipalities: MunicipalityQuerySet) -> MunicipalityQuerySet:
        province = self.chosen()
        return municipalities.filter(province=province) if province else municipalities


class InPages(Schema):
    page: int = Field(1, ge=1, le=LAST_PAGE, description=_("Which page."))
    per_page: int = Field(500, ge=1, le=MOST_ON_A_PAGE, description=_("How many rows a page has."))

    @property
    def part(self) -> slice:
        """Which of all rows."""
        return slice((self.page - 1) * self.per_page, self.page * self.per_page)


def refuse_what_nobody_reads(request: Any, known: set[str]) -> None:
    """A misspelt parameter would silently give everything. Raises WrongQuestion."""
    for name in request.GET:
        if name not in known:
            raise WrongQuestion(name, gettext("This parameter does not exist here."))
