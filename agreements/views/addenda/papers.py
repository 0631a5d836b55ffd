"""The papers of an addendum: draft, final, taking it back. Thin: the functions are those of agreements."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.permissions import require
from accounts.requests import StaffRequest
from accounts.submissions import once, sent_before
from agreements import gate, pdf
from agreements.actions import finals
from agreements.actions.content import ContentStays
from agreements.forms.finals import TakeBackForm
from agreements.freeze import Because, freeze_of
from agreements.models import Addendum
from agreements.permissions import may_make_final
from agreements.views.addenda.parts import addendum_to_step
from agreements.views.parts import Section, paper_may_stay
from papers.printing.drafts import draft_response
from papers.scan import Hit

ANCHOR = "papers"


@require_safe
def addendum_pdf(request: StaffRequest, pk: int) -> HttpResponse:
    """The draft, at any time; what is final is stored, and handed out by `views.finals`."""
    addendum = get_object_or_404(Addendum.objects.for_paper(), pk=pk)
    paper = pdf.checked_paper(addendum, on=timezone.localdate())
    return draft_response(request, pdf.finished_html(paper), filename=pdf.filename(paper))


@paper_may_stay
def addendum_final(request: StaffRequest, pk: int) -> HttpResponse:
    """The list of what is still wrong, for all who write in the region; a coordinator makes the final."""
    addendum = addendum_to_step(request, pk)
    if page := sent_before(request):
        return redirect(page)
    _refuse_settled(addendum)
    hits: list[Hit] = []
    if request.method == "POST":
        require(may_make_final(request.user, addendum.agreement))
        try:
            print_ = finals.printed(addendum)
            return redirect(once(request, lambda: _kept(request, addendum, print_)))
        except finals.NotYetFinal as refusal:
            hits = refusal.hits
        except ValidationError as error:
            if page := sent_before(request):  # sent twice: the first made it while this one printed
                return redirect(page)
            messages.error(request, " ".join(error.messages))
            return redirect("agreements:addendum_final", pk)
    checks = gate.checks(addendum, hits)
    context = Section(addendum, ANCHOR).context(checks=checks, hits=hits)
    context["clear"] = not any(check.obstacles for check in checks)
    context["may_make"] = may_make_final(request.user, addendum.agreement)
    status = HTTPStatus.OK if request.method != "POST" else HTTPStatus.CONFLICT
    return render(request, "agreements/addendum_final.html", context, status=status)


@paper_may_stay
def addendum_take_back(request: StaffRequest, pk: int) -> HttpResponse:
    addendum = addendum_to_step(request, pk)
    require(may_make_final(request.user, addendum.agreement))
    form = TakeBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(once(request, lambda: _taken_back(request, addendum, form.cleaned_data["reason"])))
        except ValidationError as error:
            form.add_error(None, error)
    freeze = freeze_of(addendum)
    if not freeze.can_be_taken_back and not form.errors:
        raise ContentStays(addendum, freeze.words or _("Nothing is settled yet, so there is nothing to take back."))
    context = Section(addendum, ANCHOR).context(form=form, missing=[])
    return render(request, "agreements/addendum_take_back.html", context)


def _refuse_settled(addendum: Addendum) -> None:
    freeze = freeze_of(addendum)
    if freeze.because in {Because.SIGNED, Because.WITHDRAWN, Because.FINAL}:
        raise ContentStays(addendum, freeze.words, can_be_taken_back=freeze.can_be_taken_back)


def _kept(request: StaffRequest, addendum: Addendum, print_: finals.Printed) -> Section:
    finals.keep(print_, by=request.user)
    messages.success(request, _("The final is made and stored. From now on every print is this one."))
    return Section(addendum, ANCHOR)


def _taken_back(request: StaffRequest, addendum: Addendum, reason: str) -> Section:
    finals.take_back(addendum, reason=reason, by=request.user)
    messages.success(request, _("The text is open again. What the council decided is to be decided anew."))
    return Section(addendum, ANCHOR)
