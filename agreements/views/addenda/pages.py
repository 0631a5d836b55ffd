from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.paging import page_of
from accounts.permissions import require
from accounts.requests import StaffRequest
from agreements import permissions
from agreements.actions import addenda
from agreements.addenda.changes import changes_of
from agreements.addenda.steps import WORDS, next_for_addendum, state_of_addendum, way_of_addendum
from agreements.forms.addenda import AddendumForm, AddendumStartForm
from agreements.freeze import Part, councils_to_decide_anew, freeze_of
from agreements.history import changes_to_addendum
from agreements.models import Addendum, Agreement
from agreements.views.addenda.parts import addendum_to_fill, addendum_to_read
from agreements.views.parts import Section, changed, paper_may_stay
from agreements.views.stages import taken
from exports import sending
from municipalities.listings import history_of

SUBJECT_LENGTH = 200


def addendum_create(request: StaffRequest, pk: int) -> HttpResponse:
    agreement = get_object_or_404(Agreement.objects.for_detail(on=timezone.localdate()), pk=pk)
    require(permissions.may_edit(request.user, agreement))
    form = AddendumStartForm(
        request.POST or None, agreement=agreement, initial={"subject": _asked_for(request, agreement)}
    )
    if taken(request, form, lambda data: addenda.start(agreement, by=request.user, **data)):
        messages.success(request, _("The addendum is started. Say now what it changes."))
        return redirect(agreement.addenda.order_by("-pk")[0])
    still_open = next((one for one in agreement.addenda.all() if one.is_open), None)
    context = {
        "agreement": agreement,
        "form": form,
        "still_open": still_open,
        "gone": not agreement.municipality.exists_on(timezone.localdate()),
        "cancel_url": agreement.get_absolute_url(),
    }
    return render(request, "agreements/addendum_form.html", context)


@require_safe
def addendum_detail(request: StaffRequest, pk: int) -> HttpResponse:
    addendum = addendum_to_read(pk)
    return render(request, "agreements/addendum_detail.html", _page_of(request, addendum))


@paper_may_stay
def addendum_update(request: StaffRequest, pk: int) -> HttpResponse:
    addendum = addendum_to_fill(request, pk, Part.PEOPLE)
    form = AddendumForm(request.POST or None, instance=addendum, freeze=freeze_of(addendum))
    within = _changing_what_is_open(addendum, form)
    if changed(request, form, within=within, done=_("The addendum is saved.")):
        return redirect(addendum)
    context = Section(addendum, "facts-title").context(form=form)
    return render(request, "agreements/addendum_form.html", context | {"still_open": None, "gone": False})


@require_safe
def addendum_history(request: StaffRequest, pk: int) -> HttpResponseBase:
    addendum = get_object_or_404(Addendum.objects.select_related("agreement__municipality"), pk=pk)
    changes = changes_to_addendum(addendum)
    if sending.is_asked(request):
        return sending.send(request, history_of(addendum, changes))
    context = {"agreement": addendum.agreement, "addendum": addendum, "changes": page_of(request, changes)}
    return render(request, "agreements/addendum_history.html", context)


def _asked_for(request: StaffRequest, agreement: Agreement) -> str:
    """What the review in the address said would follow, when that fits a subject."""
    asked = request.GET.get("review", "")
    note = next((one.follow_up_note for one in agreement.reviews.all() if str(one.pk) == asked), "")
    return " ".join(note.split()) if len(note) <= SUBJECT_LENGTH else ""


def _changing_what_is_open(addendum: Addendum, form: AddendumForm) -> Any:
    """Subject and first day are text, settled by the councils; the date on the paper only by the final."""
    return addenda.changing_addendum(addendum, Part.TEXT if "subject" in form.fields else Part.PEOPLE)


def _page_of(request: StaffRequest, addendum: Addendum) -> dict[str, Any]:
    freeze = freeze_of(addendum)
    may_edit = permissions.may_edit(request.user, addendum.agreement)
    may_make_final = permissions.may_make_final(request.user, addendum.agreement)
    state = state_of_addendum(addendum)
    return {
        "addendum": addendum,
        "agreement": addendum.agreement,
        "changes": changes_of(addendum),
        "stations": way_of_addendum(addendum),
        "state": state,
        "state_label": WORDS[state],
        "next": next_for_addendum(addendum, may_make_final=may_make_final) if may_edit else None,
        "anew": councils_to_decide_anew(addendum) if addendum.is_open else [],
        "may_edit_text": may_edit and not freeze.holds(Part.TEXT),
        "may_edit_people": may_edit and not freeze.holds(Part.PEOPLE),
        "may_withdraw": may_edit and addendum.is_open and addendum.standing_final is None,
        "may_take_back": may_make_final and freeze.can_be_taken_back,
        "may_correct": addendum.signed_on is not None and permissions.may_correct(request.user, addendum.agreement),
        "may_file": may_make_final and bool(addendum.standing_final),
    }
