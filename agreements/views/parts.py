"""What the pages of the parts of an agreement share: finding the row, making, changing and removing it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from accounts.permissions import require
from accounts.requests import StaffRequest
from accounts.submissions import HasPage, once
from agreements.actions.content import ContentStays, changing, refuse_frozen
from agreements.freeze import Part
from agreements.models import (
    Addendum,
    Agreement,
    AgreementContact,
    Commitment,
    CouncilDecision,
    Ending,
    Signable,
    Signatory,
    agreement_of,
)
from agreements.permissions import may_edit, may_make_final
from municipalities.conflicts import saved

Row = TypeVar("Row", AgreementContact, Commitment, CouncilDecision, Signatory)

Arguments = ParamSpec("Arguments")


@dataclass(frozen=True)
class Section:
    """A part of the page of an agreement or an addendum, as a place to return to."""

    source: Signable
    anchor: str

    def get_absolute_url(self) -> str:
        return f"{self.source.get_absolute_url()}#{self.anchor}"

    def context(self, **more: Any) -> dict[str, Any]:
        """What a page needs that changes this part: the agreement, its addendum or end, the way back, and more."""
        return {
            "agreement": agreement_of(self.source),
            "addendum": self.source if isinstance(self.source, Addendum) else None,
            "ending": self.source if isinstance(self.source, Ending) else None,
            "cancel_url": self.get_absolute_url(),
            **more,
        }


def papers_of(source: Signable) -> Section:
    """Where its draft, its final and its signed copies are listed."""
    return Section(source, "ending-papers" if isinstance(source, Ending) else "papers")


class TextSection(Section):
    """A place on the page where the text of an agreement is written."""

    def get_absolute_url(self) -> str:
        return f"{reverse('agreements:agreement_text', args=[self.source.pk])}#{self.anchor}"


class NotYet(Exception):
    """The form has something to say first, so nothing was made."""


def paper_may_stay(
    view: Callable[Concatenate[StaffRequest, Arguments], HttpResponse],
) -> Callable[Concatenate[StaffRequest, Arguments], HttpResponse]:
    """Answer a change that the paper does not allow with a page (403) that says why and leads back."""

    @wraps(view)
    def shown(request: StaffRequest, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except ContentStays as refusal:
            source = refusal.source
            take_back = refusal.can_be_taken_back and may_make_final(request.user, agreement_of(source))
            context = Section(source, "content").context(reason=str(refusal), may_take_back=take_back)
            return render(request, "agreements/refused.html", context, status=403)

    return shown


def ending_to_read(pk: int) -> Ending:
    """How the agreement ended early. Raises Http404 where it did not."""
    ending: Ending = get_object_or_404(Ending.objects.standing().for_paper(), agreement=pk)
    return ending


def agreement_to_fill(request: StaffRequest, pk: int, part: Part) -> Agreement:
    """The agreement, when this user may change that part of its paper. Raises Http404 and PermissionDenied."""
    agreement: Agreement = get_object_or_404(Agreement.objects.select_related("municipality"), pk=pk)
    require(may_edit(request.user, agreement))
    refuse_frozen(agreement, part)
    return agreement


def part_to_edit(request: StaffRequest, model: type[Row], pk: int) -> Row:
    """A row on the paper of an agreement, when this user may change it. Raises Http404 and PermissionDenied."""
    part: Row = get_object_or_404(model._default_manager.select_related("agreement__municipality"), pk=pk)
    require(may_edit(request.user, part.agreement))
    refuse_frozen(part.agreement, frozen_with(model))
    return part


def frozen_with(model: type[Row]) -> Part:
    """Commitments are text; the people and the decisions of the councils can change until the final."""
    return Part.TEXT if model is Commitment else Part.PEOPLE


def made(
    request: StaffRequest,
    form: forms.ModelForm,
    page: Callable[[Any], HasPage],
    *,
    within: AbstractContextManager[None],
    done: str,
) -> str | None:
    """Make what a posted form says, once however often it is sent; the address to go to, or None to show the form."""
    if request.method != "POST":
        return None

    def make() -> HasPage:
        with within:
            if not form.is_valid():
                raise NotYet
            row = form.save()
        messages.success(request, done)
        return page(row)

    try:
        return once(request, make)
    except NotYet:
        return None
    except ValidationError as error:
        form.add_error(None, error)
        return None
    except IntegrityError:
        # Somebody else made the same thing this very moment: now the form can say so itself.
        form.full_clean()
        if form.is_valid():
            raise
        return None


def changed(request: StaffRequest, form: forms.ModelForm, *, within: AbstractContextManager[None], done: str) -> bool:
    """Save a posted form; False to show it (again)."""
    if request.method != "POST":
        return False
    try:
        with within:
            if not saved(form):
                return False
    except ValidationError as error:
        form.add_error(None, error)
        return False
    messages.success(request, done)
    return True


def removed(
    request: StaffRequest, model: type[Row], pk: int, *, anchor: str, done: str, refuse: Callable[[Row], None]
) -> str:
    """Remove a row from the paper, also when the same form is sent again; the address to go to."""

    def remove() -> HasPage:
        part = part_to_edit(request, model, pk)
        with changing(part.agreement, frozen_with(model)):
            refuse(part)
            part.delete()
        messages.success(request, done)
        return Section(part.agreement, anchor)

    return once(request, remove)


def nothing_rests_on(part: Any) -> None:
    """For `removed`: a row that can always go."""
