"""What a number counts, and why."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.paging import paged
from accounts.requests import StaffRequest
from dashboards.counted import AskedFigure, Counted, CountedTable
from dashboards.days import AskedDay
from dashboards.definitions import figure_of
from dashboards.standings import standings_of
from dashboards.verdicts import verdicts_of
from municipalities.models import Municipality


@require_safe
def figure_detail(request: StaffRequest, code: str) -> HttpResponse:
    figure = figure_of(code)
    if figure is None:
        raise Http404
    filterset = AskedFigure(request)
    context: dict[str, Any] = {"figure": figure, "filterset": filterset}
    if filterset.asked:
        counted = Counted(figure, filterset.asked, standings_of(filterset.asked, filterset.municipalities()))
        table = paged(request, CountedTable(figure, counted.rows()))
        table.explain(counted)
        context |= {"counted": counted, "table": table}
    return render(request, "dashboards/figure_detail.html", context)


@require_safe
def municipality_counted(request: StaffRequest, nis: str) -> HttpResponse:
    municipality = get_object_or_404(Municipality, nis=nis)
    asked = AskedDay(request)
    context: dict[str, Any] = {"municipality": municipality, "asked": asked}
    if asked.asked:
        context["verdicts"] = verdicts_of(municipality, asked.asked)
    return render(request, "dashboards/municipality_counted.html", context)
