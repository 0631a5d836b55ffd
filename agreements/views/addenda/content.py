"""What an addendum changes: domains and commitments that come in, change or go."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.requests import StaffRequest
from accounts.submissions import HasPage, once
from agreements.actions import addenda
from agreements.actions.addenda import changing_addendum
from agreements.forms.addenda import AddendumCommitmentForm, AddendumDomainsForm
from agreements.freeze import Part
from agreements.models import Addendum, Commitment
from agreements.views.addenda.parts import addendum_to_fill
from agreements.views.parts import Section, changed, made, paper_may_stay

ANCHOR = "content"


@paper_may_stay
def addendum_domains(request: StaffRequest, pk: int) -> HttpResponse:
    addendum = addendum_to_fill(request, pk, Part.TEXT)
    form = AddendumDomainsForm(request.POST or None, instance=addendum)
    section, within = Section(addendum, ANCHOR), changing_addendum(addendum, Part.TEXT)
    if changed(request, form, within=within, done=_("The domains are saved.")):
        return redirect(section)
    return render(request, "agreements/addendum_domains.html", section.context(form=form))


@paper_may_stay
def addendum_commitment_create(request: StaffRequest, pk: int) -> HttpResponse:
    addendum = addendum_to_fill(request, pk, Part.TEXT)
    commitment = Commitment(agreement=addendum.agreement, added_by=addendum)
    return _new(request, addendum, commitment, done=_("The commitment is added."))


@paper_may_stay
def addendum_commitment_change(request: StaffRequest, pk: int, commitment_pk: int) -> HttpResponse:
    """Another wording of a commitment that holds; the form starts from the present one."""
    addendum = addendum_to_fill(request, pk, Part.TEXT)
    replaced = get_object_or_404(Commitment, pk=commitment_pk, agreement=addendum.agreement)
    commitment = Commitment(
        agreement=addendum.agreement,
        added_by=addendum,
        replaces=replaced,
        domain=replaced.domain,
        text=replaced.text,
        carried_out_by=replaced.carried_out_by,
    )
    return _new(request, addendum, commitment, done=_("The other wording is saved."))


@paper_may_stay
def addendum_commitment_update(request: StaffRequest, pk: int) -> HttpResponse:
    addendum, commitment = _to_edit(request, pk)
    form = AddendumCommitmentForm(request.POST or None, instance=commitment, addendum=addendum)
    section, within = Section(addendum, ANCHOR), changing_addendum(addendum, Part.TEXT)
    if changed(request, form, within=within, done=_("The commitment is saved.")):
        return redirect(section)
    context = section.context(form=form, commitment=commitment, replaced=commitment.replaces)
    return render(request, "agreements/addendum_commitment_form.html", context)


@paper_may_stay
def addendum_commitment_delete(request: StaffRequest, pk: int) -> HttpResponse:
    """Take back what the addendum adds, or the other wording that it gives."""
    if request.method == "POST":

        def remove() -> HasPage:
            addendum, commitment = _to_edit(request, pk)
            with changing_addendum(addendum, Part.TEXT):
                commitment.delete()
            messages.success(request, _("Taken back: the addendum no longer says this."))
            return Section(addendum, ANCHOR)

        return redirect(once(request, remove))
    addendum, commitment = _to_edit(request, pk)
    context = Section(addendum, ANCHOR).context(commitment=commitment)
    return render(request, "agreements/addendum_commitment_delete.html", context)


@paper_may_stay
def addendum_commitment_drop(request: StaffRequest, pk: int, commitment_pk: int) -> HttpResponse:
    """Let a commitment go with this addendum; posted with `keep`, take that back."""
    addendum = addendum_to_fill(request, pk, Part.TEXT)
    commitment = get_object_or_404(Commitment, pk=commitment_pk, agreement=addendum.agreement)
    section = Section(addendum, ANCHOR)
    dropped = commitment in addendum.dropped_commitments.all()
    if request.method == "POST":
        return redirect(once(request, lambda: _dropped_or_kept(request, addendum, commitment)))
    return render(
        request, "agreements/addendum_commitment_drop.html", section.context(commitment=commitment, dropped=dropped)
    )


def _dropped_or_kept(request: StaffRequest, addendum: Addendum, commitment: Commitment) -> HasPage:
    try:
        if "keep" in request.POST:
            addenda.keep(addendum, commitment)
            messages.success(request, _("Taken back: the commitment stays."))
        else:
            addenda.drop(addendum, commitment)
            messages.success(request, _("The commitment goes with this addendum."))
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    return Section(addendum, ANCHOR)


def _new(request: StaffRequest, addendum: Addendum, commitment: Commitment, *, done: str) -> HttpResponse:
    initial = {"domain": request.GET.get("domain")} if commitment.replaces is None else {}
    form = AddendumCommitmentForm(request.POST or None, instance=commitment, addendum=addendum, initial=initial)
    section, within = Section(addendum, ANCHOR), changing_addendum(addendum, Part.TEXT)
    if location := made(request, form, lambda _row: section, within=within, done=done):
        return redirect(location)
    context = section.context(form=form, commitment=None, replaced=commitment.replaces)
    return render(request, "agreements/addendum_commitment_form.html", context)


def _to_edit(request: StaffRequest, pk: int) -> tuple[Addendum, Commitment]:
    """A commitment that an addendum adds or words anew, and that addendum, when this user may change it."""
    commitment: Commitment = get_object_or_404(Commitment, pk=pk)
    if commitment.added_by_id is None:
        raise Http404
    addendum = addendum_to_fill(request, commitment.added_by_id, Part.TEXT)
    commitment.added_by, commitment.agreement = addendum, addendum.agreement
    return addendum, commitment
