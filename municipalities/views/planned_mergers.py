"""Mergers that an administrator prepares."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.permissions import require
from accounts.requests import StaffRequest
from accounts.submissions import once
from municipalities.conflicts import saved
from municipalities.forms.planned_mergers import AbsorptionForm, NewMunicipalityForm, PlannedMergerForm
from municipalities.models import PlannedMerger
from municipalities.permissions import may_edit_reference_data


def planned_merger_create(request: StaffRequest) -> HttpResponse:
    require(may_edit_reference_data(request.user))
    kind = AbsorptionForm if "absorption" in request.GET else NewMunicipalityForm
    form = kind(request.POST or None, instance=PlannedMerger(prepared_by=request.user), user=request.user)
    if request.method == "POST" and form.is_valid():
        page = once(request, form.save)
        messages.success(request, _("The merger is prepared. Look at what will follow, then carry it out."))
        return redirect(page)
    return _page(request, form, cancel_url=reverse("dashboards:merger_list"))


def planned_merger_update(request: StaffRequest, pk: int) -> HttpResponse:
    planned = _waiting_or_404(request, pk)
    kind = AbsorptionForm if planned.absorbed_by else NewMunicipalityForm
    form = kind(request.POST or None, instance=planned, user=request.user)
    if request.method == "POST" and saved(form):
        messages.success(request, _("The changes are saved."))
        return redirect(planned)
    return _page(request, form, cancel_url=planned.get_absolute_url())


def planned_merger_delete(request: StaffRequest, pk: int) -> HttpResponse:
    planned = _waiting_or_404(request, pk)
    if request.method == "POST":
        with transaction.atomic():
            _held_or_404(pk).delete()
        messages.success(request, _("The prepared merger is removed. Nothing else changed."))
        return redirect("dashboards:merger_list")
    return render(request, "municipalities/planned_merger_delete.html", {"planned": planned})


def _waiting_or_404(request: StaffRequest, pk: int) -> PlannedMerger:
    """One that is not carried out yet: what is carried out does not change any more."""
    require(may_edit_reference_data(request.user))
    return get_object_or_404(PlannedMerger.objects.waiting().select_related("absorbed_by"), pk=pk)


def _held_or_404(pk: int) -> PlannedMerger:
    """Held, so that nobody carries it out at this very moment."""
    return get_object_or_404(PlannedMerger.objects.waiting().select_for_update(of=("self",)), pk=pk)


def _page(request: StaffRequest, form: PlannedMergerForm, *, cancel_url: str) -> HttpResponse:
    return render(request, "municipalities/planned_merger_form.html", {"form": form, "cancel_url": cancel_url})
