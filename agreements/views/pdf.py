"""The draft of an agreement on paper, at any time; what is final is stored, and handed out by `views.finals`."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import StaffRequest
from agreements import pdf
from agreements.models import Agreement
from papers.printing.drafts import draft_response


@require_safe
def agreement_pdf(request: StaffRequest, pk: int) -> HttpResponse:
    agreement = get_object_or_404(Agreement.objects.for_paper(), pk=pk)
    paper = pdf.checked_paper(agreement, on=timezone.localdate())
    return draft_response(request, pdf.finished_html(paper), filename=pdf.filename(paper))
