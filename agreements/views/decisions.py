from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.requests import StaffRequest
from agreements import gate
from agreements.actions.content import changing, refuse_frozen
from agreements.forms.decisions import DecisionForm
from agreements.freeze import Part, rests_on_decisions
from agreements.models import Agreement, CouncilDecision, Source
from agreements.views.parts import (
    Section,
    agreement_to_fill,
    changed,
    made,
    paper_may_stay,
    part_to_edit,
    removed,
)

ANCHOR = "decisions"


@paper_may_stay
def decision_create(request: StaffRequest, pk: int) -> HttpResponse:
    agreement = agreement_to_fill(request, pk, Part.PEOPLE)
    section = Section(agreement, ANCHOR)
    initial = {"body": council_asked_for(request, agreement)}
    form = DecisionForm(request.POST or None, instance=CouncilDecision(agreement=agreement), initial=initial)
    done = _("The decision of the council is recorded.")
    if location := made(request, form, lambda _row: section, within=changing(agreement, Part.PEOPLE), done=done):
        return redirect(location)
    return render(request, "agreements/decision_form.html", section.context(form=form, open_text=open_text(agreement)))


@paper_may_stay
def decision_update(request: StaffRequest, pk: int) -> HttpResponse:
    decision = part_to_edit(request, CouncilDecision, pk)
    section = Section(decision.agreement, ANCHOR)
    form = DecisionForm(request.POST or None, instance=decision)
    if changed(
        request, form, within=changing(decision.agreement, Part.PEOPLE), done=_("The decision of the council is saved.")
    ):
        return redirect(section)
    context = section.context(form=form, decision=decision, open_text=open_text(decision.agreement))
    return render(request, "agreements/decision_form.html", context)


@paper_may_stay
def decision_delete(request: StaffRequest, pk: int) -> HttpResponse:
    if request.method == "POST":
        done = _("The decision of the council is removed.")
        refuse = refuse_what_settles_the_text
        return redirect(removed(request, CouncilDecision, pk, anchor=ANCHOR, done=done, refuse=refuse))
    decision = part_to_edit(request, CouncilDecision, pk)
    refuse_what_settles_the_text(decision)
    context = Section(decision.agreement, ANCHOR).context(decision=decision)
    return render(request, "agreements/decision_delete.html", context)


def council_asked_for(request: StaffRequest, source: Source) -> str | None:
    """The one in the address, else the first that has no decision at all: one taken anew is put in its old row."""
    recorded = {decision.body for decision in source.council_decisions.all()}
    return request.GET.get("body") or next((body for body in source.councils if body not in recorded), None)


def open_text(agreement: Agreement) -> list[gate.Obstacle]:
    """What whoever records a decision looks at first; the register has no say in what is signed outside it."""
    if agreement.signed_outside:
        return []
    return gate.text_obstacles(Agreement.objects.for_paper().get(pk=agreement.pk))


def refuse_what_settles_the_text(decision: CouncilDecision) -> None:
    """Where the decisions settle the text, one that is removed would open it without a reason."""
    if rests_on_decisions(decision.agreement):
        refuse_frozen(decision.agreement, Part.TEXT)
