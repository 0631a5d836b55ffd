"""The days of mergers, and the work list of each."""

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.paging import page_of
from accounts.requests import StaffRequest
from dashboards.filters import MergerFilter
from dashboards.mergers import merger_days
from municipalities.models import Municipality


@require_safe
def merger_list(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate()
    context = {"days": page_of(request, merger_days(on=today)), "today": today}
    return render(request, "dashboards/merger_list.html", context)


@require_safe
def merger_day(request: StaffRequest, day: str) -> HttpResponse:
    on = _day_or_404(day)
    successors = Municipality.objects.filter(predecessor_links__took_effect_on=on).distinct()
    if not successors.exists():
        raise Http404
    filterset = MergerFilter(request.GET, queryset=successors, request=request)
    rows = filterset.rows(on)
    context = {
        "day": on,
        "today": timezone.localdate(),
        "filterset": filterset,
        "mergers": page_of(request, rows),
        "undecided": sum(row.undecided for row in rows),
    }
    return render(request, "dashboards/merger_day.html", context)


def _day_or_404(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Http404 from error
