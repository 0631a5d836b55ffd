from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.paging import page_of, paged
from accounts.permissions import require, writes_somewhere
from accounts.requests import StaffRequest
from accounts.submissions import once
from agreements import permissions
from agreements.actions import agreements as actions
from agreements.actions.stages import insertable
from agreements.filters import AgreementFilter
from agreements.forms.agreements import AgreementStartForm
from agreements.freeze import Part
from agreements.history import changes_to_agreement
from agreements.listings import agreements_on
from agreements.models import Agreement
from agreements.models.stage import OPEN_STAGES
from agreements.next_action import next_step, state_of
from agreements.stepper import stations
from agreements.tables import AgreementTable
from agreements.views.addenda.held import held_context
from agreements.views.finals import ending_context, papers_context
from agreements.views.mergers import mergers_context
from agreements.views.renewal import followed_context
from agreements.views.signed_copies import copies_context
from exports import sending
from municipalities.backdating import asking_why, explained
from municipalities.listings import history_of
from municipalities.models import Municipality


@require_safe
def agreement_list(request: StaffRequest) -> HttpResponseBase:
    filterset = AgreementFilter(request.GET, request=request)
    day, table = filterset.day, AgreementTable(filterset.qs, day=filterset.day)
    if sending.is_asked(request):
        return sending.send_list(request, agreements_on(day), table, filterset, day=day)
    table = paged(request, table)
    context = {"filterset": filterset, "table": table, "files_somewhere": permissions.files_somewhere(request.user)}
    return render(request, "agreements/agreement_list.html", context)


def agreement_create(request: StaffRequest) -> HttpResponse:
    require(writes_somewhere(request.user))
    municipality = None
    if nis := request.GET.get("municipality"):
        municipality = get_object_or_404(Municipality.objects.select_related("region"), nis=nis)
        require(permissions.may_start(request.user, municipality))
    form = AgreementStartForm(request.POST or None, user=request.user, municipality=municipality)
    if request.method == "POST" and (page := _started(request, form)):
        messages.success(request, _("The agreement is started; it has its number."))
        return redirect(page)
    refused = request.method == "POST" and form.names_another_region
    context = {"form": form, "municipality": municipality}
    return render(request, "agreements/agreement_form.html", context, status=403 if refused else 200)


def _started(request: StaffRequest, form: AgreementStartForm) -> str | None:
    """The page of the new agreement; None when the form has something to say first."""

    def start() -> Agreement:
        said = form.cleaned_data
        with explained(request, [said["municipality"]], since=said["talk_on"]):
            return actions.start(by=request.user, **said)

    with asking_why(form):
        try:
            return once(request, start) if form.is_valid() else None
        except ValidationError as error:
            form.add_error(None, error)
    return None


@require_safe
def agreement_detail(request: StaffRequest, pk: int) -> HttpResponse:
    today = timezone.localdate()
    agreement = get_object_or_404(Agreement.objects.for_detail(on=today), pk=pk)
    may_edit = permissions.may_edit(request.user, agreement)
    signed = agreement.signed_on is not None
    papers = papers_context(request, agreement)
    possible = insertable(agreement)
    context = {
        "agreement": agreement,
        "today": today,
        "state": state_of(agreement, on=today),
        "stations": stations(agreement, on=today),
        "next": next_step(agreement, on=today) if may_edit else None,
        "may_edit": may_edit,
        "may_correct": permissions.may_correct(request.user, agreement),
        "editable": may_edit and not papers["freeze"].holds(Part.PEOPLE),
        "writable": may_edit and not papers["freeze"].holds(Part.TEXT),
        **papers,
        "may_advance": may_edit and any(stage in OPEN_STAGES for stage in possible),
        "may_decline": may_edit and not signed and agreement.stage != "declined" and "declined" in possible,
        "may_sign": may_edit and "signed" in possible,
        "may_end": may_edit and signed and "ended" in possible,
    }
    context |= held_context(request, agreement, today=today)
    context |= copies_context(request, agreement)
    context |= ending_context(request, agreement)
    context |= followed_context(agreement, may_edit=may_edit)
    context |= mergers_context(request, agreement, today=today)
    return render(request, "agreements/agreement_detail.html", context)


@require_safe
def agreement_history(request: StaffRequest, pk: int) -> HttpResponseBase:
    agreement = get_object_or_404(Agreement.objects.select_related("municipality"), pk=pk)
    changes = changes_to_agreement(agreement)
    if sending.is_asked(request):
        return sending.send(request, history_of(agreement, changes))
    context = {"agreement": agreement, "changes": page_of(request, changes)}
    return render(request, "agreements/agreement_history.html", context)
