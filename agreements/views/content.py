from contextlib import nullcontext

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.permissions import require
from accounts.requests import StaffRequest
from agreements.actions.content import refuse_reviewed, unsigned
from agreements.forms.content import AgreementForm, AgreementNoteForm, CommitmentForm, CommitmentProgressForm
from agreements.models import Agreement, Commitment, CommitmentProgress
from agreements.permissions import may_edit
from agreements.views.parts import Section, agreement_to_fill, changed, made, paper_may_stay, part_to_edit, removed

ANCHOR = "content"


@paper_may_stay
def agreement_update(request: StaffRequest, pk: int) -> HttpResponse:
    agreement: Agreement = get_object_or_404(Agreement.objects.select_related("municipality"), pk=pk)
    require(may_edit(request.user, agreement))
    signed = agreement.is_signed(on=timezone.localdate())
    form_class = AgreementNoteForm if signed else AgreementForm
    form = form_class(request.POST or None, instance=agreement)
    within = nullcontext() if signed else unsigned(agreement)
    if changed(request, form, within=within, done=_("The agreement is saved.")):
        return redirect(agreement)
    context = {"agreement": agreement, "form": form, "signed": signed, "cancel_url": agreement.get_absolute_url()}
    return render(request, "agreements/agreement_update.html", context)


@paper_may_stay
def commitment_create(request: StaffRequest, pk: int) -> HttpResponse:
    agreement = agreement_to_fill(request, pk)
    section = Section(agreement, ANCHOR)
    initial = {"domain": request.GET.get("domain")}
    form = CommitmentForm(request.POST or None, instance=Commitment(agreement=agreement), initial=initial)
    done = _("The commitment is added.")
    if location := made(request, form, lambda _row: section, within=unsigned(agreement), done=done):
        return redirect(location)
    return render(request, "agreements/commitment_form.html", section.context(form=form))


@paper_may_stay
def commitment_update(request: StaffRequest, pk: int) -> HttpResponse:
    commitment = part_to_edit(request, Commitment, pk)
    section = Section(commitment.agreement, ANCHOR)
    form = CommitmentForm(request.POST or None, instance=commitment)
    if changed(request, form, within=unsigned(commitment.agreement), done=_("The commitment is saved.")):
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
