"""Papers by the batch: ask, follow, stop, take."""

from datetime import timedelta
from typing import Any, Final

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from accounts.paging import page_of
from accounts.permissions import require
from accounts.requests import StaffRequest
from accounts.submissions import once
from batches import actions
from batches.forms import BatchForm
from batches.listings import BATCHES, contents_of
from batches.lists import ChosenList, address_of
from batches.models import Batch, Worker
from batches.naming import zip_name
from batches.offers import MOST, offers
from batches.permissions import may_cancel, sees_all
from batches.recovery import recover
from exports import sending
from exports.extracts import Extract

# Without progress for so long, looking at the page takes up what was left behind.
STILL: Final = timedelta(seconds=30)


@require_safe
def batch_list(request: StaffRequest) -> HttpResponseBase:
    batches = Batch.objects.visible_to(request.user).for_list()
    if sending.is_asked(request):
        return sending.send(request, Extract(listing=BATCHES, rows=batches))
    context = {"batches": page_of(request, batches), "sees_all": sees_all(request.user)}
    return render(request, "batches/batch_list.html", context)


def batch_create(request: StaffRequest) -> HttpResponse:
    """The papers of a list of agreements: the address has the filters of the list."""
    chosen = ChosenList(request)
    found = chosen.agreement_ids()
    context: dict[str, Any] = {"chosen": chosen, "number": len(found), "most": MOST}
    if not 0 < len(found) <= MOST:
        return render(request, "batches/batch_create_not.html", context)
    today = timezone.localdate()
    offered = offers(found, on=today)
    asked = {"what": request.GET["what"]} if "what" in request.GET else None
    form = BatchForm(request.POST or None, offers=offered, initial=asked)
    if request.method == "POST" and form.is_valid():
        what = form.cleaned_data["what"]
        agreements = [one.agreement for one in offered[what].holdings]
        page = once(
            request,
            lambda: actions.make(
                what=what,
                agreements=agreements,
                filter_words=chosen.words,
                query=chosen.query,
                by=request.user,
                on=today,
            ),
        )
        return redirect(page)
    return render(request, "batches/batch_create.html", context | {"form": form, "offers": offered.values()})


@require_safe
def batch_detail(request: StaffRequest, pk: int) -> HttpResponseBase:
    batch = _batch(request, pk)
    if sending.is_asked(request):
        return sending.send(request, contents_of(batch))
    items = list(batch.items.select_related("agreement__municipality"))
    context = _progress_of(request, batch) | {
        "list_url": address_of(batch.query),
        "items": items,
        "without": [item for item in items if item.missing or item.problem],
        "downloads": batch.downloads.select_related("taken_by"),
    }
    return render(request, "batches/batch_detail.html", context)


@require_safe
@cache_control(private=True, no_store=True)
def batch_progress(request: StaffRequest, pk: int) -> HttpResponse:
    """How far it is, for a page that is open; finished, it makes that page come anew."""
    batch = _batch(request, pk)
    response = render(request, "batches/_progress.html", _progress_of(request, batch))
    if batch.is_over:
        response.headers["HX-Refresh"] = "true"
    return response


def batch_cancel(request: StaffRequest, pk: int) -> HttpResponse:
    batch = _batch(request, pk)
    require(may_cancel(request.user, batch))
    if request.method == "POST":
        if actions.cancel(batch, by=request.user):
            messages.success(request, _("The batch is cancelled."))
        else:
            messages.info(request, _("The batch was over already; nothing was cancelled."))
        return redirect(batch)
    return render(request, "batches/batch_cancel.html", {"batch": batch})


@require_safe
def batch_file(request: StaffRequest, pk: int) -> HttpResponseBase:
    """The ZIP, as an attachment; who took it is recorded."""
    batch = _batch(request, pk)
    if batch.state != Batch.State.READY:
        messages.info(request, _("There is nothing to take here now."))
        return redirect(batch)
    try:
        file = default_storage.open(batch.file.name)
    except FileNotFoundError:
        raise Http404 from None
    if request.method == "GET":
        actions.take(batch, by=request.user)
    response = FileResponse(file, as_attachment=True, filename=zip_name(batch), content_type="application/zip")
    response.headers["Content-Length"] = str(batch.size)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _batch(request: StaffRequest, pk: int) -> Batch:
    """Raises Http404 for the batch of somebody else, as for one that there is not."""
    batch: Batch = get_object_or_404(Batch.objects.visible_to(request.user).for_list(), pk=pk)
    return batch


def _progress_of(request: StaffRequest, batch: Batch) -> dict[str, Any]:
    if not batch.is_over and (batch.last_done_at or batch.made_at) < timezone.now() - STILL:
        recover()
    return {
        "batch": batch,
        "may_cancel": may_cancel(request.user, batch) and not batch.is_over,
        "nobody_works": not batch.is_over and not Worker.objects.living().exists(),
    }
