"""The figures of a day: of all provinces, of one, of a region."""

from functools import partial
from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.paging import page_of
from accounts.requests import StaffRequest
from dashboards import listings, sheets
from dashboards.days import AskedDay
from dashboards.figures import Figures, figures
from dashboards.map import draw
from dashboards.panel import panel_of
from dashboards.pictures.moments import steps_of
from dashboards.places import by_state, in_order_of_state, neighbours
from dashboards.views.exporting import export_figures
from exports import sending
from municipalities.models import Province, Region

# More than any province or region has today, and as much as a page can bear to write out.
ROWS = 100


@require_safe
def overview(request: StaffRequest) -> HttpResponseBase:
    asked = AskedDay(request)
    if sending.is_asked(request):
        return export_figures(request, asked, listings.of_overview)
    context: dict[str, Any] = {"asked": asked, "panel": panel_of(request.user, on=asked.today)}
    if asked.day:
        context |= _of_all(figures(on=asked.day, known_at=asked.known_at))
        context["steps"] = steps_of(asked)
    return render(request, "dashboards/overview.html", context)


@require_safe
def province_detail(request: StaffRequest, nis: str) -> HttpResponseBase:
    provinces = list(Province.objects.all())
    province = get_object_or_404(Province, nis=nis)
    asked = AskedDay(request)
    if sending.is_asked(request):
        return export_figures(request, asked, partial(listings.of_place, province))
    context: dict[str, Any] = {"asked": asked, "place": province, "neighbours": neighbours(province, provinces)}
    if asked.day:
        found = figures(on=asked.day, known_at=asked.known_at)
        context |= _of_place(request, found, province)
        rows = found.standings_of(province)
        context["map"] = draw(rows, on=asked.day, known_at=asked.known_at, province=province.nis)
        context["steps"] = steps_of(asked)
    return render(request, "dashboards/province_detail.html", context)


@require_safe
def region_detail(request: StaffRequest, pk: int) -> HttpResponseBase:
    regions = list(Region.objects.all())
    region = get_object_or_404(Region.objects.select_related("province"), pk=pk)
    asked = AskedDay(request)
    if sending.is_asked(request):
        return export_figures(request, asked, partial(listings.of_place, region))
    context: dict[str, Any] = {"asked": asked, "place": region, "neighbours": neighbours(region, regions)}
    if asked.day:
        context |= _of_place(request, figures(on=asked.day, known_at=asked.known_at), region)
    return render(request, "dashboards/region_detail.html", context)


def _of_all(found: Figures) -> dict[str, Any]:
    return {
        "found": found,
        "provinces": sheets.of_provinces(found),
        "regions": sheets.of_regions(found),
        "legend": sheets.legend(found, None),
        "map": draw(found.standings, on=found.on, known_at=found.known_at),
    }


def _of_place(request: StaffRequest, found: Figures, place: Province | Region) -> dict[str, Any]:
    page = page_of(request, in_order_of_state(found.standings_of(place)), usual=ROWS)
    return {
        "found": found,
        "sheet": sheets.of_place(found, place),
        "page": page,
        "groups": by_state(page),
        "legend": sheets.legend(found, place),
        "row": found.row_of(place),
    }
