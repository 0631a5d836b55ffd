"""How the period of an agreement lies against the terms of local government."""

from collections.abc import Iterable
from datetime import date, timedelta

from municipalities.models import Term


def usual_period(day: date) -> dict[str, date]:
    """From the next new year to the end of the year after the term; nothing where no term is known."""
    term = Term.objects.filter(starts_on__lte=day, ends_on__gte=day).first()
    if term is None:
        return {}
    return {"starts_on": date(day.year + 1, 1, 1), "ends_on": date(term.ends_on.year + 1, 12, 31)}


def leaves_term(starts_on: date | None, ends_on: date | None) -> bool:
    """Whether the period ends later than the end of the year after the term in which it begins.

    Up to there it is usual: the next council needs a year to agree anew. A first day outside every known term
    leaves the term too. A period with a day missing does not: that is asked for elsewhere.
    """
    if starts_on is None or ends_on is None:
        return False
    term = Term.objects.filter(starts_on__lte=starts_on, ends_on__gte=starts_on).first()
    return term is None or ends_on > date(term.ends_on.year + 1, 12, 31)


def next_period(last_day: date | None, *, on: date, terms: Iterable[Term]) -> tuple[date | None, date | None]:
    """From the day after the last one, or else the next new year, to the end of the year after the term.

    Where no term is known, the last day stays open; after the last day of the calendar, both do.
    """
    if last_day == date.max:
        return None, None
    starts_on = last_day + timedelta(days=1) if last_day and last_day >= on else date(on.year + 1, 1, 1)
    term = next((one for one in terms if one.starts_on <= starts_on <= one.ends_on), None)
    return starts_on, date(term.ends_on.year + 1, 12, 31) if term else None
