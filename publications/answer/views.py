"""An answer as a page, a PDF and a document."""

from datetime import datetime

from django.core.cache import caches
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from accounts.requests import StaffRequest
from dashboards.days import DayForm, known_by
from dashboards.figures import figures
from papers.printing import pdf_of
from papers.printing.drafts import draft_response, fingerprint
from publications import actions
from publications.answer.document import CONTENT_TYPE, document_of
from publications.answer.facts import facts_of
from publications.answer.forms import AnswerForm
from publications.answer.making import paper_of, paper_on
from publications.answer.paper import AnswerPaper, finished_html
from publications.answer.wording import summary
from publications.models import Draft, Publication
from publications.permissions import may_publish


@require_safe
def answer(request: StaffRequest) -> HttpResponse:
    form = AnswerForm(request.GET)
    paper = paper_on(**form.asked()) if form.is_valid() else None
    context = {"form": form, "paper": paper, "may_publish": may_publish(request.user)}
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
    return _odt(paper_on(**form.asked()), created=timezone.now())


@require_safe
def draft_paragraph(request: StaffRequest) -> HttpResponse:
    """What the figures of the days in the form of a draft say, beside the text of one's own."""
    form = DayForm({"on": request.GET.get("figures_on"), "known_on": request.GET.get("known_on")})
    paragraph = ""
    if form.is_valid():
        known_at = known_by(form.cleaned_data["known_on"])
        paragraph = summary(facts_of(figures(on=form.cleaned_data["on"], known_at=known_at)))
    return render(request, "publications/_paragraph.html", {"paragraph": paragraph})


@require_safe
def draft_pdf(request: StaffRequest, pk: int) -> HttpResponse:
    return _draft_pdf(request, _paper_of_draft(request, pk))


@require_safe
def draft_odt(request: StaffRequest, pk: int) -> HttpResponse:
    return _odt(_paper_of_draft(request, pk), created=timezone.now())


@require_safe
def publication_pdf(request: StaffRequest, pk: int) -> HttpResponse:
    """The answer in the form that archives ask for; not printed again, for it never changes."""
    publication = _publication(pk)
    if not publication.is_intact:
        return redirect(publication)
    paper = paper_of(publication)
    html = finished_html(paper)
    drafts, key = caches["papers"], f"kept-{fingerprint(html)}"
    content = drafts.get(key)
    if content is None:
        content = pdf_of(html, archive=True, created=publication.published_at)
        drafts.set(key, content)
    return _file(content, "application/pdf", paper.filename("pdf"), as_attachment=False)


@require_safe
def publication_odt(request: StaffRequest, pk: int) -> HttpResponse:
    publication = _publication(pk)
    if not publication.is_intact:
        return redirect(publication)
    return _odt(paper_of(publication), created=publication.published_at)


def _paper_of_draft(request: StaffRequest, pk: int) -> AnswerPaper:
    draft = get_object_or_404(Draft.objects.select_related("succeeds"), pk=pk)
    return paper_of(actions.prepared(draft, actions.counted(draft), by=request.user))


def _publication(pk: int) -> Publication:
    """What was given before this register has no paper of ours."""
    publication: Publication = get_object_or_404(Publication.objects.for_detail(), pk=pk, before_register=False)
    return publication


def _back_to_the_form(request: StaffRequest) -> HttpResponse:
    """Where it says what cannot be read."""
    return redirect(f"{reverse('publications:answer')}?{request.GET.urlencode()}")


def _draft_pdf(request: StaffRequest, paper: AnswerPaper) -> HttpResponse:
    return draft_response(request, finished_html(paper), filename=paper.filename("pdf"))


def _odt(paper: AnswerPaper, *, created: datetime) -> HttpResponse:
    content = document_of(paper, created=created)
    return _file(content, CONTENT_TYPE, paper.filename("odt"), as_attachment=True)


def _file(content: bytes, content_type: str, name: str, *, as_attachment: bool) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=as_attachment, filename=name) or "inline"
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=content_type, headers=headers)
