from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.requests import StaffRequest
from agreements.actions.content import unsigned
from agreements.forms.decisions import DecisionForm, still_to_decide
from agreements.models import CouncilDecision
from agreements.views.parts import (
    Section,
    agreement_to_fill,
    changed,
    made,
    nothing_rests_on,
    part_to_edit,
    removed,
)

ANCHOR = "decisions"


def decision_create(request: StaffRequest, pk: int) -> HttpResponse:
    agreement = agreement_to_fill(request, pk)
    body = request.GET.get("body") or next(iter(still_to_decide(agreement)), None)
    form = DecisionForm(request.POST or None, instance=CouncilDecision(agreement=agreement), initial={"body": body})
    location = made(
        request,
        form,
        lambda _row: Section(agreement, ANCHOR),
        within=unsigned(agreement),
        done=_("The decision of the council is recorded."),
    )
    if location:
        return redirect(location)
    return render(request, "agreements/decision_form.html", {"agreement": agreement, "form": form})


def decision_update(request: StaffRequest, pk: int) -> HttpResponse:
    decision = part_to_edit(request, CouncilDecision, pk)
    form = DecisionForm(request.POST or None, instance=decision)
    if changed(request, form, within=unsigned(decision.agreement), done=_("The decision of the council is saved.")):
        return redirect(Section(decision.agreement, ANCHOR).get_absolute_url())
    return render(
        request,
        "agreements/decision_form.html",
        {"agreement": decision.agreement, "form": form, "decision": decision},
    )


def decision_delete(request: StaffRequest, pk: int) -> HttpResponse:
    if request.method == "POST":
        done = _("The decision of the council is removed.")
        return redirect(removed(request, CouncilDecision, pk, anchor=ANCHOR, done=done, refuse=nothing_rests_on))
    decision = part_to_edit(request, CouncilDecision, pk)
    return render(request, "agreements/decision_delete.html", {"agreement": decision.agreement, "decision": decision})
