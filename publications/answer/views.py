"""An answer as a page, a PDF and a document."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from accounts.requests import StaffRequest
from papers.printing.drafts import draft_response
from publications.answer.document import CONTENT_TYPE, document_of
from publications.answer.forms import AnswerForm
from publications.answer.making import paper_on
from publications.answer.paper import AnswerPaper, finished_html


@require_safe
def answer(request: StaffRequest) -> HttpResponse:
    form = AnswerForm(request.GET)
    context = {"form": form, "paper": paper_on(**form.asked()) if form.is_valid() else None}
    return render(request, "publications/answer.html", context)


@require_safe
def answer_pdf(request: StaffRequest) -> HttpResponse:
    form = AnswerForm(request.GET)
    if not form.is_valid():
        return _back_to_the_form(request)
    return _draft_pdf(request, paper_on(**form.asked()))


@require_safe
def answer_odt(request: StaffRequest) -> HttpResponse:
    form = AnswerForm(request.GET)
    if not form.is_valid():
        return _back_to_the_form(request)
    return _odt(paper_on(**form.asked()))


def _back_to_the_form(request: StaffRequest) -> HttpResponse:
    """Where it says what cannot be read."""
    return redirect(f"{reverse('publications:answer')}?{request.GET.urlencode()}")


def _draft_pdf(request: StaffRequest, paper: AnswerPaper) -> HttpResponse:
    return draft_response(request, finished_html(paper), filename=paper.filename("pdf"))


def _odt(paper: AnswerPaper) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=paper.filename("odt")) or "attachment"
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(document_of(paper, created=timezone.now()), content_type=CONTENT_TYPE, headers=headers)
