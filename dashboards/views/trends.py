"""The figures in pictures: of all municipalities, of a province, of a region."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.requests import StaffRequest
from dashboards.days import AskedDay
from dashboards.facts import Asked
from dashboards.figures import figures
from dashboards.pictures.coming_reviews import coming_reviews_of
from dashboards.pictures.funnel import funnel_of
from dashboards.pictures.progress import progress_of
from dashboards.pictures.trend import trend_of
from dashboards.pictures.trend_drawing import drawing_of
from dashboards.places import Place
from municipalities.models import Province, Region
from municipalities.permissions import may_set_targets


@require_safe
def trends(request: StaffRequest) -> HttpResponse:
    return _page(request, None)


@require_safe
def province_trends(request: StaffRequest, nis: str) -> HttpResponse:
    return _page(request, get_object_or_404(Province, nis=nis))


@require_safe
def region_trends(request: StaffRequest, pk: int) -> HttpResponse:
    return _page(request, get_object_or_404(Region, pk=pk))


def _page(request: StaffRequest, place: Place | None) -> HttpResponse:
    asked = AskedDay(request)
    context: dict[str, Any] = {"asked": asked, "place": place, "provinces": Province.objects.all()}
    if asked.day:
        found = figures(on=asked.day, known_at=asked.known_at)
        clocks = Asked(found.on, found.term, found.known_at)
        rows = progress_of(found, place)
        context |= {
            "found": found,
            "trend": drawing_of(trend_of(place, clocks), place, known_at=asked.known_at),
            "progress": rows,
            "funnel": funnel_of(place, clocks),
            "reviews": coming_reviews_of(place, clocks),
            "may_set": [row.region for row in rows if may_set_targets(request.user, row.region)],
        }
    return render(request, "dashboards/trends.html", context)
