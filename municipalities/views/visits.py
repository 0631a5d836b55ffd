from contextlib import AbstractContextManager

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.paging import paged
from accounts.permissions import require, writes_somewhere
from accounts.requests import StaffRequest
from accounts.submissions import once
from exports import sending
from municipalities import actions
from municipalities.backdating import asking_why, explained
from municipalities.changes import changes_to
from municipalities.conflicts import VersionedForm, saved
from municipalities.filters import VisitFilter
from municipalities.forms.visit_outcome import VisitCancelForm, VisitOutcomeForm
from municipalities.forms.visits import VisitForm
from municipalities.listings import VISITS, history_of
from municipalities.models import Municipality, Visit
from municipalities.permissions import may_edit_visit, may_write_about
from municipalities.tables import VisitTable

REFRESH = "refresh"  # the button for who browses without scripts: show the contacts of this municipality


def _visit(pk: int) -> Visit:
    return get_object_or_404(Visit.objects.for_detail(), pk=pk)


@require_safe
def visit_list(request: StaffRequest) -> HttpResponseBase:
    filterset = VisitFilter(request.GET, queryset=Visit.objects.for_list(), request=request)
    table = VisitTable(filterset.qs)
    if sending.is_asked(request):
        return sending.send_list(request, VISITS, table, filterset)
    waiting = Visit.objects.awaiting_outcome(on=timezone.localdate()).filter(agency_people=request.user).count()
    context = {"filterset": filterset, "table": paged(request, table), "waiting": waiting}
    return render(request, "municipalities/visit_list.html", context)


@require_safe
def visit_detail(request: StaffRequest, pk: int) -> HttpResponse:
    visit = _visit(pk)
    today = timezone.localdate()
    context = {
        "visit": visit,
        "may_edit": may_edit_visit(request.user, visit),
        "awaits_outcome": visit.awaits_outcome(on=today),
        "is_due": visit.status == Visit.Status.PLANNED and visit.held_on <= today,
        "is_overdue": visit.has_overdue_step(on=today),
    }
    return render(request, "municipalities/visit_detail.html", context)


def visit_create(request: StaffRequest) -> HttpResponse:
    require(writes_somewhere(request.user))
    municipality = None
    if nis := request.GET.get("municipality"):
        municipality = get_object_or_404(Municipality.objects.select_related("region"), nis=nis)
        require(may_write_about(request.user, municipality))
    form = VisitForm(request.POST or None, user=request.user, municipality=municipality)
    if REFRESH in request.POST:
        form.forget_unknown_contacts()
    elif request.method == "POST" and (page := _logged(request, form)):
        messages.success(request, _("The visit is logged."))
        return redirect(page)
    return _form_page(request, form)


def _logged(request: StaffRequest, form: VisitForm) -> str | None:
    """The page of the new visit; None when the form has something to say first."""

    def log() -> Visit:
        with _explained(request, form.instance, before=None):
            actions.hold_existing(form.instance.municipality)
            visit: Visit = form.save()
        return visit

    with asking_why(form):
        try:
            return once(request, log) if form.is_valid() else None
        except ValidationError as error:
            form.add_error("municipality", error)
    return None


def visit_update(request: StaffRequest, pk: int) -> HttpResponse:
    visit = _visit(pk)
    require(may_edit_visit(request.user, visit))
    form = VisitForm(request.POST or None, instance=visit, user=request.user)
    if REFRESH in request.POST:
        form.forget_unknown_contacts()
    elif request.method == "POST" and _saved(request, form):
        messages.success(request, _("The visit is saved."))
        return redirect(visit)
    return _form_page(request, form)


def _saved(request: StaffRequest, form: VersionedForm) -> bool:
    """As `saved`; and False when it changes what was given out and nobody said why."""
    before = _visit(form.instance.pk)
    with asking_why(form):
        try:
            if form.is_valid():
                with _explained(request, form.instance, before=before):
                    actions.hold_existing(form.instance.municipality)
                    return saved(form)
        except ValidationError as error:
            form.add_error(None, error)
    return False


def _explained(request: StaffRequest, visit: Visit, *, before: Visit | None) -> AbstractContextManager[None]:
    """What a visit was and what it becomes both count."""
    both = [visit, before] if before else [visit]
    return explained(request, {one.municipality for one in both}, since=min(one.held_on for one in both))


def _form_page(request: StaffRequest, form: VisitForm) -> HttpResponse:
    """The form; with status 403 when it was posted for a municipality of another region."""
    refused = request.method == "POST" and form.names_another_region
    context = {"form": form, "visit": form.instance}
    return render(request, "municipalities/visit_form.html", context, status=403 if refused else 200)


@require_safe
def visit_contacts(request: StaffRequest) -> HttpResponse:
    """The contacts to tick, for the municipality and the day that the form shows now."""
    form = VisitForm(request.GET, user=request.user)
    form.forget_unknown_contacts()
    return render(request, "municipalities/_visit_contacts.html", {"form": form})


def visit_outcome(request: StaffRequest, pk: int) -> HttpResponse:
    visit = _visit(pk)
    require(may_edit_visit(request.user, visit))
    if request.method != "POST" and visit.status != Visit.Status.PLANNED:
        messages.info(request, _("What became of this visit is recorded already."))
        return redirect(visit)
    form = VisitOutcomeForm(request.POST or None, instance=visit)
    if request.method == "POST" and _saved(request, form):
        messages.success(request, _("Recorded what became of the visit."))
        return redirect(visit)
    return render(request, "municipalities/visit_outcome.html", {"form": form, "visit": _visit(pk)})


def visit_cancel(request: StaffRequest, pk: int) -> HttpResponse:
    visit = _visit(pk)
    require(may_edit_visit(request.user, visit))
    if request.method != "POST" and visit.status == Visit.Status.CANCELLED:
        messages.info(request, _("This visit is cancelled already."))
        return redirect(visit)
    form = VisitCancelForm(request.POST or None, instance=visit)
    if request.method == "POST" and _saved(request, form):
        messages.success(request, _("The visit is cancelled. It stays in the register, with the reason."))
        return redirect(visit)
    return render(request, "municipalities/visit_cancel.html", {"form": form, "visit": _visit(pk)})


@require_POST
def visit_next_step_done(request: StaffRequest, pk: int) -> HttpResponse:
    visit = _visit(pk)
    require(may_edit_visit(request.user, visit))
    if visit.next_step:
        actions.finish_next_step(visit, on=timezone.localdate())
        messages.success(request, _("The next step is done."))
    return redirect(visit)


@require_safe
def visit_history(request: StaffRequest, pk: int) -> HttpResponseBase:
    visit = _visit(pk)
    changes = changes_to(visit)
    if sending.is_asked(request):
        return sending.send(request, history_of(visit, changes))
    context = {"visit": visit, "changes": changes}
    return render(request, "municipalities/visit_history.html", context)
