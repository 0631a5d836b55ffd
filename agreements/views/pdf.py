"""The agreement on paper: a draft at any time, a final print when nothing is missing."""

from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from accounts.requests import StaffRequest
from agreements import pdf
from agreements.models import Agreement
from agreements.permissions import is_content_editable, may_edit_content


@require_safe
@cache_control(private=True, no_store=True)
def agreement_pdf(request: StaffRequest, pk: int) -> HttpResponse:
    """`?final=1` asks for the paper to sign; with gaps it is refused with a page that lists them."""
    today = timezone.localdate()
    agreement = get_object_or_404(Agreement.objects.for_paper(), pk=pk)
    try:
        paper = pdf.checked_paper(agreement, final=request.GET.get("final") == "1", on=today)
    except pdf.UnfilledFields as refusal:
        return _refused(request, agreement, refusal.fields)
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=False, filename=pdf.filename(paper))
        or "inline",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(pdf.pdf_of(pdf.finished_html(paper)), content_type="application/pdf", headers=headers)


def _refused(request: StaffRequest, agreement: Agreement, fields: list[pdf.Unfilled]) -> HttpResponse:
    context = {
        "agreement": agreement,
        "fields": fields,
        "may_fill": may_edit_content(request.user, agreement),
        "signed": not is_content_editable(agreement),
    }
    return render(request, "agreements/agreement_pdf_refused.html", context, status=HTTPStatus.CONFLICT)
