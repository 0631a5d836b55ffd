from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.requests import StaffRequest
from agreements.actions.content import changing
from agreements.forms.people import AgreementContactForm, PersonForm, SignatoryForm
from agreements.freeze import Part
from agreements.models import AgreementContact, Side, Signatory
from agreements.views.parts import (
    Section,
    agreement_to_fill,
    changed,
    made,
    nothing_rests_on,
    paper_may_stay,
    part_to_edit,
    removed,
)

ANCHOR = "people"


@paper_may_stay
def agreement_contact_create(request: StaffRequest, pk: int) -> HttpResponse:
    agreement = agreement_to_fill(request, pk, Part.PEOPLE)
    person = AgreementContact(agreement=agreement, side=side_asked(request))
    form = AgreementContactForm(request.POST or None, instance=person)
    section = Section(agreement, ANCHOR)
    done = _("The contact is added to the agreement.")
    if location := made(request, form, lambda _row: section, within=changing(agreement, Part.PEOPLE), done=done):
        return redirect(location)
    return render(request, "agreements/agreement_contact_form.html", _context(person, form))


@paper_may_stay
def agreement_contact_update(request: StaffRequest, pk: int) -> HttpResponse:
    person = part_to_edit(request, AgreementContact, pk)
    form = AgreementContactForm(request.POST or None, instance=person)
    if changed(
        request, form, within=changing(person.agreement, Part.PEOPLE), done=_("The contact of the agreement is saved.")
    ):
        return redirect(Section(person.agreement, ANCHOR))
    return render(request, "agreements/agreement_contact_form.html", _context(person, form))


@paper_may_stay
def agreement_contact_delete(request: StaffRequest, pk: int) -> HttpResponse:
    if request.method == "POST":
        done = _("The contact is removed from the agreement.")
        return redirect(removed(request, AgreementContact, pk, anchor=ANCHOR, done=done, refuse=nothing_rests_on))
    person = part_to_edit(request, AgreementContact, pk)
    return render(request, "agreements/agreement_contact_delete.html", _context(person))


@paper_may_stay
def signatory_create(request: StaffRequest, pk: int) -> HttpResponse:
    agreement = agreement_to_fill(request, pk, Part.PEOPLE)
    person = Signatory(agreement=agreement, side=side_asked(request))
    form = SignatoryForm(request.POST or None, instance=person)
    section = Section(agreement, ANCHOR)
    done = _("The signatory is added to the agreement.")
    if location := made(request, form, lambda _row: section, within=changing(agreement, Part.PEOPLE), done=done):
        return redirect(location)
    return render(request, "agreements/signatory_form.html", _context(person, form))


@paper_may_stay
def signatory_update(request: StaffRequest, pk: int) -> HttpResponse:
    person = part_to_edit(request, Signatory, pk)
    form = SignatoryForm(request.POST or None, instance=person)
    if changed(request, form, within=changing(person.agreement, Part.PEOPLE), done=_("The signatory is saved.")):
        return redirect(Section(person.agreement, ANCHOR))
    return render(request, "agreements/signatory_form.html", _context(person, form))


@paper_may_stay
def signatory_delete(request: StaffRequest, pk: int) -> HttpResponse:
    if request.method == "POST":
        done = _("The signatory is removed from the agreement.")
        return redirect(removed(request, Signatory, pk, anchor=ANCHOR, done=done, refuse=nothing_rests_on))
    person = part_to_edit(request, Signatory, pk)
    return render(request, "agreements/signatory_delete.html", _context(person))


def side_asked(request: StaffRequest) -> Side:
    """The side in the address; the municipality when it names none."""
    asked = request.GET.get("side", "")
    return Side(asked) if asked in Side.values else Side.MUNICIPALITY


def _context(person: AgreementContact | Signatory, form: PersonForm | None = None) -> dict[str, Any]:
    section = Section(person.agreement, ANCHOR)
    return section.context(person=person, form=form, of_agency=person.side == Side.AGENCY)
