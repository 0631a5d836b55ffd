"""Prepare an answer, look at what it freezes, give it out."""

from copy import copy
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.keys import key_of
from accounts.permissions import require
from accounts.requests import StaffRequest
from accounts.submissions import once, sent_before
from dashboards import sheets
from dashboards.figures import Figures
from municipalities.conflicts import saved
from publications import actions
from publications.answer.facts import facts_of
from publications.answer.forms import AnswerForm
from publications.answer.making import paper_of
from publications.answer.screen import lists_of_day
from publications.answer.wording import summary
from publications.forms import FROM_WHAT_IT_CORRECTS, DraftForm
from publications.models import Draft, Publication
from publications.permissions import may_publish

# What a correction begins with, besides what it cannot change; nothing of an answer that was tampered with.
KEPT: Final = ("asked_by", "asked_on", "figures_on", "parts", "text")


def draft_create(request: StaffRequest) -> HttpResponse:
    """A new answer, from what the answer builder asks; with `?corrects=` one from the answer that it corrects."""
    require(may_publish(request.user))
    corrected = _to_correct(request)
    if corrected and corrected.is_corrected:
        messages.info(request, _("This answer was corrected already; correct the newest one."))
        return redirect(corrected.succeeded_by)
    form = DraftForm(request.POST or None, instance=_new(request, corrected))
    if request.method == "POST" and form.is_valid():
        page = once(request, form.save)
        messages.success(request, _("The draft is saved. Look at what it says, then publish it."))
        return redirect(page)
    return _to_fill_in(request, form, form.instance)


@require_safe
def draft_detail(request: StaffRequest, pk: int) -> HttpResponse:
    draft = _draft(pk)
    found = actions.counted(draft)
    context = _shown(request, draft, found)
    context |= {"sheet": sheets.of_provinces(found), "may_publish": may_publish(request.user)}
    return render(request, "publications/draft_detail.html", context)


def draft_update(request: StaffRequest, pk: int) -> HttpResponse:
    require(may_publish(request.user))
    draft = _draft(pk)
    form = DraftForm(request.POST or None, instance=copy(draft))  # what was typed does not change the heading
    if request.method == "POST" and saved(form):
        messages.success(request, _("The draft is saved."))
        return redirect(draft)
    return _to_fill_in(request, form, draft)


def draft_publish(request: StaffRequest, pk: int) -> HttpResponse:
    """Shows what freezes; what is confirmed is what was shown."""
    require(may_publish(request.user))
    if published_before := sent_before(request):
        return redirect(published_before)
    if request.method == "POST" and not Draft.objects.filter(pk=pk).exists():
        return _gone(request)
    draft, errors = _draft(pk), []
    if request.method == "POST":
        try:
            page = once(request, lambda: actions.publish(draft, by=request.user, shown=request.POST.get("shown", "")))
        except ValidationError as error:
            errors = error.messages
        else:
            messages.success(request, _("The answer is published. It stands as it is."))
            return redirect(page)
    if errors and not Draft.objects.filter(pk=pk).exists():
        return _gone(request)
    context = _shown(request, draft, actions.counted(draft)) | {"errors": errors}
    return render(request, "publications/draft_publish.html", context)


def draft_delete(request: StaffRequest, pk: int) -> HttpResponse:
    require(may_publish(request.user))
    draft = _draft(pk)
    if request.method == "POST":
        draft.delete()
        messages.success(request, _("The draft is thrown away."))
        return redirect("publications:publication_list")
    return render(request, "publications/draft_delete.html", {"draft": draft})


def _to_fill_in(request: StaffRequest, form: DraftForm, draft: Draft) -> HttpResponse:
    """The form, with the paragraph that the figures give beside it."""
    paragraph = summary(facts_of(actions.counted(form.instance)))
    return render(request, "publications/draft_form.html", {"form": form, "draft": draft, "paragraph": paragraph})


def _gone(request: StaffRequest) -> HttpResponse:
    messages.warning(request, _("Somebody else published this draft or threw it away in the meantime."))
    return redirect("publications:publication_list")


def _draft(pk: int) -> Draft:
    draft: Draft = get_object_or_404(Draft.objects.select_related("made_by", "succeeds"), pk=pk)
    return draft


def _to_correct(request: StaffRequest) -> Publication | None:
    """Raises Http404."""
    asked = request.GET.get("corrects", "")
    if not asked:
        return None
    found: Publication = get_object_or_404(Publication.objects.for_detail(), pk=key_of(asked))
    return found


def _new(request: StaffRequest, corrected: Publication | None) -> Draft:
    today = timezone.localdate()
    draft = Draft(made_by=request.user, answered_on=today, figures_on=today)
    asked = AnswerForm(request.GET)
    if "on" in request.GET and asked.is_valid():
        draft.figures_on, draft.parts = asked.cleaned_data["on"], asked.cleaned_data["parts"]
        draft.known_on = asked.cleaned_data["known_on"]
    if corrected:
        draft.succeeds = corrected
        for name in (*FROM_WHAT_IT_CORRECTS, *(KEPT if corrected.is_intact else ())):
            setattr(draft, name, getattr(corrected, name))
    return draft


def _shown(request: StaffRequest, draft: Draft, found: Figures) -> dict[str, Any]:
    """What the draft would say, with a mark of it."""
    publication = actions.prepared(draft, found, by=request.user)
    return {
        "draft": draft,
        "publication": publication,
        "paper": paper_of(publication, lists=lists_of_day(found)),
        "shown": actions.mark_of(publication),
    }
