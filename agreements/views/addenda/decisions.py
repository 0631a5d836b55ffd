from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.requests import StaffRequest
from agreements import gate
from agreements.actions.addenda import changing_addendum
from agreements.forms.addenda import AddendumDecisionForm
from agreements.freeze import Part
from agreements.models import AddendumDecision
from agreements.views.addenda.parts import addendum_to_fill, row_removed, row_to_edit
from agreements.views.decisions import council_asked_for
from agreements.views.parts import Section, changed, made, paper_may_stay

ANCHOR = "decisions"


@paper_may_stay
def addendum_decision_create(request: StaffRequest, pk: int) -> HttpResponse:
    addendum = addendum_to_fill(request, pk, Part.PEOPLE)
    section, within = Section(addendum, ANCHOR), changing_addendum(addendum, Part.PEOPLE)
    initial = {"body": council_asked_for(request, addendum)}
    form = AddendumDecisionForm(request.POST or None, instance=AddendumDecision(addendum=addendum), initial=initial)
    done = _("The decision of the council is recorded.")
    if location := made(request, form, lambda _row: section, within=within, done=done):
        return redirect(location)
    context = section.context(form=form, open_text=gate.text_obstacles(addendum))
    return render(request, "agreements/decision_form.html", context)


@paper_may_stay
def addendum_decision_update(request: StaffRequest, pk: int) -> HttpResponse:
    decision = row_to_edit(request, AddendumDecision, pk, Part.PEOPLE)
    section, within = Section(decision.addendum, ANCHOR), changing_addendum(decision.addendum, Part.PEOPLE)
    form = AddendumDecisionForm(request.POST or None, instance=decision)
    if changed(request, form, within=within, done=_("The decision of the council is saved.")):
        return redirect(section)
    context = section.context(form=form, decision=decision, open_text=gate.text_obstacles(decision.addendum))
    return render(request, "agreements/decision_form.html", context)


@paper_may_stay
def addendum_decision_delete(request: StaffRequest, pk: int) -> HttpResponse:
    """Without a decision the text would be open again, so once all councils decided it is taken back instead."""
    if request.method == "POST":
        done = _("The decision of the council is removed.")
        return redirect(row_removed(request, AddendumDecision, pk, Part.TEXT, anchor=ANCHOR, done=done))
    decision = row_to_edit(request, AddendumDecision, pk, Part.TEXT)
    context = Section(decision.addendum, ANCHOR).context(decision=decision)
    return render(request, "agreements/decision_delete.html", context)
