"""The days of mergers, and the work list of each."""

from datetime import date

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.paging import page_of
from accounts.permissions import require
from accounts.requests import StaffRequest
from agreements.forms.mergers import CarryOutForm
from dashboards.filters import MergerFilter
from dashboards.foreseeing import Foreseen, foresee
from dashboards.merger_listings import MERGER_DAYS, MERGERS, PLANNED, PLANNED_MERGERS, lines_of
from dashboards.mergers import in_numbers, merger_days
from exports import sending
from exports.extracts import Extract
from municipalities.backdating import FIELD, late_reason_field
from municipalities.models import Municipality, PlannedMerger
from municipalities.models.municipality import MunicipalityQuerySet
from municipalities.permissions import may_edit_reference_data


@require_safe
def merger_list(request: StaffRequest) -> HttpResponseBase:
    today = timezone.localdate()
    days = merger_days(on=today)
    may_prepare = may_edit_reference_data(request.user)
    waiting = PlannedMerger.objects.waiting().for_list() if may_prepare else PlannedMerger.objects.none()
    if sending.is_asked(request):
        if sending.table_asked(request) == PLANNED:
            return sending.send(request, Extract(listing=PLANNED_MERGERS, rows=waiting))
        return sending.send(request, Extract(listing=MERGER_DAYS, rows=days))
    carried_out = PlannedMerger.objects.carried_out().for_list() if may_prepare else PlannedMerger.objects.none()
    context = {
        "days": page_of(request, days),
        "today": today,
        "may_prepare": may_prepare,
        "waiting": waiting,
        "carried_out": carried_out,
    }
    return render(request, "dashboards/merger_list.html", context)


@require_safe
def merger_day(request: StaffRequest, day: str) -> HttpResponseBase:
    on = _day_or_404(day)
    filterset = MergerFilter(request.GET, queryset=_successors_or_404(on), request=request)
    rows = filterset.rows(on)
    if sending.is_asked(request):
        return sending.send_rows(request, MERGERS, lines_of(rows), filterset, day=on)
    context = {
        "day": on,
        "ahead": on > timezone.localdate(),
        "filterset": filterset,
        "mergers": page_of(request, rows),
        "numbers": in_numbers(rows),
    }
    return render(request, "dashboards/merger_day.html", context)


def _successors_or_404(on: date) -> MunicipalityQuerySet:
    """Those of the mergers of the day."""
    successors = Municipality.objects.filter(predecessor_links__took_effect_on=on).distinct()
    if not successors.exists():
        raise Http404
    return successors


def _day_or_404(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Http404 from error


def planned_merger_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """Others may not, by whatever method; administrators only look here."""
    require(may_edit_reference_data(request.user))
    return _planned_merger(request, pk)


@require_safe
def _planned_merger(request: StaffRequest, pk: int) -> HttpResponse:
    planned = get_object_or_404(PlannedMerger.objects.for_detail(), pk=pk)
    foreseen = form = None
    if planned.carried_out_at is None:
        foreseen = foresee(planned, by=request.user, today=timezone.localdate())
        form = _carry_out_form(planned, foreseen)
    context = {
        "planned": planned,
        "foreseen": foreseen,
        "form": form,
        "undoing": planned.undoing,
        "today": timezone.localdate(),
    }
    return render(request, "dashboards/planned_merger_detail.html", context)


def _carry_out_form(planned: PlannedMerger, foreseen: Foreseen) -> CarryOutForm:
    form = CarryOutForm(initial={"shown": planned.version})
    if foreseen.published:
        form.fields[FIELD] = late_reason_field([])  # the page lists what changes
    return form
