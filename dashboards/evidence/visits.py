"""Why a municipality counts as visited or not."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from dashboards.evidence.reason import Reason, Recorded, counting_since, recorded_in_history
from dashboards.evidence.rows import CountedRow
from dashboards.facts import Asked
from dashboards.timeline import VISITS
from municipalities.models import Municipality, Visit


def of_visits(asked: Asked, rows: Sequence[CountedRow]) -> list[list[Reason]]:
    """The first visit of the term; without one, that there is none and what comes nearest to it."""
    found = _telling(asked, [row.municipality_id for row in rows])
    visits = _Visits(asked, (pk for telling in found.values() for pk in telling))
    return [visits.reasons(row, *found[row.municipality_id]) for row in rows]


def _telling(asked: Asked, municipalities: Iterable[int]) -> dict[int, tuple[int | None, ...]]:
    """Per municipality the first visit of the term, the last visit ever and the last contact without one."""
    held = asked.rows(Visit).filter(municipality=OuterRef("pk"), status=Visit.Status.HELD, held_on__lte=asked.on)
    visits = held.filter(kind__in=Visit.EFFECTIVE_KINDS)
    contacts = held.exclude(kind__in=Visit.EFFECTIVE_KINDS).filter(held_on__gte=asked.term.starts_on)
    first = visits.filter(held_on__gte=asked.term.starts_on).order_by("held_on", "id")
    rows = Municipality.ever.filter(pk__in=list(municipalities)).values_list(
        "pk",
        Subquery(first.values("id")[:1]),
        Subquery(visits.order_by("-held_on", "-id").values("id")[:1]),
        Subquery(contacts.order_by("-held_on", "-id").values("id")[:1]),
    )
    return {pk: telling for pk, *telling in rows.order_by()}


class _Visits:
    """Visits as they were known, with who recorded them."""

    def __init__(self, asked: Asked, ids: Iterable[int | None]) -> None:
        self.asked = asked
        wanted = {pk for pk in ids if pk is not None}
        self.rows: dict[int | None, Visit] = {one.pk: one for one in asked.rows(Visit).filter(id__in=wanted)}
        self.history = recorded_in_history(Visit, asked, wanted)

    def reasons(self, row: CountedRow, first: int | None, last: int | None, contact: int | None) -> list[Reason]:
        if row.standing.visited:
            return [self.reason(first)]
        term = str(self.asked.term)
        none = Reason(_("No visit in the term %(term)s up to this day") % {"term": term})
        nearest = [self.reason(pk) for pk in (contact, last) if pk is not None]
        if last is None:
            nearest.append(Reason(_("Never visited before")))
        return [none, *nearest]

    def reason(self, pk: int | None) -> Reason:
        visit = self.rows[pk]
        notes: tuple[str, ...] = ()
        if visit.held_on < self.asked.term.starts_on:
            notes = (_("The last visit, in an earlier term."),)
        elif not visit.is_effective:
            notes = (_("A contact, not a visit."),)
        return Reason(
            what=str(VISITS[visit.kind]),
            on=visit.held_on,
            url=visit.get_absolute_url(),
            notes=notes,
            recorded=self._recorded(visit),
        )

    def _recorded(self, visit: Visit) -> Recorded | None:
        """When it began to count as it does: held, by then, and in the same or not in the same term."""

        def counts(row: Any) -> bool:
            return (
                row.status == Visit.Status.HELD
                and (row.kind in Visit.EFFECTIVE_KINDS) == visit.is_effective
                and row.held_on <= self.asked.on
                and (row.held_on >= self.asked.term.starts_on) == (visit.held_on >= self.asked.term.starts_on)
            )

        return counting_since(self.history.get(visit.pk, []), counts)
