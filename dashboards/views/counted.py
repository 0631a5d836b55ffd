"""What a number counts, and why."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.paging import paged
from accounts.requests import StaffRequest
from dashboards.counted import AskedFigure, Counted, CountedTable
from dashboards.definitions import figure_of
from dashboards.standings import standings_of


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
