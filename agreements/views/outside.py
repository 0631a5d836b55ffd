"""An agreement that was signed outside this register, filed whole."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.permissions import require
from accounts.requests import StaffRequest
from accounts.submissions import once
from agreements import permissions
from agreements.actions.outside import file_outside
from agreements.forms.outside import OutsideForm
from agreements.models import Agreement
from municipalities.backdating import asking_why, explained
from municipalities.models import Municipality


def agreement_file_outside(request: StaffRequest) -> HttpResponse:
    require(permissions.files_somewhere(request.user))
    municipality = None
    if nis := request.GET.get("municipality"):
        municipality = get_object_or_404(Municipality.objects.select_related("region"), nis=nis)
        require(permissions.may_file_outside(request.user, municipality))
    form = OutsideForm(request.POST or None, request.FILES or None, user=request.user, municipality=municipality)
    if request.method == "POST" and (page := _filed(request, form)):
        messages.success(request, _("The agreement is filed, with its signatures and its paper."))
        return redirect(page)
    refused = request.method == "POST" and form.names_another_region
    context = {"form": form, "municipality": municipality}
    return render(request, "agreements/agreement_outside.html", context, status=403 if refused else 200)


def _filed(request: StaffRequest, form: OutsideForm) -> str | None:
    """The page of the agreement; None when the form has something to say first."""

    def file() -> Agreement:
        place, since = form.cleaned_data["municipality"], form.first_day or timezone.localdate()
        with explained(request, [place], since=since):
            return file_outside(by=request.user, **form.asked)

    with asking_why(form):
        try:
            return once(request, file) if form.is_valid() else None
        except ValidationError as error:
            form.add_errors(error)
    return None
