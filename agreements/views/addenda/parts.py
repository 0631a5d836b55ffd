"""What the pages of an addendum share: finding the row, the way back, removing."""

from typing import TypeVar

from django.contrib import messages
from django.shortcuts import get_object_or_404

from accounts.permissions import require
from accounts.requests import StaffRequest
from accounts.submissions import HasPage, once
from agreements.actions.addenda import changing_addendum
from agreements.actions.content import refuse_frozen
from agreements.freeze import Part
from agreements.models import Addendum, AddendumDecision, AddendumSignatory
from agreements.permissions import may_edit
from agreements.views.parts import Section

Row = TypeVar("Row", AddendumDecision, AddendumSignatory)


def addendum_to_read(pk: int) -> Addendum:
    addendum: Addendum = get_object_or_404(Addendum.objects.for_detail(), pk=pk)
    return addendum


def addendum_to_step(request: StaffRequest, pk: int) -> Addendum:
    """The addendum, when this user writes in its region. Raises Http404 and PermissionDenied."""
    addendum = addendum_to_read(pk)
    require(may_edit(request.user, addendum.agreement))
    return addendum


def addendum_to_fill(request: StaffRequest, pk: int, part: Part) -> Addendum:
    """The addendum, when this user may change that part of its paper. Raises ContentStays besides."""
    addendum = addendum_to_step(request, pk)
    refuse_frozen(addendum, part)
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
        return Section(row.addendum, anchor)

    return once(request, remove)
