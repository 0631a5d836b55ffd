from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.paging import page_of, paged
from accounts.requests import StaffRequest
from dashboards.dossiers import dossier_of
from dashboards.filters import MunicipalityFilter
from dashboards.listings import MUNICIPALITIES, definition_of
from dashboards.mergers import undecided_of
from dashboards.tables import MunicipalityTable
from dashboards.timeline import timeline_of
from exports import sending
from municipalities.changes import changes_to
from municipalities.listings import history_of
from municipalities.models import Municipality
from municipalities.permissions import may_edit_municipality, may_write_about


@require_safe
def municipality_list(request: StaffRequest) -> HttpResponseBase:
    filterset = MunicipalityFilter(request.GET, queryset=Municipality.ever.all(), request=request)
    day, table = filterset.day, MunicipalityTable(filterset.rows(), on=filterset.day)
    if sending.is_asked(request):
        counted = [definition_of(filterset.counted_under)] if filterset.counted_under else []
        clocks = {"day": day, "known_at": filterset.known_at}
        return sending.send_list(request, MUNICIPALITIES, table, filterset, **clocks, definitions=counted)
    context = {"filterset": filterset, "table": paged(request, table)}
    return render(request, "dashboards/municipality_list.html", context)


@require_safe
def municipality_detail(request: StaffRequest, nis: str) -> HttpResponse:
    municipality = Municipality.objects.for_detail().filter(nis=nis).first()
    if municipality is None:
        return _undone_or_404(request, nis)
    dossier = dossier_of(municipality, on=timezone.localdate())
    events = timeline_of(municipality, dossier.lineage, on=dossier.on)
    context = {
        "municipality": municipality,
        "dossier": dossier,
        "events": page_of(request, events),
        "undecided": undecided_of(municipality, on=dossier.on),
        "may_write": may_write_about(request.user, municipality),
        "may_edit": may_edit_municipality(request.user, municipality),
    }
    return render(request, "dashboards/municipality_detail.html", context)


@require_safe
def municipality_history(request: StaffRequest, nis: str) -> HttpResponseBase:
    municipality = get_object_or_404(Municipality, nis=nis)
    changes = changes_to(municipality)
    if sending.is_asked(request):
        return sending.send(request, history_of(municipality, changes))
    context = {"municipality": municipality, "changes": page_of(request, changes)}
    return render(request, "dashboards/municipality_history.html", context)


def _undone_or_404(request: StaffRequest, nis: str) -> HttpResponse:
    """A municipality that a list of an earlier moment names has no page once its merger was undone."""
    undone = Municipality.ever.filter(nis=nis).order_by("-undone_at").first()
    if undone is None:
        raise Http404
    words = {"name": undone.name, "day": date_format(timezone.localdate(undone.undone_at))}
    messages.info(request, _("%(name)s came from a merger that was undone on %(day)s, so it has no page.") % words)
    return redirect("dashboards:municipality_list")
