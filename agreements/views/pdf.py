"""The draft of an agreement on paper, at any time; what is final is stored, and handed out by `views.finals`."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from accounts.requests import StaffRequest
from agreements import pdf
from agreements.models import Agreement


@require_safe
@cache_control(private=True, no_store=True)
def agreement_pdf(request: StaffRequest, pk: int) -> HttpResponse:
    today = timezone.localdate()
    agreement = get_object_or_404(Agreement.objects.for_paper(), pk=pk)
    paper = pdf.checked_paper(agreement, on=today)
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=False, filename=pdf.filename(paper))
        or "inline",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(pdf.pdf_of(pdf.finished_html(paper)), content_type="application/pdf", headers=headers)
