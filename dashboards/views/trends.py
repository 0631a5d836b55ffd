"""The figures in pictures: of all municipalities, of a province, of a region."""

from functools import partial
from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.paging import ordered, paged
from accounts.requests import StaffRequest
from accounts.templatetags.filters import in_words
from agreements.models import Stage
from dashboards.counted import AskedFigure
from dashboards.days import AskedDay
from dashboards.figures import Figures, figures
from dashboards.pictures.coming_reviews import coming_reviews_of
from dashboards.pictures.funnel import WAY, Counted, funnel_of
from dashboards.pictures.listings import of_pictures
from dashboards.pictures.progress import progress_of
from dashboards.pictures.trend import trend_of
from dashboards.pictures.trend_drawing import drawing_of
from dashboards.pictures.way_list import SENTENCES, WayList, WayTable, extract_of, name_of, way_list_of
from dashboards.places import Place
from dashboards.views.exporting import export_figures
from exports import sending
from municipalities.models import Province, Region
from municipalities.permissions import may_set_targets


@require_safe
def trends(request: StaffRequest) -> HttpResponseBase:
    return _page(request, None)


@require_safe
def province_trends(request: StaffRequest, nis: str) -> HttpResponseBase:
    return _page(request, get_object_or_404(Province, nis=nis))


@require_safe
def region_trends(request: StaffRequest, pk: int) -> HttpResponseBase:
    return _page(request, get_object_or_404(Region, pk=pk))


def _page(request: StaffRequest, place: Place | None) -> HttpResponseBase:
    asked = AskedDay(request)
    if sending.is_asked(request):
        return export_figures(request, asked, partial(of_pictures, place))
    context: dict[str, Any] = {"asked": asked, "place": place, "provinces": Province.objects.all()}
    if asked.day:
        found = figures(on=asked.day, known_at=asked.known_at)
        context |= {"found": found, **_pictures(found, place)}
        regions = [row.region for row in context["progress"]]
        context["may_set"] = [region for region in regions if may_set_targets(request.user, region)]
    return render(request, "dashboards/trends.html", context)


def _pictures(found: Figures, place: Place | None) -> dict[str, Any]:
    return {
        "trend": drawing_of(trend_of(place, found.asked), place, known_at=found.known_at),
        "progress": progress_of(found, place),
        "funnel": funnel_of(place, found.asked),
        "reviews": coming_reviews_of(place, found),
    }


@require_safe
def way_list(request: StaffRequest, stage: str, counted: str) -> HttpResponseBase:
    """What a number of the way to an agreement counts."""
    if stage not in WAY or counted not in Counted:
        raise Http404
    what = Stage(stage), Counted(counted)
    asked = AskedFigure(request)
    listed = way_list_of(*what, asked)
    if sending.is_asked(request):
        return _exported(request, asked, listed)
    context: dict[str, Any] = {
        "filterset": asked,
        "name": name_of(*what),
        "sentence": SENTENCES[what[1]],
        "listed": listed,
    }
    if listed:
        context["table"] = paged(request, WayTable(listed))
        context["table"].explain()
    return render(request, "dashboards/way_list.html", context)


def _exported(request: StaffRequest, asked: AskedFigure, listed: WayList | None) -> HttpResponseBase:
    if listed is None:
        return sending.refuse_filter(request)
    rows = ordered(request, WayTable(listed)).data.data
    return sending.send(request, extract_of(listed, rows, in_words(asked)))
