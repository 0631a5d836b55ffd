from contextlib import nullcontext

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.permissions import require
from accounts.requests import StaffRequest
from agreements.actions.content import changing, refuse_reviewed, unmoved
from agreements.forms.content import AgreementForm, CommitmentForm, CommitmentProgressForm
from agreements.freeze import Part, freeze_of
from agreements.models import Agreement, Commitment, CommitmentProgress
from agreements.permissions import may_edit, may_make_final
from agreements.views.parts import Section, agreement_to_fill, changed, made, paper_may_stay, part_to_edit, removed

ANCHOR = "content"


def agreement_update(request: StaffRequest, pk: int) -> HttpResponse:
    """The page asks for what is not frozen: always the note, which is for ourselves."""
    agreement: Agreement = get_object_or_404(Agreement.objects.select_related("municipality"), pk=pk)
    require(may_edit(request.user, agreement))
    freeze = freeze_of(agreement)
    form = AgreementForm(request.POST or None, instance=agreement, freeze=freeze)
    if changed(request, form, within=unmoved(agreement, freeze), done=_("The agreement is saved.")):
        return redirect(agreement)
    context = Section(agreement, "facts").context(form=form, freeze=freeze, Part=Part)
    context["may_take_back"] = freeze.can_be_taken_back and may_make_final(request.user, agreement)
    return render(request, "agreements/agreement_update.html", context)


@paper_may_stay
def commitment_create(request: StaffRequest, pk: int) -> HttpResponse:
    agreement = agreement_to_fill(request, pk, Part.TEXT)
    section = Section(agreement, ANCHOR)
    initial = {"domain": request.GET.get("domain")}
    form = CommitmentForm(request.POST or None, instance=Commitment(agreement=agreement), initial=initial)
    done = _("The commitment is added.")
    if location := made(request, form, lambda _row: section, within=changing(agreement, Part.TEXT), done=done):
        return redirect(location)
    return render(request, "agreements/commitment_form.html", section.context(form=form))


@paper_may_stay
def commitment_update(request: StaffRequest, pk: int) -> HttpResponse:
    commitment = part_to_edit(request, Commitment, pk)
    section = Section(commitment.agreement, ANCHOR)
    form = CommitmentForm(request.POST or None, instance=commitment)
    if changed(request, form, within=changing(commitment.agreement, Part.TEXT), done=_("The commitment is saved.")):
        return redirect(section)
    return render(request, "agreements/commitment_form.html", section.context(form=form, commitment=commitment))


@paper_may_stay
def commitment_delete(request: StaffRequest, pk: int) -> HttpResponse:
    if request.method == "POST":
        done = _("The commitment is removed.")
        return redirect(removed(request, Commitment, pk, anchor=ANCHOR, done=done, refuse=refuse_reviewed))
    commitment = part_to_edit(request, Commitment, pk)
    refuse_reviewed(commitment)
    context = Section(commitment.agreement, ANCHOR).context(commitment=commitment)
    return render(request, "agreements/commitment_delete.html", context)


def commitment_progress(request: StaffRequest, pk: int) -> HttpResponse:
    """How a commitment stands, before and after signature."""
    commitment = get_object_or_404(Commitment.objects.for_progress(), pk=pk)
    require(may_edit(request.user, commitment.agreement))
    section = Section(commitment.agreement, ANCHOR)
    progress = CommitmentProgress(commitment=commitment, recorded_by=request.user)
    form = CommitmentProgressForm(request.POST or None, instance=progress, initial={"state": commitment.state})
    done = _("Recorded how the commitment stands.")
    if location := made(request, form, lambda _row: section, within=nullcontext(), done=done):
        return redirect(location)
    return render(request, "agreements/commitment_progress.html", section.context(form=form, commitment=commitment))
