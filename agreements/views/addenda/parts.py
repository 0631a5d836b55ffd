"""What the pages of an addendum share: finding the row, the way back, removing."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.permissions import require
from accounts.requests import StaffRequest
from accounts.submissions import HasPage, once
from agreements.actions.addenda import AddendumStays, changing_addendum, refuse_frozen_addendum
from agreements.freeze import Part
from agreements.models import Addendum, AddendumDecision, AddendumSignatory
from agreements.permissions import may_edit, may_make_final

Row = TypeVar("Row", AddendumDecision, AddendumSignatory)

Arguments = ParamSpec("Arguments")


@dataclass(frozen=True)
class AddendumSection:
    """A part of the page of an addendum, as a place to return to."""

    addendum: Addendum
    anchor: str

    def get_absolute_url(self) -> str:
        return f"{self.addendum.get_absolute_url()}#{self.anchor}"

    def context(self, **more: Any) -> dict[str, Any]:
        """What a page needs that changes this part: the addendum, its agreement, the way back, and more."""
        return {
            "agreement": self.addendum.agreement,
            "addendum": self.addendum,
            "cancel_url": self.get_absolute_url(),
            **more,
        }


def addendum_may_stay(
    view: Callable[Concatenate[StaffRequest, Arguments], HttpResponse],
) -> Callable[Concatenate[StaffRequest, Arguments], HttpResponse]:
    """Answer a change that the paper does not allow with a page (403) that says why and leads back."""

    @wraps(view)
    def shown(request: StaffRequest, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except AddendumStays as refusal:
            addendum = refusal.addendum
            take_back = refusal.can_be_taken_back and may_make_final(request.user, addendum.agreement)
            context = {"reason": str(refusal), "may_take_back": take_back}
            section = AddendumSection(addendum, "content")
            return render(request, "agreements/addendum_refused.html", section.context(**context), status=403)

    return shown


def addendum_to_read(pk: int) -> Addendum:
    addendum: Addendum = get_object_or_404(Addendum.objects.for_detail(), pk=pk)
    return addendum


def addendum_to_step(request: StaffRequest, pk: int) -> Addendum:
    """The addendum, when this user writes in its region. Raises Http404 and PermissionDenied."""
    addendum = addendum_to_read(pk)
    require(may_edit(request.user, addendum.agreement))
    return addendum


def addendum_to_fill(request: StaffRequest, pk: int, part: Part) -> Addendum:
    """The addendum, when this user may change that part of its paper. Raises AddendumStays besides."""
    addendum = addendum_to_step(request, pk)
    refuse_frozen_addendum(addendum, part)
    return addendum


def row_to_edit(request: StaffRequest, model: type[Row], pk: int, part: Part) -> Row:
    """A signatory or decision, when this user may change it."""
    row: Row = get_object_or_404(model._default_manager.all(), pk=pk)
    row.addendum = addendum_to_fill(request, row.addendum_id, part)
    return row


def row_removed(request: StaffRequest, model: type[Row], pk: int, part: Part, *, anchor: str, done: str) -> str:
    """Remove a row, also when the same form is sent again; the address to go to."""

    def remove() -> HasPage:
        row = row_to_edit(request, model, pk, part)
        with changing_addendum(row.addendum, part):
            row.delete()
        messages.success(request, done)
        return AddendumSection(row.addendum, anchor)

    return once(request, remove)
