from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.requests import StaffRequest
from agreements.actions.addenda import changing_addendum
from agreements.forms.addenda import AddendumSignatoryForm
from agreements.freeze import Part
from agreements.models import AddendumSignatory, Side
from agreements.views.addenda.parts import addendum_to_fill, row_removed, row_to_edit
from agreements.views.parts import Section, changed, made, paper_may_stay
from agreements.views.people import side_asked

ANCHOR = "people"


@paper_may_stay
def addendum_signatory_create(request: StaffRequest, pk: int) -> HttpResponse:
    addendum = addendum_to_fill(request, pk, Part.PEOPLE)
    person = AddendumSignatory(addendum=addendum, side=side_asked(request))
    form = AddendumSignatoryForm(request.POST or None, instance=person)
    section, within = Section(addendum, ANCHOR), changing_addendum(addendum, Part.PEOPLE)
    if location := made(request, form, lambda _row: section, within=within, done=_("The signatory is added.")):
        return redirect(location)
    return render(request, "agreements/signatory_form.html", _context(person, form=form))


@paper_may_stay
def addendum_signatory_update(request: StaffRequest, pk: int) -> HttpResponse:
    person = row_to_edit(request, AddendumSignatory, pk, Part.PEOPLE)
    form = AddendumSignatoryForm(request.POST or None, instance=person)
    within = changing_addendum(person.addendum, Part.PEOPLE)
    if changed(request, form, within=within, done=_("The signatory is saved.")):
        return redirect(Section(person.addendum, ANCHOR))
    return render(request, "agreements/signatory_form.html", _context(person, form=form))


@paper_may_stay
def addendum_signatory_delete(request: StaffRequest, pk: int) -> HttpResponse:
    if request.method == "POST":
        done = _("The signatory is removed.")
        return redirect(row_removed(request, AddendumSignatory, pk, Part.PEOPLE, anchor=ANCHOR, done=done))
    person = row_to_edit(request, AddendumSignatory, pk, Part.PEOPLE)
    return render(request, "agreements/signatory_delete.html", _context(person))


def _context(person: AddendumSignatory, **more: Any) -> dict[str, Any]:
    section = Section(person.addendum, ANCHOR)
    return section.context(person=person, of_agency=person.side == Side.AGENCY, **more)
