"""The paper as it is signed: making it final, taking it back, and handing out what is stored."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.permissions import require
from accounts.requests import StaffRequest
from accounts.submissions import once, sent_before
from agreements import gate
from agreements.actions import finals as actions
from agreements.actions.content import ContentStays
from agreements.forms.finals import TakeBackForm
from agreements.freeze import Because, councils_to_decide_anew, freeze_of
from agreements.models import Agreement, Final
from agreements.pdf.agreement import version_of
from agreements.permissions import may_edit, may_make_final
from agreements.views.parts import Section, paper_may_stay
from papers.scan import Hit
from papers.serving import serve

ANCHOR = "papers"


@require_safe
def final_pdf(request: StaffRequest, pk: int) -> HttpResponseBase:
    """The stored bytes, also of a final that was taken back."""
    final = get_object_or_404(Final.objects.select_related("document"), pk=pk)
    return serve(request, final.document, as_attachment=False, filename=final.document.label)


@paper_may_stay
def final_make(request: StaffRequest, pk: int) -> HttpResponse:
    """The list of what is still wrong, for all who write in the region; a coordinator makes the final."""
    agreement = get_object_or_404(Agreement.objects.for_paper(), pk=pk)
    require(may_edit(request.user, agreement))
    if page := sent_before(request):
        return redirect(page)
    refuse_settled(agreement)
    hits: list[Hit] = []
    if request.method == "POST":
        require(may_make_final(request.user, agreement))
        try:
            print_ = actions.printed(agreement)
            return redirect(once(request, lambda: _kept(request, print_)))
        except actions.NotYetFinal as refusal:
            hits = refusal.hits
        except ValidationError as error:
            if page := sent_before(request):  # sent twice: the first made it while this one printed
                return redirect(page)
            messages.error(request, " ".join(error.messages))
            return redirect("agreements:final_make", pk)
    checks = gate.checks(agreement, hits)
    context = Section(agreement, ANCHOR).context(checks=checks, hits=hits, version=version_of(agreement))
    context["clear"] = not any(check.obstacles for check in checks)
    context["may_make"] = may_make_final(request.user, agreement)
    status = HTTPStatus.OK if request.method != "POST" else HTTPStatus.CONFLICT
    return render(request, "agreements/final_make.html", context, status=status)


@paper_may_stay
def final_take_back(request: StaffRequest, pk: int) -> HttpResponse:
    agreement = get_object_or_404(Agreement.objects.select_related("municipality"), pk=pk)
    require(may_make_final(request.user, agreement))
    form = TakeBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            return redirect(once(request, lambda: _taken_back(request, agreement, reason)))
        except ValidationError as error:
            form.add_error(None, error)
    freeze = freeze_of(agreement)
    if not freeze.can_be_taken_back and not form.errors:
        raise ContentStays(agreement, freeze.words or _("Nothing is settled yet, so there is nothing to take back."))
    context = Section(agreement, ANCHOR).context(form=form, freeze=freeze, final=agreement.standing_final)
    return render(request, "agreements/take_back.html", context)


def papers_context(request: StaffRequest, agreement: Agreement) -> dict[str, Any]:
    """What the page of an agreement shows of its finals, and how far it is settled."""
    prefetch_related_objects([agreement], Prefetch("finals", Final.objects.for_page()), "reopenings")
    freeze = freeze_of(agreement)
    may_make = may_make_final(request.user, agreement)
    return {
        "freeze": freeze,
        "final": agreement.standing_final,
        "superseded": [one for one in agreement.finals.all() if one.reopening_id and one.addendum_id is None],
        "may_check": may_edit(request.user, agreement) and freeze.because not in {Because.FINAL, Because.SIGNED},
        "may_take_back": may_make and freeze.can_be_taken_back,
        "anew": councils_to_decide_anew(agreement) if freeze.because is not Because.SIGNED else [],
    }


def refuse_settled(agreement: Agreement) -> None:
    """Where a final stands, or a signature, there is none to make."""
    freeze = freeze_of(agreement)
    if freeze.because in {Because.FINAL, Because.SIGNED}:
        raise ContentStays(agreement, freeze.words, can_be_taken_back=freeze.can_be_taken_back)
    if agreement.signed_outside:
        raise ContentStays(
            agreement, _("This agreement was signed outside the register: the signed copy is the paper.")
        )


def _kept(request: StaffRequest, print_: actions.Printed) -> Section:
    final = actions.keep(print_, by=request.user)
    messages.success(request, _("The final is made and stored. From now on every print is this one."))
    return Section(final.agreement, ANCHOR)


def _taken_back(request: StaffRequest, agreement: Agreement, reason: str) -> Section:
    actions.take_back(agreement, reason=reason, by=request.user)
    messages.success(request, _("The text is open again. What the council decided is to be decided anew."))
    return Section(agreement, ANCHOR)
