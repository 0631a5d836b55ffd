"""What came back signed: handing it in, looking at it, downloading it, setting it aside."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.keys import key_of
from accounts.permissions import require
from accounts.requests import StaffRequest
from accounts.submissions import HasPage, once, sent_before
from agreements.actions import signed_copies as actions
from agreements.actions.signed_copies import Compared
from agreements.forms.signed_copies import SetAsideForm, SignedCopyForm
from agreements.models import Addendum, Agreement, Ending, Signable, SignedCopy
from agreements.permissions import may_make_final
from agreements.signed_copies import CopyPage, next_after_filing
from agreements.views.parts import Section
from papers.serving import serve

ANCHOR = "signed-copies"


def signed_copy_create(request: StaffRequest, pk: int) -> HttpResponse:
    """`?addendum=…` hands in the signed copies of an addendum of this agreement, `?ending=…` those of its end."""
    agreement = get_object_or_404(Agreement.objects.select_related("municipality"), pk=pk)
    require(may_make_final(request.user, agreement))
    if page := sent_before(request):
        return redirect(page)
    source = _source(request, agreement)
    form = SignedCopyForm(request.POST or None, request.FILES or None, source=source)
    if request.method == "POST" and form.is_valid():
        try:
            copies = actions.compared(source, form.handed)
            return redirect(once(request, lambda: _filed(request, source, copies, accepted=form.accepted)))
        except ValidationError as error:
            form.add_error(None, error)
    context = {
        "agreement": agreement,
        "source": source,
        "form": form,
        "final": actions.standing_final(source),
        "of_end": isinstance(source, Ending),
        "cancel_url": source.get_absolute_url(),
    }
    return render(request, "agreements/signed_copy_form.html", context)


@require_safe
def signed_copy_detail(request: StaffRequest, pk: int) -> HttpResponse:
    copy = _copy(pk)
    may_file = may_make_final(request.user, copy.agreement)
    context = {
        "agreement": copy.agreement,
        "copy": copy,
        "page": CopyPage.of(copy),
        "may_file": may_file,
        "next": next_after_filing(copy, by=request.user),
    }
    return render(request, "agreements/signed_copy_detail.html", context)


@require_safe
def signed_copy_file(request: StaffRequest, pk: int) -> HttpResponseBase:
    copy = _copy(pk)
    return serve(request, copy.document, as_attachment=True, filename=CopyPage.of(copy).filename)


def signed_copy_set_aside(request: StaffRequest, pk: int) -> HttpResponse:
    copy = _copy(pk)
    require(may_make_final(request.user, copy.agreement))
    form = SetAsideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(once(request, lambda: _set_aside(request, copy, form.cleaned_data["reason"])))
        except ValidationError as error:
            form.add_error(None, error)
    context = {"agreement": copy.agreement, "copy": copy, "form": form, "cancel_url": copy.get_absolute_url()}
    return render(request, "agreements/signed_copy_set_aside.html", context)


def copies_context(request: StaffRequest, agreement: Agreement) -> dict[str, Any]:
    """What the page of an agreement shows of its signed copies and those of its end; one query."""
    copies = agreement.signed_copies.filter(addendum__isnull=True).order_by("-filed_at", "-pk")
    return {
        "signed_copies": [one for one in copies if one.ending_id is None],
        "ending_copies": [one for one in copies if one.ending_id is not None],
        "may_file_copies": may_make_final(request.user, agreement),
    }


def _copy(pk: int) -> SignedCopy:
    rows = SignedCopy.objects.select_related(
        "agreement__municipality",
        "addendum__agreement",
        "ending__agreement",
        "document",
        "filed_by",
        "set_aside_by",
        "final",
    )
    return get_object_or_404(rows.defer("final__data"), pk=pk)


def _source(request: StaffRequest, agreement: Agreement) -> Signable:
    sources: dict[str, Any] = {"addendum": Addendum.objects, "ending": Ending.objects}
    for name, manager in sources.items():
        if number := request.GET.get(name, ""):
            rows = manager.select_related("agreement__municipality").filter(agreement=agreement)
            return get_object_or_404(rows, pk=key_of(number))
    return agreement


def _filed(request: StaffRequest, source: Signable, copies: list[Compared], *, accepted: str) -> HasPage:
    filed = actions.file_copies(source, copies, by=request.user, accepted_because=accepted)
    text = ngettext(
        "The signed copy is filed as it came.", "%(number)d signed copies are filed as they came.", len(filed)
    )
    messages.success(request, text % {"number": len(filed)} if len(filed) > 1 else text)
    if len(filed) == 1:
        return filed[0]
    return Section(source, ANCHOR) if isinstance(source, Agreement) else source


def _set_aside(request: StaffRequest, copy: SignedCopy, reason: str) -> SignedCopy:
    copy = actions.set_aside(copy, reason=reason, by=request.user)
    messages.success(request, _("The copy is set aside; it stays readable with your reason."))
    return copy
