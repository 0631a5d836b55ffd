from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.permissions import require
from accounts.requests import StaffRequest
from municipalities.conflicts import saved
from municipalities.forms.places import MunicipalityForm
from municipalities.models import Municipality
from municipalities.permissions import may_edit_municipality


def municipality_update(request: StaffRequest, nis: str) -> HttpResponse:
    municipality = get_object_or_404(Municipality.objects.select_related("region", "fixed_contact"), nis=nis)
    require(may_edit_municipality(request.user, municipality))
    form = MunicipalityForm(request.POST or None, instance=municipality, user=request.user)
    if request.method == "POST" and saved(form):
        messages.success(request, _("The changes to %(name)s were saved.") % {"name": municipality.name})
        return redirect(municipality)
    return render(request, "municipalities/municipality_form.html", {"form": form, "municipality": municipality})
