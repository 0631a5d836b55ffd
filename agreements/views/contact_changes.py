"""Somebody else is to be reached about a signed agreement: no addendum, a dated notice."""

from contextlib import nullcontext

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.permissions import require
from accounts.requests import StaffRequest
from accounts.submissions import once
from agreements.forms.contact_changes import ContactChangeForm
from agreements.models import AgreementContact, ContactChange, Side
from agreements.permissions import may_edit
from agreements.views.parts import Section, changed, made

ANCHOR = "people"


def contact_change_create(request: StaffRequest, pk: int) -> HttpResponse:
    """Until the signature the contact itself is edited; from then on what is printed stays."""
    person = get_object_or_404(
        AgreementContact.objects.select_related("agreement__municipality").prefetch_related("changes"), pk=pk
    )
    require(may_edit(request.user, person.agreement))
    if not person.agreement.is_signed(on=timezone.localdate()):
        return redirect("agreements:agreement_contact_update", person.pk)
    change = ContactChange(agreement_contact=person, recorded_by=request.user)
    form = ContactChangeForm(request.POST or None, instance=change)
    section = Section(person.agreement, ANCHOR)
    done = _("Recorded who is to be reached now. The notice can be printed.")
    if location := made(request, form, lambda _row: section, within=nullcontext(), done=done):
        return redirect(location)
    return _page(request, change, form)


def contact_change_update(request: StaffRequest, pk: int) -> HttpResponse:
    change = _change_to_edit(request, pk)
    form = ContactChangeForm(request.POST or None, instance=change)
    if changed(request, form, within=nullcontext(), done=_("The change of contact is saved.")):
        return redirect(Section(change.agreement, ANCHOR))
    return _page(request, change, form)


def contact_change_delete(request: StaffRequest, pk: int) -> HttpResponse:
    """For what was recorded by mistake, under another person for example."""
    if request.method == "POST":
        return redirect(once(request, lambda: _removed(request, pk)))
    change = _change_to_edit(request, pk)
    context = Section(change.agreement, ANCHOR).context(change=change, before=change.before.name)
    return render(request, "agreements/contact_change_delete.html", context)


def _change_to_edit(request: StaffRequest, pk: int) -> ContactChange:
    change = get_object_or_404(ContactChange.objects.for_notice(), pk=pk)
    require(may_edit(request.user, change.agreement))
    return change


def _removed(request: StaffRequest, pk: int) -> Section:
    change = _change_to_edit(request, pk)
    change.delete()
    messages.success(request, _("The change of contact is removed."))
    return Section(change.agreement, ANCHOR)


def _page(request: StaffRequest, change: ContactChange, form: ContactChangeForm) -> HttpResponse:
    context = {"change": change, "before": change.agreement_contact.name, "form": form}
    context["of_agency"] = change.side == Side.AGENCY
    template = "agreements/contact_change_form.html"
    return render(request, template, Section(change.agreement, ANCHOR).context(**context))
