"""Answers of the invented world: one that a correction followed, and one that no longer comes out of the register.

Each rests on what the register knew on a day of the past, as `agreements.demo.recording` tells it. What was recorded
later is a visit that nobody had written down.
"""

from datetime import date, timedelta

from django.db import transaction
from simple_history.utils import bulk_create_with_history

from accounts.models import User
from agreements.demo.recording import learned
from dashboards.figures import figures
from municipalities.models import LateEntry, Municipality, Visit
from publications import actions
from publications.lateness import published_figures
from publications.models import Draft, Kind, Publication

REPORT = "Verzonnen: het verslag van dit bezoek lag nog bij een collega die intussen elders werkt."
WHY_LATE = "Verzonnen: het bezoek stond alleen in de agenda van wie het bracht."
WHY_CORRECTED = "Verzonnen: een bezoek van eind november stond nog niet in het register."


@transaction.atomic
def build(*, by: User, today: date) -> list[Publication]:
    """A yearly report, its correction, an answer that is wrong by now, and a draft."""
    report = _give_yearly_report(by, year=today.year - 1 if today.month >= 7 else today.year - 2)
    question = _answer_question(by, today=today)
    Draft.objects.create(kind=Kind.PRESS, figures_on=today, answered_on=today, made_by=by)
    return [*report, question]


def _give_yearly_report(by: User, *, year: int) -> list[Publication]:
    """Given in February; in April a visit of November turns up, in May a correction follows."""
    what = {"kind": Kind.ANNUAL_REPORT, "number": str(year), "figures_on": date(year, 12, 31), "made_by": by}
    wrong = _publish(Draft(known_on=date(year + 1, 2, 12), answered_on=date(year + 1, 2, 16), **what))
    _record_late_visit(held_on=date(year, 11, 24), missing_on=date(year, 12, 31), recorded_after=date(year + 1, 4, 14))
    days = {"known_on": date(year + 1, 5, 7), "answered_on": date(year + 1, 5, 11)}
    return [wrong, _publish(Draft(succeeds=wrong, reason=WHY_CORRECTED, **what, **days))]


def _answer_question(by: User, *, today: date) -> Publication:
    """A visit from before the day of its figures is recorded after the answer, which nobody corrected yet."""
    asked_on = today - timedelta(days=42)
    begins = asked_on.year if asked_on.month >= 9 else asked_on.year - 1
    given = _publish(
        Draft(
            kind=Kind.WRITTEN_QUESTION,
            number=f"nr. 88 ({begins}-{begins + 1})",
            asked_on=asked_on,
            figures_on=asked_on,
            known_on=today - timedelta(days=21),
            answered_on=today - timedelta(days=19),
            made_by=by,
        )
    )
    held_on, recorded_after = asked_on - timedelta(days=12), today - timedelta(days=9)
    _record_late_visit(held_on=held_on, missing_on=asked_on, recorded_after=recorded_after)
    return given


def _publish(draft: Draft) -> Publication:
    draft.save()
    shown = actions.prepared(draft, actions.counted(draft), by=draft.made_by)
    return actions.publish(draft, by=draft.made_by, shown=actions.mark_of(shown))


def _record_late_visit(*, held_on: date, missing_on: date, recorded_after: date) -> None:
    """To a municipality that did not count as visited in what was given out, with the reason."""
    municipality = _not_visited(missing_on)
    by, at = User.objects.get(fixed_municipalities=municipality), learned(recorded_after)
    published = published_figures([municipality], held_on)
    visit = Visit(municipality=municipality, held_on=held_on, kind=Visit.Kind.ON_THE_SPOT, report=REPORT)
    bulk_create_with_history([visit], Visit, default_user=by, default_date=at)
    LateEntry.objects.create(
        municipality=municipality,
        day=held_on,
        reason=WHY_LATE,
        changes="\n".join(published.changes() if published else []),
        recorded_by=by,
    )
    LateEntry.objects.filter(municipality=municipality, day=held_on).update(recorded_at=at)


def _not_visited(on: date) -> Municipality:
    standings = figures(on=on).standings
    line = next(one.municipality for one in standings if one.in_working_area and not one.visited)
    return Municipality.objects.get(pk=line.pk)
