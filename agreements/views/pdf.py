"""The drafts on paper, until there is a paper that stays; that is stored, and handed out by `views.finals`."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.requests import StaffRequest
from agreements import pdf
from agreements.freeze import Because, freeze_of
from agreements.models import Addendum, Agreement, Final, Signable
from agreements.views.parts import ending_to_read, papers_of
from papers.printing.drafts import draft_response


@require_safe
def agreement_pdf(request: StaffRequest, pk: int) -> HttpResponse:
    return _draft(request, get_object_or_404(Agreement.objects.for_paper(), pk=pk))


@require_safe
def addendum_pdf(request: StaffRequest, pk: int) -> HttpResponse:
    return _draft(request, get_object_or_404(Addendum.objects.for_paper(), pk=pk))


@require_safe
def agreement_ending_pdf(request: StaffRequest, pk: int) -> HttpResponse:
    return _draft(request, ending_to_read(pk))


def _draft(request: StaffRequest, source: Signable) -> HttpResponse:
    """An old link to the draft leads to the final, or else to the page that lists the papers, with the reason."""
    final = Final.objects.of(source).standing().defer("data").first()
    if final is not None:
        return redirect(final)
    if reason := _why_no_draft(source):
        messages.info(request, reason)
        return redirect(papers_of(source))
    paper = pdf.paper_of(source, on=timezone.localdate())
    return draft_response(request, pdf.finished_html(paper), filename=pdf.filename(paper))


def _why_no_draft(source: Signable) -> str:
    because = freeze_of(source).because
    if because is Because.SIGNED:
        return _("All parties signed, so there is no draft any more. What came back signed stands on this page.")
    if because is Because.WITHDRAWN:
        return _(
            "This addendum was withdrawn, so there is no draft any more. If it is still needed, start another one."
        )
    return ""
