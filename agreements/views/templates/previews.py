"""A version on paper before it is put in use: with an invented agreement, or with one of the register."""

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from accounts.keys import key_of
from accounts.paging import page_of
from accounts.requests import StaffRequest
from agreements.models import Agreement, TemplateVersion
from agreements.pdf.preview import preview_of
from agreements.views.templates.shared import version_of
from municipalities.models import Municipality
from papers.printing.drafts import draft_of


@require_safe
@cache_control(private=True, no_store=True)
def template_version_preview(request: StaffRequest, pk: int) -> HttpResponse:
    """`?agreement=` names one of the register; without it an invented one. Always a draft, and nothing is stored."""
    version = get_object_or_404(TemplateVersion.objects.for_paper(), pk=pk)
    html = preview_of(version, _chosen(request))
    name = f"{slugify(str(version))}-voorbeeld.pdf"
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=False, filename=name) or "inline",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(draft_of(html), content_type="application/pdf", headers=headers)


def _chosen(request: StaffRequest) -> Agreement | None:
    asked = request.GET.get("agreement")
    if asked is None:
        return None
    agreement: Agreement = get_object_or_404(Agreement, pk=key_of(asked))
    return agreement


@require_safe
def template_version_previews(request: StaffRequest, pk: int) -> HttpResponse:
    """Choose the agreement to print the version with, by number or municipality."""
    version = version_of(pk)
    asked = request.GET.get("q", "").strip()
    found = Agreement.objects.none()
    if asked:
        named = Q(reference__icontains=asked) | Q(municipality__in=Municipality.objects.search(asked))
        found = Agreement.objects.filter(named).select_related("municipality").order_by("municipality__name", "-pk")
    context = {"version": version, "asked": asked, "page": page_of(request, found)}
    return render(request, "agreements/template_version_previews.html", context)
