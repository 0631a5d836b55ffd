"""Anniversaries, on which yearly reviews come due: in Python for one agreement, in SQL for many."""

from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    Case,
    Count,
    DateField,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Greatest
from django.db.models.sql.compiler import SQLCompiler


def anniversary(day: date, year: int) -> date:
    """The same day in another year; 29 February becomes 1 March."""
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def anniversaries(day: date, *, until: date) -> list[date]:
    """Those of the day after it and up to `until`, oldest first."""
    found = (anniversary(day, year) for year in range(day.year + 1, until.year + 1))
    return [one for one in found if one <= until]


class DayNumber(Func):
    """A day as the integer that its digits spell, 20210426: a difference of 10,000 is a full year."""

    arity = 1
    output_field = IntegerField()
    template = "CAST(REPLACE(%(expressions)s, '-', '') AS integer)"

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="CAST(TO_CHAR(%(expressions)s, 'YYYYMMDD') AS integer)")


class DayBefore(Func):
    arity = 1
    output_field = DateField()
    template = "DATE(%(expressions)s, '-1 day')"

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="(%(expressions)s - 1)")


def count_of_reviews_overdue(*, on: date, signed_on: str, ended_on: str) -> Combinable:
    """For a queryset of agreements: the anniversaries in force before the day, less the reviews held for them by it.

    Zero where the agreement no longer runs on the day. `signed_on` and `ended_on` name annotations of that queryset.
    `agreements.reviews.due_reviews` says the same of one agreement.
    """
    yesterday = on - timedelta(days=1) if on > date.min else on
    passed = _full_years(F("starts_on"), Value(yesterday, output_field=DateField()))
    before_signature = _full_years(F("starts_on"), DayBefore(F(signed_on)))
    came_due = Greatest(passed - before_signature, Value(0))
    return Case(
        When(
            Q(**{f"{ended_on}__isnull": True}) | Q(**{f"{ended_on}__gte": on}),
            **{f"{signed_on}__isnull": False},
            starts_on__isnull=False,
            ends_on__gte=on,
            then=came_due - Coalesce(Subquery(_reviews_held(on, signed_on)), Value(0)),
        ),
        default=Value(0),
        output_field=IntegerField(),
    )


def _full_years(start: Combinable, end: Combinable) -> Combinable:
    """The anniversaries of a day that passed up to and including another day; 29 February comes back on 1 March."""
    return Greatest((DayNumber(end) - DayNumber(start)) / Value(10_000), Value(0))


def _reviews_held(on: date, signed_on: str) -> QuerySet:
    """How many reviews of the outer agreement were held by the day for an anniversary in force before it."""
    first_day = OuterRef("starts_on")
    return (
        apps.get_model("agreements", "Review")
        .objects.filter(
            agreement=OuterRef("pk"),
            held_on__lte=on,
            due_on__lt=on,
            due_on__gt=first_day,
            due_on__gte=OuterRef(signed_on),
        )
        .alias(is_anniversary=_full_years(first_day, F("due_on")) - _full_years(first_day, DayBefore(F("due_on"))))
        .filter(is_anniversary=1)
        .order_by()
        .values("agreement")
        .annotate(number=Count("pk"))
        .values("number")
    )
