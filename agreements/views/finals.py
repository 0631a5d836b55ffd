"""The paper as it is signed: making it final, taking it back, and handing out what is stored."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.permissions import require
from accounts.requests import StaffRequest
from accounts.submissions import once
from agreements.actions import finals as actions
from agreements.actions.content import ContentStays
from agreements.forms.finals import TakeBackForm
from agreements.freeze import freeze_of
from agreements.models import Agreement, Final
from agreements.permissions import may_make_final
from agreements.views.parts import Section, paper_may_stay
from papers.serving import serve

ANCHOR = "papers"


@require_safe
def final_pdf(request: StaffRequest, pk: int) -> HttpResponseBase:
    """The stored bytes, also of a final that was taken back."""
    final = get_object_or_404(Final.objects.select_related("document"), pk=pk)
    return serve(request, final.document, as_attachment=False, filename=final.document.label)


@paper_may_stay
def final_take_back(request: StaffRequest, pk: int) -> HttpResponse:
    agreement = get_object_or_404(Agreement.objects.select_related("municipality"), pk=pk)
    require(may_make_final(request.user, agreement))
    form = TakeBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            page = once(request, lambda: _taken_back(agreement, request, reason))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect(page)
    freeze = freeze_of(agreement)
    if not freeze.can_be_taken_back and not form.errors:
        raise ContentStays(agreement, freeze.words or _("Nothing is settled yet, so there is nothing to take back."))
    context = Section(agreement, ANCHOR).context(form=form, freeze=freeze, final=agreement.standing_final)
    return render(request, "agreements/take_back.html", context)


def _taken_back(agreement: Agreement, request: StaffRequest, reason: str) -> Section:
    actions.take_back(agreement, reason=reason, by=request.user)
    messages.success(request, _("The text is open again. What the council decided is to be decided anew."))
    return Section(agreement, ANCHOR)
