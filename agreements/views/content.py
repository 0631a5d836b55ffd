from contextlib import AbstractContextManager
from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.permissions import require
from accounts.requests import StaffRequest
from agreements.actions.content import changing, refuse_reviewed, unmoved
from agreements.forms.content import AgreementForm, CommitmentForm, CommitmentProgressForm
from agreements.freeze import Part, freeze_of
from agreements.models import Agreement, Commitment, CommitmentProgress
from agreements.permissions import may_edit, may_make_final
from agreements.views.parts import (
    Section,
    TextSection,
    agreement_to_fill,
    changed,
    made,
    paper_may_stay,
    part_to_edit,
    removed,
)
from municipalities.backdating import asking_why, explained
from municipalities.models import Domain

ANCHOR = "content"
FROM_TEXT = "text"


def new_commitment_from_text(agreement: Agreement, domain: Domain) -> str:
    """The address of the page that adds a commitment, for the page of the text, to which it then leads back."""
    return f"{reverse('agreements:commitment_create', args=[agreement.pk])}?domain={domain.pk}&from={FROM_TEXT}"


def commitment_from_text(commitment: Commitment) -> str:
    return f"{reverse('agreements:commitment_update', args=[commitment.pk])}?from={FROM_TEXT}"


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
    domain = request.GET.get("domain", "")
    form = CommitmentForm(request.POST or None, instance=Commitment(agreement=agreement), initial={"domain": domain})
    place, within = partial(_opened_from, request, agreement), changing(agreement, Part.TEXT)
    done = _("The commitment is added.")
    if location := made(request, form, lambda row: place(row.domain_id), within=within, done=done):
        return redirect(location)
    return render(request, "agreements/commitment_form.html", place(domain).context(form=form))


@paper_may_stay
def commitment_update(request: StaffRequest, pk: int) -> HttpResponse:
    commitment = part_to_edit(request, Commitment, pk)
    form = CommitmentForm(request.POST or None, instance=commitment)
    place = partial(_opened_from, request, commitment.agreement)
    if changed(request, form, within=changing(commitment.agreement, Part.TEXT), done=_("The commitment is saved.")):
        return redirect(place(commitment.domain_id))
    context = place(commitment.domain_id).context(form=form, commitment=commitment)
    return render(request, "agreements/commitment_form.html", context)


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
    with asking_why(form):
        if location := made(request, form, lambda _row: section, within=_explained(request, form), done=done):
            return redirect(location)
    return render(request, "agreements/commitment_progress.html", section.context(form=form, commitment=commitment))


def _explained(request: StaffRequest, form: CommitmentProgressForm) -> AbstractContextManager[None]:
    since = form.cleaned_data["on"] if form.is_valid() else timezone.localdate()
    return explained(request, [form.instance.commitment.agreement.municipality], since=since)


def _opened_from(request: StaffRequest, agreement: Agreement, domain: int | str) -> Section:
    """Where the page of a commitment leads back to: the domain on the page of the text, or the agreement.

    The address only says which of the two; it never names a page itself.
    """
    if request.GET.get("from") == FROM_TEXT:
        return TextSection(agreement, f"domain-{domain}")
    return Section(agreement, ANCHOR)
