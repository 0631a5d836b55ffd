"""The text of an agreement, with what becomes of it on paper beside the form."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.permissions import require
from accounts.requests import StaffRequest
from agreements import pdf
from agreements.actions.content import changing, refuse_frozen
from agreements.forms.text import TextForm
from agreements.freeze import Part
from agreements.models import Agreement, PaperKind
from agreements.pdf.agreement import version_of
from agreements.pdf.unsaved import as_typed
from agreements.permissions import may_edit
from agreements.views.content import commitment_from_text, new_commitment_from_text
from agreements.views.parts import Section, changed, paper_may_stay
from agreements.wording import fields_of


@paper_may_stay
def agreement_text(request: StaffRequest, pk: int) -> HttpResponse:
    agreement = _agreement_to_write(request, pk)
    version = version_of(agreement)
    form = TextForm(request.POST or None, instance=agreement, version=version)
    if changed(request, form, within=changing(agreement, Part.TEXT), done=_("The text of the agreement is saved.")):
        return redirect(_next_page(request.POST.get("next"), form))
    if form.is_bound:
        _type_in(request, agreement, form)
    context = Section(agreement, "content").context(form=form, version=version, preview=_preview(agreement))
    context["merge_fields"] = fields_of(PaperKind.AGREEMENT)
    return render(request, "agreements/agreement_text.html", context)


@require_POST
@paper_may_stay
def agreement_text_preview(request: StaffRequest, pk: int) -> HttpResponse:
    """The text as it stands in the form; nothing is saved. A part of the page for a script, else a page of its own."""
    agreement = _agreement_to_write(request, pk)
    form = TextForm(request.POST, instance=agreement, version=version_of(agreement))
    _type_in(request, agreement, form)
    template = "agreements/_text_preview.html" if request.htmx else "agreements/agreement_text_preview.html"
    return render(request, template, {"agreement": agreement, "form": form, "preview": _preview(agreement)})


def _agreement_to_write(request: StaffRequest, pk: int) -> Agreement:
    agreement: Agreement = get_object_or_404(Agreement.objects.for_paper(), pk=pk)
    require(may_edit(request.user, agreement))
    refuse_frozen(agreement, Part.TEXT)
    return agreement


def _next_page(asked: str | None, form: TextForm) -> str:
    """The page of the commitment whose button was pressed; else the agreement. Nothing that was sent is an address."""
    pages: dict[str | None, str] = {}
    for chapter in form.chapters:
        pages[f"domain-{chapter.domain.pk}"] = new_commitment_from_text(form.instance, chapter.domain)
        pages |= {f"commitment-{one.pk}": commitment_from_text(one) for one in chapter.commitments}
    return pages.get(asked) or Section(form.instance, "content").get_absolute_url()


def _type_in(request: StaffRequest, agreement: Agreement, form: TextForm) -> None:
    """Let the agreement say what stands in the form, also in one that comes back after a login and was never sent."""
    form.is_valid()
    chosen = set(request.POST.getlist("domains"))
    domains = [domain for domain in form.choices if str(domain.pk) in chosen]
    as_typed(agreement, domains=domains, left_out=form.left_out, paragraphs=form.paragraphs)


def _preview(agreement: Agreement) -> SafeString:
    paper = pdf.paper_of(agreement, on=timezone.localdate())
    return mark_safe(pdf.screen_html(paper))  # noqa: S308  # a template of ours escaped every value
