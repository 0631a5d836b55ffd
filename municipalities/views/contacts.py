from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.paging import page_of
from accounts.permissions import require
from accounts.requests import StaffRequest
from accounts.submissions import once
from exports import sending
from municipalities.actions import hold_existing
from municipalities.changes import changes_to
from municipalities.conflicts import saved
from municipalities.forms.contacts import ContactArchiveForm, ContactForm
from municipalities.listings import history_of
from municipalities.models import Contact, Municipality
from municipalities.permissions import may_edit_contact, may_write_about


@require_safe
def contact_detail(request: StaffRequest, pk: int) -> HttpResponse:
    contact = _contact(pk)
    context = {
        "contact": contact,
        "municipality": contact.municipality,
        "holds_now": contact.holds_on(timezone.localdate()),
        "visits": page_of(request, contact.visits.all()),
        "may_edit": may_edit_contact(request.user, contact),
    }
    return render(request, "municipalities/contact_detail.html", context)


def contact_create(request: StaffRequest, nis: str) -> HttpResponse:
    municipality = get_object_or_404(Municipality, nis=nis)
    require(may_write_about(request.user, municipality))
    form = ContactForm(request.POST or None, instance=Contact(municipality=municipality))
    if request.method == "POST" and form.is_valid() and (address := _added(request, form)):
        messages.success(request, _("%(name)s was added.") % {"name": form.instance.name})
        return redirect(address)
    context = {"form": form, "contact": None, "municipality": municipality}
    return render(request, "municipalities/contact_form.html", context)


def _added(request: StaffRequest, form: ContactForm) -> str | None:
    """The page of the new contact; None when the municipality is gone by now."""

    def add() -> Contact:
        hold_existing(form.instance.municipality)
        contact: Contact = form.save()
        return contact

    try:
        return once(request, add)
    except ValidationError as error:
        form.add_error(None, error)
        return None


def contact_update(request: StaffRequest, pk: int) -> HttpResponse:
    contact = _contact(pk)
    require(may_edit_contact(request.user, contact))
    form = ContactForm(request.POST or None, instance=contact)
    if request.method == "POST" and saved(form):
        messages.success(request, _("The changes to %(name)s were saved.") % {"name": contact.name})
        return redirect(contact)
    context = {"form": form, "contact": _contact(pk), "municipality": contact.municipality}
    return render(request, "municipalities/contact_form.html", context)


def contact_archive(request: StaffRequest, pk: int) -> HttpResponse:
    contact = _contact(pk)
    require(may_edit_contact(request.user, contact))
    form = ContactArchiveForm(request.POST or None, instance=contact)
    if request.method == "POST" and saved(form):
        messages.success(
            request, _("%(name)s was archived and stays readable in visits and agreements.") % {"name": contact.name}
        )
        return redirect(contact.municipality)
    context = {"form": form, "contact": contact, "municipality": contact.municipality}
    return render(request, "municipalities/contact_archive.html", context)


@require_safe
def contact_history(request: StaffRequest, pk: int) -> HttpResponseBase:
    contact = _contact(pk)
    changes = changes_to(contact)
    if sending.is_asked(request):
        return sending.send(request, history_of(contact, changes))
    context = {
        "contact": contact,
        "municipality": contact.municipality,
        "changes": page_of(request, changes),
    }
    return render(request, "municipalities/contact_history.html", context)


def _contact(pk: int) -> Contact:
    return get_object_or_404(Contact.objects.select_related("municipality__region"), pk=pk)
