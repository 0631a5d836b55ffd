"""The figures in pictures: of all municipalities, of a province, of a region."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.requests import StaffRequest
from dashboards.days import AskedDay
from dashboards.facts import Asked
from dashboards.pictures.trend import trend_of
from dashboards.pictures.trend_drawing import drawing_of
from dashboards.places import Place
from municipalities.models import Province, Region, Term


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
        clocks = Asked(asked.day, Term.objects.of(asked.day), asked.known_at)
        context["trend"] = drawing_of(trend_of(place, clocks), place, known_at=asked.known_at)
    return render(request, "dashboards/trends.html", context)
