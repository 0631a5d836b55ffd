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
from agreements.addenda.requirements import version_of_addendum
from agreements.forms.finals import TakeBackForm
from agreements.freeze import Because, Part, councils_to_decide_anew, freeze_of
from agreements.models import (
    Agreement,
    Ending,
    Final,
    PaperKind,
    Signable,
    SignedCopy,
    Stage,
    TemplateVersion,
    agreement_of,
)
from agreements.pdf.agreement import version_of
from agreements.permissions import may_edit, may_make_final
from agreements.views.addenda.parts import addendum_to_read
from agreements.views.parts import Section, ending_to_read, paper_may_stay, papers_of
from papers.scan import Hit
from papers.serving import serve


@require_safe
def final_pdf(request: StaffRequest, pk: int) -> HttpResponseBase:
    """The stored bytes, also of a final that was taken back."""
    final = get_object_or_404(Final.objects.select_related("document"), pk=pk)
    return serve(request, final.document, as_attachment=False, filename=final.document.label)


@paper_may_stay
def final_make(request: StaffRequest, pk: int) -> HttpResponse:
    agreement = get_object_or_404(Agreement.objects.for_paper(), pk=pk)
    return _make(request, agreement, version=version_of(agreement))


@paper_may_stay
def addendum_final(request: StaffRequest, pk: int) -> HttpResponse:
    addendum = addendum_to_read(pk)
    return _make(request, addendum, version=version_of_addendum(addendum))


@paper_may_stay
def final_take_back(request: StaffRequest, pk: int) -> HttpResponse:
    return _take_back(request, get_object_or_404(Agreement.objects.select_related("municipality"), pk=pk))


@paper_may_stay
def addendum_take_back(request: StaffRequest, pk: int) -> HttpResponse:
    return _take_back(request, addendum_to_read(pk))


@paper_may_stay
def ending_final(request: StaffRequest, pk: int) -> HttpResponse:
    return _make(request, ending_to_read(pk), version=TemplateVersion.objects.standard(PaperKind.ENDING))


@paper_may_stay
def ending_take_back(request: StaffRequest, pk: int) -> HttpResponse:
    return _take_back(request, ending_to_read(pk))


def papers_context(request: StaffRequest, agreement: Agreement) -> dict[str, Any]:
    """What the page of an agreement shows of its finals, and how far it is settled."""
    prefetch_related_objects([agreement], Prefetch("finals", Final.objects.for_page()), "reopenings")
    freeze = freeze_of(agreement)
    may_make = may_make_final(request.user, agreement)
    own = [one for one in agreement.finals.all() if one.addendum_id is None and one.ending_id is None]
    return {
        "freeze": freeze,
        "final": agreement.standing_final,
        "superseded": [one for one in own if one.reopening_id],
        "may_check": may_edit(request.user, agreement) and freeze.because not in {Because.FINAL, Because.SIGNED},
        "may_take_back": may_make and freeze.can_be_taken_back,
        "anew": councils_to_decide_anew(agreement) if freeze.because is not Because.SIGNED else [],
    }


def ending_context(request: StaffRequest, agreement: Agreement) -> dict[str, Any]:
    """What it shows of the finals of its early end; `ending` is the step, as long as that stands."""
    ending = next((one for one in agreement.stage_changes.all() if one.stage == Stage.ENDED and one.is_standing), None)
    finals = [one for one in agreement.finals.all() if one.ending_id is not None]
    final = next((one for one in finals if one.reopening_id is None), None)
    return {
        "ending": ending,
        "ending_final": final,
        "ending_superseded": [one for one in finals if one.reopening_id],
        "may_make_ending": ending and not final and may_edit(request.user, agreement),
        "may_take_back_ending": final and may_make_final(request.user, agreement),
    }


def _make(request: StaffRequest, source: Signable, *, version: TemplateVersion | None) -> HttpResponse:
    """The list of what is still wrong, for all who write in the region; a coordinator makes the final."""
    require(may_edit(request.user, agreement_of(source)))
    if page := sent_before(request):
        return redirect(page)
    actions.refuse_settled(source)
    hits: list[Hit] = []
    if request.method == "POST":
        require(may_make_final(request.user, agreement_of(source)))
        try:
            return redirect(_made(request, source))
        except actions.NotYetFinal as refusal:
            hits = refusal.hits
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect(request.path)
    context = _checked(request, source, hits) | {"version": version}
    status = HTTPStatus.CONFLICT if request.method == "POST" else HTTPStatus.OK
    return render(request, "agreements/final_make.html", context, status=status)


def _take_back(request: StaffRequest, source: Signable) -> HttpResponse:
    require(may_make_final(request.user, agreement_of(source)))
    form = TakeBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(once(request, lambda: _taken_back(request, source, form.cleaned_data["reason"])))
        except ValidationError as error:
            form.add_error(None, error)
    if (why_not := actions.why_not_taken_back(source)) and not form.errors:
        raise ContentStays(source, why_not)
    context = papers_of(source).context(
        source=source,
        form=form,
        final=source.standing_final,
        copies=SignedCopy.objects.of(source).standing(),
    )
    return render(request, "agreements/take_back.html", context)


def _checked(request: StaffRequest, source: Signable, hits: list[Hit]) -> dict[str, Any]:
    printed, freeze = gate.check_printed(source, hits), freeze_of(source)
    checks = [*gate.checks(source), printed]
    return papers_of(source).context(
        source=source,
        checks=checks,
        clear=not any(check.obstacles for check in checks),
        hits=hits,
        frozen=freeze.words if printed.obstacles and freeze.holds(Part.TEXT) else "",
        may_make=may_make_final(request.user, agreement_of(source)),
    )


def _made(request: StaffRequest, source: Signable) -> str:
    """Where to go when it is kept. Of a form that is sent twice, the second may find it kept while it printed."""
    try:
        print_ = actions.printed(source)
        return once(request, lambda: _kept(request, print_))
    except (ContentStays, ValidationError):
        if page := sent_before(request):
            return page
        raise


def _kept(request: StaffRequest, print_: actions.Printed) -> Section:
    actions.keep(print_, by=request.user)
    messages.success(request, _("The final is made and stored. From now on every print is this one."))
    return papers_of(print_.source)


def _taken_back(request: StaffRequest, source: Signable, reason: str) -> Section:
    actions.take_back(source, reason=reason, by=request.user)
    done = _("The text is open again. What the council decided is to be decided anew.")
    if isinstance(source, Ending):
        done = _("The final is taken back. The step can be corrected, and a new final made.")
    messages.success(request, done)
    return papers_of(source)
