"""What a number counts, and why."""

from typing import Any

from django.db.models import F
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.paging import ordered, paged
from accounts.requests import StaffRequest
from accounts.templatetags.filters import in_words
from dashboards.counted import AskedFigure, Counted, CountedTable
from dashboards.days import AskedDay
from dashboards.definition_versions import defined
from dashboards.definitions import Figure, figure_of
from dashboards.listings import of_figure, of_verdicts
from dashboards.standings import standings_of
from dashboards.verdicts import verdicts_of
from exports import sending
from municipalities.models import Municipality


@require_safe
def definition_list(request: StaffRequest) -> HttpResponse:
    return render(request, "dashboards/definition_list.html", {"definitions": defined()})


@require_safe
def figure_detail(request: StaffRequest, code: str) -> HttpResponseBase:
    figure = figure_of(code)
    if figure is None:
        raise Http404
    asked = AskedFigure(request)
    context: dict[str, Any] = {"figure": figure, "filterset": asked}
    counted = _counted(figure, asked)
    if sending.is_asked(request):
        return _exported(request, asked, counted)
    if counted:
        table = paged(request, CountedTable(figure, counted.rows()))
        table.explain(counted)
        context |= {"counted": counted, "table": table}
    return render(request, "dashboards/figure_detail.html", context)


def _counted(figure: Figure, asked: AskedFigure) -> Counted | None:
    """None while a day or a place is wrong."""
    if asked.asked is None:
        return None
    return Counted(figure, asked.asked, standings_of(asked.asked, asked.municipalities()))


def _exported(request: StaffRequest, asked: AskedFigure, counted: Counted | None) -> HttpResponseBase:
    if counted is None:
        return sending.refuse_filter(request)
    rows = ordered(request, CountedTable(counted.figure, counted.rows())).data.data
    return sending.send(request, of_figure(counted, rows, in_words(asked)))


@require_safe
def municipality_counted(request: StaffRequest, nis: str) -> HttpResponseBase:
    asked = AskedDay(request)
    municipality = _municipality_or_404(nis, asked)
    verdicts = verdicts_of(municipality, asked.asked) if asked.asked else []
    if sending.is_asked(request):
        if asked.asked is None:
            return sending.refuse_filter(request)
        return sending.send(request, of_verdicts(municipality, asked.asked, verdicts))
    context = {"municipality": municipality, "asked": asked, "verdicts": verdicts}
    return render(request, "dashboards/municipality_counted.html", context)


def _municipality_or_404(nis: str, asked: AskedDay) -> Municipality:
    """The one with this code as known then; else the one that has it now, or had it until its merger was undone."""
    ever = Municipality.ever.filter(nis=nis).order_by(F("undone_at").desc(nulls_first=True))
    known = ever.existing_on(asked.day, known_at=asked.known_at).first() if asked.day and asked.known_at else None
    found: Municipality | None = known or ever.first()
    if found is None:
        raise Http404
    return found
