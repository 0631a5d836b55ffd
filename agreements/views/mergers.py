"""What becomes of the agreements that a merger brought along."""

from datetime import date
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.permissions import require
from accounts.requests import StaffRequest
from accounts.submissions import once, sent_before
from agreements.actions import mergers as actions
from agreements.actions.merging import carry_out, undo
from agreements.forms.mergers import CarryOutForm, MergerDecisionForm, UndoForm
from agreements.mergers.brought import Brought, brought_by, taken_over
from agreements.mergers.obstacles import obstacles_to_undoing
from agreements.models import Agreement, MergerDecision
from agreements.permissions import may_decide_on_merger
from municipalities.backdating import FIELD, asking_why, changes_seen_by, explained, looks_at
from municipalities.models import Municipality, PlannedMerger, Succession
from municipalities.permissions import may_edit_reference_data
from municipalities.undoing import came_along


class TakenOver(NamedTuple):
    """That a merger brought an agreement along, for the page of the agreement."""

    brought: Brought
    may_decide: bool


def mergers_context(request: StaffRequest, agreement: Agreement, *, today: date) -> dict[str, Any]:
    found = taken_over(agreement, on=today)
    return {"taken_over": [TakenOver(one, may_decide_on_merger(request.user, one.successor)) for one in found]}


def merger_decide(request: StaffRequest, pk: int, agreement_pk: int) -> HttpResponse:
    brought = _brought_or_404(pk, agreement_pk)
    require(may_decide_on_merger(request.user, brought.successor))
    form = MergerDecisionForm(request.POST or None, brought=brought, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            page = once(request, lambda: _decide(request, brought, form))
        except ValidationError as error:
            form.look_again(error)
        else:
            messages.success(request, _("The decision is recorded."))
            return redirect(page)
    return render(request, "agreements/merger_decide.html", {"brought": brought, "form": form})


def _decide(request: StaffRequest, brought: Brought, form: MergerDecisionForm) -> MergerDecision:
    decided = {name: form.cleaned_data[name] for name in form.Meta.fields}
    return actions.decide(
        brought.succession, brought.agreement, replaces=form.replaces, recorded_by=request.user, **decided
    )


def _brought_or_404(succession_pk: int, agreement_pk: int) -> Brought:
    succession = get_object_or_404(
        Succession.objects.select_related("predecessor", "successor__region"), pk=succession_pk
    )
    brought = brought_by([succession], on=timezone.localdate())
    found = next((one for one in brought if one.agreement.pk == agreement_pk), None)
    if found is None:
        raise Http404
    return found


@require_POST
def merger_carry_out(request: StaffRequest, pk: int) -> HttpResponse:
    """From the page of the prepared merger; asks why on a page of its own when published figures change."""
    require(may_edit_reference_data(request.user))
    planned = get_object_or_404(PlannedMerger.objects.for_detail(), pk=pk)
    form = CarryOutForm(request.POST)
    with asking_why(form):
        if form.is_valid() and _carried_out(request, planned, form):
            messages.success(request, _("The merger is carried out."))
            return redirect(planned)
    if FIELD in form.fields:  # also when something else is wrong: a reason that was typed would be lost elsewhere
        return render(request, "agreements/merger_carry_out.html", {"planned": planned, "form": form})
    for text in form.non_field_errors():
        messages.error(request, str(text))
    return redirect(planned)


def _carried_out(request: StaffRequest, planned: PlannedMerger, form: CarryOutForm) -> bool:
    """Whether it was carried out; else the form says what stands in the way."""

    def carried_out() -> Municipality:
        with explained(request, planned.taking_part, since=planned.took_effect_on):
            return carry_out(planned, version=form.cleaned_data["shown"], by=request.user)

    try:
        once(request, carried_out)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def merger_undo(request: StaffRequest, pk: int) -> HttpResponse:
    """What would be undone, or what stands in the way; and the way back itself."""
    require(may_edit_reference_data(request.user))
    planned = get_object_or_404(PlannedMerger.objects.carried_out().for_detail(), pk=pk)
    form = UndoForm(request.POST or None)
    if request.method == "POST" and (page := sent_before(request) or _undone(request, planned, form)):
        return redirect(page)
    obstacles = [(one.text, one.url) for one in obstacles_to_undoing(planned)]
    published: list[str] = []
    try:
        published = [] if obstacles else _changed_by_undoing(planned, by=request.user)
    except ValidationError as error:  # somebody recorded something this very moment
        obstacles = [(text, "") for text in error.messages]
    going_back = [] if obstacles else came_along(planned)
    context = {
        "planned": planned,
        "form": form,
        "obstacles": obstacles,
        "going_back": going_back,
        "published": published,
    }
    return render(request, "agreements/merger_undo.html", context)


def _undone(request: StaffRequest, planned: PlannedMerger, form: UndoForm) -> str | None:
    """The page of the merger; None when the form has something to say first."""

    def undone() -> PlannedMerger:
        with explained(request, planned.taking_part, since=planned.took_effect_on):
            return undo(planned, reason=form.cleaned_data[FIELD], by=request.user)

    if not form.is_valid():
        return None
    try:
        page = once(request, undone)
    except ValidationError as error:
        form.add_error(None, error)
        return None
    messages.success(request, _("The merger is undone."))
    return page


def _changed_by_undoing(planned: PlannedMerger, *, by: User) -> list[str]:
    """The published figures that would change: tried out, and then left as it was."""
    looks = looks_at(planned.taking_part, since=planned.took_effect_on)
    if not looks:
        return []
    with transaction.atomic():
        undo(planned, reason="…", by=by)
        changes = changes_seen_by(looks)
        transaction.set_rollback(True)
    return changes
