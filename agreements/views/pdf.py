"""The drafts on paper, at any time; what is final is stored, and handed out by `views.finals`."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import StaffRequest
from agreements import pdf
from agreements.models import Addendum, Agreement, Source
from papers.printing.drafts import draft_response


@require_safe
def agreement_pdf(request: StaffRequest, pk: int) -> HttpResponse:
    return _draft(request, get_object_or_404(Agreement.objects.for_paper(), pk=pk))


@require_safe
def addendum_pdf(request: StaffRequest, pk: int) -> HttpResponse:
    return _draft(request, get_object_or_404(Addendum.objects.for_paper(), pk=pk))


def _draft(request: StaffRequest, source: Source) -> HttpResponse:
    paper = pdf.checked_paper(source, on=timezone.localdate())
    return draft_response(request, pdf.finished_html(paper), filename=pdf.filename(paper))
