"""The steps of an agreement: each page asks for one."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.permissions import require
from accounts.requests import StaffRequest
from accounts.submissions import HasPage, once
from agreements.actions import stages
from agreements.forms.stages import AdvanceForm, CorrectForm, DeclineForm, EndForm, SignForm, StepForm
from agreements.models import Agreement, Stage, StageChange
from agreements.permissions import may_correct, may_edit
from agreements.requirements import missing_for
from agreements.signed_copies import hints
from agreements.views.decisions import open_text
from municipalities.backdating import asking_why, explained


def agreement_advance(request: StaffRequest, pk: int) -> HttpResponse:
    agreement = _agreement_to_step(request, pk)
    form = AdvanceForm(request.POST or None, agreement=agreement, initial={"to": request.GET.get("to")})
    if taken(request, form, lambda data: stages.advance(agreement, by=request.user, **data).agreement):
        stage, day = form.cleaned_data["to"], form.cleaned_data["effective_on"]
        _say(request, _("Recorded: %(stage)s on %(day)s."), stage=stage.label, day=date_format(day))
        return redirect(agreement)
    approves = form["to"].value() == Stage.APPROVED
    missing = missing_for(agreement, Stage.APPROVED) if approves else []
    known = {one.url for one in missing}
    still_open = [one for one in open_text(agreement) if one.url not in known] if approves else []
    return _page(request, "agreements/stage_advance.html", form, missing=missing, open_text=still_open)


def agreement_decline(request: StaffRequest, pk: int) -> HttpResponse:
    agreement = _agreement_to_step(request, pk)
    form = DeclineForm(request.POST or None, agreement=agreement)
    if taken(request, form, lambda data: stages.decline(agreement, by=request.user, **data).agreement):
        _say(request, _("Recorded: no agreement for now. It can be taken up again at any time."))
        return redirect(agreement)
    return _page(request, "agreements/stage_decline.html", form)


def agreement_sign(request: StaffRequest, pk: int) -> HttpResponse:
    agreement = _agreement_to_step(request, pk)
    form = SignForm(request.POST or None, agreement=agreement)
    if taken(request, form, lambda data: stages.sign(agreement, by=request.user, **data).agreement):
        _say(request, _("Recorded: every party signed. The agreement can no longer be changed."))
        return redirect(agreement)
    missing = missing_for(agreement, Stage.SIGNED)
    return _page(request, "agreements/stage_sign.html", form, missing=missing, hints=hints(agreement))


def agreement_end(request: StaffRequest, pk: int) -> HttpResponse:
    agreement = _agreement_to_step(request, pk)
    form = EndForm(request.POST or None, agreement=agreement, initial={"reason": _decided(request, agreement)})
    if taken(request, form, lambda data: stages.end(agreement, by=request.user, **data).agreement):
        day = date_format(form.cleaned_data["effective_on"])
        _say(request, _("Recorded: the agreement ends on %(day)s."), day=day)
        return redirect(agreement)
    return _page(request, "agreements/stage_end.html", form)


def stage_change_correct(request: StaffRequest, pk: int) -> HttpResponse:
    change = get_object_or_404(
        StageChange.objects.select_related("agreement__municipality", "correction", "reason"), pk=pk
    )
    require(may_correct(request.user, change.agreement))
    if not change.is_standing:
        messages.info(request, _("This step was corrected before."))
        return redirect(change.agreement)
    form = CorrectForm(request.POST or None, change=change)

    def correct(data: dict[str, Any]) -> Agreement:
        stages.correct(change, reason=data["why"], by=request.user, replacement=form.replacement)
        return change.agreement

    if taken(request, form, correct):
        _say(request, _("The step is corrected; what stood there stays readable with the reason."))
        return redirect(change.agreement)
    return _page(request, "agreements/stage_correct.html", form, change=change)


def _agreement_to_step(request: StaffRequest, pk: int) -> Agreement:
    agreement = get_object_or_404(Agreement.objects.for_detail(on=timezone.localdate()), pk=pk)
    require(may_edit(request.user, agreement))
    return agreement


def _decided(request: StaffRequest, agreement: Agreement) -> str:
    """What the decision after a merger in the address says about this agreement."""
    asked = request.GET.get("decision", "")
    return next((one.note for one in agreement.merger_decisions.all() if str(one.pk) == asked), "") if asked else ""


def taken(request: StaffRequest, form: StepForm, take: Callable[[dict[str, Any]], HasPage]) -> bool:
    """Whether the step was posted and taken; else the form says what is wrong with it."""
    if request.method != "POST":
        return False
    with asking_why(form):
        return form.is_valid() and _taken_once(request, form, take)
    return False


def _taken_once(request: StaffRequest, form: StepForm, take: Callable[[dict[str, Any]], HasPage]) -> bool:
    def explained_step() -> HasPage:
        with explained(request, [form.agreement.municipality], since=form.first_day):
            return take(form.cleaned_data)

    try:
        once(request, explained_step)
    except ValidationError as error:
        form.add_errors(error)
        return False
    return True


def _say(request: StaffRequest, text: str, **words: object) -> None:
    messages.success(request, text % words if words else text)


def _page(request: StaffRequest, template: str, form: StepForm, **context: object) -> HttpResponse:
    return render(request, template, {"form": form, "agreement": form.agreement, "missing": [], **context})
