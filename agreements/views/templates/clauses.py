"""The parts of a concept and their clauses: adding, wording, ordering, removing."""

from contextlib import AbstractContextManager

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import StaffRequest
from accounts.submissions import HasPage, once
from agreements.actions import templates as actions
from agreements.forms.templates import ClauseForm, PartHeadingForm, TemplatePartForm
from agreements.models import Clause, TemplatePart, TemplateVersion
from agreements.template_sections import has_clauses
from agreements.views.parts import changed, made
from agreements.views.templates.shared import clause_to_word, part_to_word, version_may_stay, version_to_word
from agreements.wording import fields_of


class Place:
    """A part or a clause on the page of its version, as a place to return to."""

    def __init__(self, version: TemplateVersion, anchor: str) -> None:
        self.version = version
        self.anchor = anchor

    def get_absolute_url(self) -> str:
        return f"{self.version.get_absolute_url()}#{self.anchor}"


def place_of_part(part: TemplatePart) -> Place:
    return Place(part.version, f"part-{part.pk}")


def place_of_clause(clause: Clause) -> Place:
    return Place(clause.part.version, f"clause-{clause.pk}")


@version_may_stay
def template_part_create(request: StaffRequest, pk: int) -> HttpResponse:
    version = version_to_word(pk)
    if not has_clauses(version.template.kind):
        raise Http404
    form = TemplatePartForm(request.POST or None, instance=TemplatePart(version=version))
    done = _("The part is added. Write its clauses.")
    if location := made(request, form, place_of_part, within=actions.concept(version), done=done):
        return redirect(location)
    context = {"version": version, "form": form, "cancel_url": Place(version, "parts").get_absolute_url()}
    return render(request, "agreements/template_part_form.html", context)


@require_POST
@version_may_stay
def template_part_move(request: StaffRequest, pk: int) -> HttpResponse:
    part = part_to_word(pk)
    if part.domain_id is None:  # what always holds stands first
        raise Http404
    return _moved(request, part, place_of_part(part), within=actions.concept(part.version, row=part))


@version_may_stay
def template_part_update(request: StaffRequest, pk: int) -> HttpResponse:
    part = part_to_word(pk)
    if part.domain is None:
        raise Http404
    form = PartHeadingForm(request.POST or None, instance=part)
    if changed(request, form, within=actions.concept(part.version, row=part), done=_("The heading is saved.")):
        return redirect(place_of_part(part))
    cancel_url = place_of_part(part).get_absolute_url()
    context = {"version": part.version, "part": part, "form": form, "cancel_url": cancel_url}
    return render(request, "agreements/template_part_heading.html", context)


@version_may_stay
def template_part_delete(request: StaffRequest, pk: int) -> HttpResponse:
    if request.method == "POST":
        return redirect(once(request, lambda: _removed(request, part_to_word(pk))))
    part = part_to_word(pk)
    context = {"version": part.version, "part": part, "cancel_url": place_of_part(part).get_absolute_url()}
    return render(request, "agreements/template_part_delete.html", context)


@version_may_stay
def clause_create(request: StaffRequest, pk: int) -> HttpResponse:
    part = part_to_word(pk)
    form = ClauseForm(request.POST or None, instance=Clause(part=part))
    within = actions.concept(part.version, row=part)
    if location := made(request, form, place_of_clause, within=within, done=_("The clause is added.")):
        return redirect(location)
    return _clause_page(request, form, place_of_part(part))


@version_may_stay
def clause_update(request: StaffRequest, pk: int) -> HttpResponse:
    clause = clause_to_word(pk)
    form = ClauseForm(request.POST or None, instance=clause)
    within = actions.concept(clause.part.version, row=clause)
    if changed(request, form, within=within, done=_("The clause is saved.")):
        return redirect(place_of_clause(clause))
    return _clause_page(request, form, place_of_clause(clause))


@require_POST
@version_may_stay
def clause_move(request: StaffRequest, pk: int) -> HttpResponse:
    clause = clause_to_word(pk)
    return _moved(request, clause, place_of_clause(clause), within=actions.concept(clause.part.version, row=clause))


@version_may_stay
def clause_delete(request: StaffRequest, pk: int) -> HttpResponse:
    if request.method == "POST":
        return redirect(once(request, lambda: _removed(request, clause_to_word(pk))))
    clause = clause_to_word(pk)
    context = {
        "version": clause.part.version,
        "clause": clause,
        "cancel_url": place_of_clause(clause).get_absolute_url(),
    }
    return render(request, "agreements/template_clause_delete.html", context)


def _clause_page(request: StaffRequest, form: ClauseForm, place: Place) -> HttpResponse:
    context = {
        "version": place.version,
        "part": form.instance.part,
        "clause": form.instance if form.instance.pk else None,
        "form": form,
        "merge_fields": fields_of(form.kind),
        "cancel_url": place.get_absolute_url(),
    }
    return render(request, "agreements/template_clause_form.html", context)


def _moved(
    request: StaffRequest, row: TemplatePart | Clause, place: Place, *, within: AbstractContextManager[None]
) -> HttpResponse:
    with within:
        actions.shift(row, up=request.POST.get("direction") == "up")
    return redirect(place)


def _removed(request: StaffRequest, row: TemplatePart | Clause) -> HasPage:
    part = row.part if isinstance(row, Clause) else row
    with actions.concept(part.version, row=row):
        row.delete()
    if isinstance(row, Clause):
        messages.success(request, _("The clause is deleted."))
        return place_of_part(part)
    messages.success(request, _("The part is removed, with its clauses."))
    return Place(part.version, "parts")
