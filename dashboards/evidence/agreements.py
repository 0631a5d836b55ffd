"""Why a municipality counts at a stage, as concluded, in force or lapsed; or why not."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from dashboards import facts
from dashboards.evidence.reason import Reason
from dashboards.evidence.rows import CountedRow
from dashboards.evidence.steps import Steps, telling_steps
from dashboards.evidence.takeovers import Takeovers
from dashboards.evidence.visits import of_visits
from dashboards.facts import Asked
from dashboards.standings import Standing

Reasons = list[list[Reason]]  # of each row


def of_stage(asked: Asked, rows: Sequence[CountedRow]) -> Reasons:
    """The latest step of the term, or one still open; without one the latest ever."""
    telling = telling_steps(asked, _ids(rows))
    latest = {
        row.municipality_id: row.standing.step.pk if row.standing.step else telling[row.municipality_id][2]
        for row in rows
    }
    steps = Steps(asked, latest.values())

    def reasons(row: CountedRow) -> list[Reason]:
        step = latest[row.municipality_id]
        if row.standing.step and step:
            return [steps.reason(step)]
        none = Reason(_("No step in the term %(term)s, and nothing left open") % {"term": asked.term})
        return [none, steps.reason(step, _("The latest step, in an earlier term."))] if step else [none]

    return [reasons(row) for row in rows]


def of_signature(asked: Asked, rows: Sequence[CountedRow]) -> Reasons:
    """The first signature of the term; without one the last of an earlier term."""
    telling = telling_steps(asked, _ids(rows))
    steps = Steps(asked, (pk for first, last, _latest in telling.values() for pk in (first, last)))

    def reasons(row: CountedRow) -> list[Reason]:
        first, last, _latest = telling[row.municipality_id]
        if first:
            return [steps.reason(first, steps.period(first))]
        none = Reason(_("No signature of its own in the term %(term)s up to this day") % {"term": asked.term})
        return [none, steps.reason(last, _("The last signature, in an earlier term."))] if last else [none]

    return [reasons(row) for row in rows]


def of_force(asked: Asked, rows: Sequence[CountedRow]) -> Reasons:
    """The agreements in force, and from whom they were taken over; without one the last that was signed."""
    telling = telling_steps(asked, _ids(rows))
    bound = {row.municipality_id: [one.signature_id for one in row.standing.held.agreements] for row in rows}
    last = {pk: signed for pk, (_first, signed, _latest) in telling.items()}
    steps = Steps(asked, [*last.values(), *(pk for some in bound.values() for pk in some)])
    takeovers = Takeovers(asked, [row.standing for row in rows])

    def reasons(row: CountedRow) -> list[Reason]:
        signatures = bound[row.municipality_id]
        if signatures:
            return [*_in_force(row.standing, steps, takeovers), *takeovers.missing(row.standing)]
        none = Reason(_("No agreement in force on this day"))
        signed = last[row.municipality_id]
        return [none, steps.reason(signed, steps.period(signed))] if signed else [none]

    return [reasons(row) for row in rows]


def _in_force(standing: Standing, steps: Steps, takeovers: Takeovers) -> Iterable[Reason]:
    for one in standing.held.agreements:
        yield steps.reason(one.signature_id, *takeovers.notes(standing, one), steps.period(one.signature_id))


def of_lapse(asked: Asked, rows: Sequence[CountedRow]) -> Reasons:
    """The agreement that reached its last day most recently, and what is in force since, if anything."""
    past = facts.past(asked, _ids(rows)).order_by("last_day", "pk")
    latest = {municipality_id: pk for pk, municipality_id in past.values_list("pk", "agreement__municipality")}
    steps = Steps(asked, latest.values())

    def reasons(row: CountedRow) -> list[Reason]:
        signed = latest.get(row.municipality_id)
        if not signed:
            return [Reason(_("No agreement of its own has reached its last day"))]
        lapse = steps.reason(signed, steps.period(signed))
        return [lapse, Reason(_("But an agreement is in force"))] if row.standing.in_force else [lapse]

    return [reasons(row) for row in rows]


def of_days(asked: Asked, rows: Sequence[CountedRow]) -> Reasons:
    """Both ends: the first visit and the first signature of the term."""
    ends = zip(of_visits(asked, rows), of_signature(asked, rows), strict=True)
    return [[*visit, *signature] for visit, signature in ends]


def _ids(rows: Sequence[CountedRow]) -> list[int]:
    return [row.municipality_id for row in rows]
