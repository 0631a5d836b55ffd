"""What was given out: the list, one answer, the municipalities behind a number, the sealed document."""

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.paging import page_of, paged
from accounts.requests import StaffRequest
from dashboards.definitions import Unit
from exports import sending
from publications.answer.making import paper_of
from publications.answer.screen import lists_given
from publications.filters import PublicationFilter
from publications.listings import PUBLICATIONS, figures_of, municipalities_of
from publications.models import Clock, Draft, Publication, with_outcome
from publications.permissions import may_publish
from publications.sheets import by_province, definitions_of, number_of, sheet_of
from publications.tables import PublicationTable
from publications.verifying import found_now


@require_safe
def publication_list(request: StaffRequest) -> HttpResponseBase:
    filterset = PublicationFilter(request.GET, queryset=with_outcome(Publication.objects.for_list()), request=request)
    table = PublicationTable(filterset.qs)
    if sending.is_asked(request):
        return sending.send_list(request, PUBLICATIONS, table, filterset)
    context = {
        "filterset": filterset,
        "table": paged(request, table),
        "drafts": Draft.objects.select_related("made_by"),
        "may_publish": may_publish(request.user),
    }
    return render(request, "publications/publication_list.html", context)


@require_safe
def publication_detail(request: StaffRequest, pk: int) -> HttpResponseBase:
    publication = _publication(pk)
    if not publication.is_intact:
        return _of_a_broken_seal(request, publication)
    if sending.is_asked(request):
        return sending.send(request, figures_of(publication))
    context = {
        "publication": publication,
        "sheet": sheet_of(publication),
        "agreements": by_province(publication, "concluded"),
        "paper": None if publication.before_register else paper_of(publication, lists=lists_given(publication)),
        "may_publish": may_publish(request.user),
        "now": found_now(publication, at=timezone.now()),
        "then": publication.verifications.filter(clock=Clock.THEN).order_by("-pk").first(),
    }
    return render(request, "publications/publication_detail.html", context)


@require_safe
def publication_verifications(request: StaffRequest, pk: int) -> HttpResponse:
    """Everything that was ever found, newest first."""
    publication = _publication(pk)
    context = {"publication": publication, "verifications": page_of(request, publication.verifications.all())}
    return render(request, "publications/publication_verifications.html", context)


@require_safe
def publication_figure(request: StaffRequest, pk: int, code: str) -> HttpResponseBase:
    """The municipalities that a figure counted, as they were called then."""
    publication = _publication(pk)
    if not publication.is_intact:
        return redirect(publication)
    figure = next((one for one in definitions_of(publication) if one.code == code), None)
    if figure is None:
        raise Http404
    if sending.is_asked(request):
        return sending.send(request, municipalities_of(publication, figure))
    provinces = by_province(publication, code, figure.unit)
    context = {
        "publication": publication,
        "figure": figure,
        "provinces": provinces,
        "number": number_of(figure.unit, [listed for one in provinces for listed in one.places]),
        "unit": Unit(figure.unit).label,
        "with_numbers": figure.unit != Unit.MUNICIPALITIES,
    }
    return render(request, "publications/publication_figure.html", context)


@require_safe
def publication_document(request: StaffRequest, pk: int) -> HttpResponse:
    """All that was said, as the bytes that the SHA-256 is taken of; with a broken seal what stands there now."""
    publication = _publication(pk)
    response = HttpResponse(publication.canonical(), content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="publicatie-{publication.pk}.json"'
    return response


def _of_a_broken_seal(request: StaffRequest, publication: Publication) -> HttpResponse:
    """What still can be told of it. Its figures cannot: nobody knows whether they were ever given out."""
    context = {
        "publication": publication,
        "digest": publication.digest(),
        "found": publication.verifications.filter(is_intact=False).first(),
        "may_publish": may_publish(request.user),
    }
    return render(request, "publications/publication_seal_broken.html", context)


def _publication(pk: int) -> Publication:
    publication: Publication = get_object_or_404(Publication.objects.for_detail(), pk=pk)
    return publication
