"""Papers that are printed whenever somebody asks: not kept, and not printed again while nothing has changed."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.requests import StaffRequest
from agreements import pdf
from agreements.models import Agreement, ContactChange, Review
from agreements.pdf.notice import notice_paper
from agreements.pdf.review_report import review_paper
from papers.printing.drafts import draft_response


@require_safe
def review_pdf(request: StaffRequest, pk: int) -> HttpResponse:
    """The report of a yearly review."""
    review = get_object_or_404(Review.objects.for_detail(), pk=pk)
    review.agreement = Agreement.objects.for_report().get(pk=review.agreement_id)
    return printed(request, review_paper(review), name=f"overleg-{review.held_on.isoformat()}")


@require_safe
def contact_change_notice(request: StaffRequest, pk: int) -> HttpResponse:
    """The notice that somebody else is to be reached."""
    change = get_object_or_404(ContactChange.objects.for_notice(), pk=pk)
    return printed(request, notice_paper(change), name=f"contactpersoon-{change.starts_on.isoformat()}")


def printed(request: StaffRequest, paper: pdf.Paper, *, name: str) -> HttpResponse:
    return draft_response(request, pdf.finished_html(paper), filename=f"{paper.reference}-{name}.pdf")
