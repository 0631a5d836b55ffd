"""Why a municipality is in the working area."""

from collections import defaultdict
from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dashboards.evidence.reason import Reason, Recorded
from dashboards.evidence.rows import CountedRow
from dashboards.facts import Asked
from dashboards.timeline import names
from municipalities.lineage import undone_by
from municipalities.models import Municipality, Succession


def of_area(asked: Asked, rows: Sequence[CountedRow]) -> list[list[Reason]]:
    """Since when it exists, and that it has no agency of its own."""
    ids = [row.municipality_id for row in rows]
    here = {one.pk: one for one in Municipality.ever.filter(pk__in=ids)}
    before: dict[int, list[Municipality]] = defaultdict(list)
    links = Succession.objects.by(asked.on, known_at=asked.known_at).predecessors_of(ids)
    undone = (link for link in undone_by(asked.on, known_at=asked.known_at) if link.successor_id in here)
    for link in sorted([*links, *undone], key=lambda link: link.predecessor.name):
        before[link.successor_id].append(link.predecessor)
    return [[_reason(here[pk], before[pk])] for pk in ids]


def _reason(municipality: Municipality, before: list[Municipality]) -> Reason:
    if municipality.in_working_area:
        what = _("Exists on this day, and the agency itself works for it")
    else:
        what = _("Has an agency of its own: %(agency)s") % {"agency": municipality.get_agency_display()}
    notes = []
    if municipality.starts_on:
        notes.append(_("Exists since %(day)s.") % {"day": date_format(municipality.starts_on)})
    if before:
        notes.append(_("Took in %(names)s.") % {"names": names(before)})
    if municipality.recorded_at is None:
        notes.append(_("From the official list of municipalities."))
    recorded = Recorded(municipality.recorded_at, "") if municipality.recorded_at else None
    return Reason(what, notes=tuple(notes), recorded=recorded)
