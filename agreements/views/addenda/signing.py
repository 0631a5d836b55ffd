"""The signature of an addendum, the correction of its days, and giving it up."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.permissions import require
from accounts.requests import StaffRequest
from agreements.actions import addenda
from agreements.addenda.requirements import missing_for_signature
from agreements.forms.addenda import AddendumCorrectForm, AddendumSignForm, AddendumWithdrawForm
from agreements.forms.stages import StepForm
from agreements.models import Addendum
from agreements.permissions import may_correct
from agreements.signed_copies import hints
from agreements.views.addenda.parts import addendum_to_step
from agreements.views.parts import Section
from agreements.views.stages import taken


def addendum_sign(request: StaffRequest, pk: int) -> HttpResponse:
    addendum = addendum_to_step(request, pk)
    form = AddendumSignForm(request.POST or None, addendum=addendum)
    if taken(request, form, lambda _data: addenda.sign(addendum, form.days)):
        messages.success(request, _("Recorded: every party signed. The addendum has its number."))
        return redirect(addendum)
    missing = missing_for_signature(addendum) if addendum.is_open else []
    return _page(request, "agreements/addendum_sign.html", addendum, form, missing=missing, hints=hints(addendum))


def addendum_correct(request: StaffRequest, pk: int) -> HttpResponse:
    addendum = addendum_to_step(request, pk)
    require(may_correct(request.user, addendum.agreement))
    form = AddendumCorrectForm(request.POST or None, addendum=addendum)

    def correct(data: dict[str, Any]) -> Addendum:
        return addenda.correct_days(addendum, form.days, reason=data["reason"])

    if taken(request, form, correct):
        messages.success(request, _("The days are corrected; the earlier ones stay readable in the history."))
        return redirect(addendum)
    return _page(request, "agreements/addendum_correct.html", addendum, form)


def addendum_withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    addendum = addendum_to_step(request, pk)
    form = AddendumWithdrawForm(request.POST or None, agreement=addendum.agreement)
    if taken(request, form, lambda data: addenda.withdraw(addendum, **data)):
        messages.success(request, _("The addendum is withdrawn. Another one can be started."))
        return redirect(addendum)
    return _page(request, "agreements/addendum_withdraw.html", addendum, form)


def _page(request: StaffRequest, template: str, addendum: Addendum, form: StepForm, **more: object) -> HttpResponse:
    context = Section(addendum, "").context(form=form, missing=more.pop("missing", []), **more)
    return render(request, template, context | {"cancel_url": addendum.get_absolute_url()})
