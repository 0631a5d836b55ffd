from collections.abc import Callable

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from accounts.requests import StaffRequest
from dashboards.days import AskedDay
from dashboards.figures import Figures, figures
from exports import sending
from exports.extracts import Extract


def export_figures(
    request: StaffRequest, asked: AskedDay, extract_of: Callable[[Figures, str], Extract]
) -> HttpResponseBase:
    """The table of the page that is asked for, of the figures of its day; back to the page while the day is wrong."""
    if asked.day is None:
        return sending.refuse(request, _("Nothing was exported: the day is not right yet."))
    found = figures(on=asked.day, known_at=asked.known_at)
    return sending.send(request, extract_of(found, sending.table_asked(request)))
