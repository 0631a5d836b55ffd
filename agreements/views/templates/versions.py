"""One version of a template: reading it, wording it as a concept, and the steps of its life."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.requests import StaffRequest
from accounts.submissions import HasPage, once
from agreements.actions import templates as actions
from agreements.forms.templates import SuccessorForm, VersionForm
from agreements.models import PaperTemplate, TemplateVersion
from agreements.permissions import may_edit_templates
from agreements.template_gate import findings
from agreements.template_reading import reading_of
from agreements.template_sections import has_clauses
from agreements.views.parts import changed
from agreements.views.templates.shared import version_may_stay, version_of, version_to_word
from agreements.wording import fields_of


@require_safe
def template_version_detail(request: StaffRequest, pk: int) -> HttpResponse:
    versions = TemplateVersion.objects.for_paper().with_usage().select_related("created_by", "put_in_use_by")
    version = get_object_or_404(versions, pk=pk)
    may_edit = may_edit_templates(request.user)
    editable = may_edit and version.state == TemplateVersion.State.CONCEPT
    context = {
        "version": version,
        "reading": reading_of(version),
        "siblings": list(version.template.versions.all()),
        "has_clauses": has_clauses(version.template.kind),
        "may_edit": may_edit,
        "editable": editable,
        "findings": findings(version) if editable else [],
    }
    return render(request, "agreements/template_version_detail.html", context)


@version_may_stay
def template_version_edit(request: StaffRequest, pk: int) -> HttpResponse:
    version = version_to_word(pk)
    form = VersionForm(request.POST or None, instance=version)
    if changed(request, form, within=actions.concept(version), done=_("The texts are saved.")):
        return redirect(version)
    context = {"version": version, "form": form, "merge_fields": fields_of(version.template.kind)}
    return render(request, "agreements/template_version_form.html", context)


@version_may_stay
def template_version_succeed(request: StaffRequest, pk: int) -> HttpResponse:
    version = version_of(pk)
    form = SuccessorForm(request.POST or None)
    concept = version.template.versions.concept().first()
    if request.method == "POST" and form.is_valid():
        try:
            page = once(request, lambda: actions.succeed(version, by=request.user, **form.cleaned_data))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The new version is a concept with the same texts. Change what is new."))
            return redirect(page)
    context = {"version": version, "form": form, "concept": concept}
    return render(request, "agreements/template_version_succeed.html", context)


@version_may_stay
def template_version_use(request: StaffRequest, pk: int) -> HttpResponse:
    version = get_object_or_404(TemplateVersion.objects.for_paper(), pk=pk)
    if version.state == TemplateVersion.State.IN_USE:
        return redirect(version)
    actions.refuse_settled(version)
    if request.method == "POST" and _put_in_use(request, version):
        return redirect(version)
    found = findings(version, printed=True)
    context = {
        "version": version,
        "findings": found,
        "blocked": any(one.blocks for one in found),
        "retires": version.template.versions.in_use().first(),
        "standard": _other_standard(version),
        "shown": actions.mark_of(version),
    }
    return render(request, "agreements/template_version_use.html", context)


def _put_in_use(request: StaffRequest, version: TemplateVersion) -> bool:
    """False when something blocks, which the page tells, or when it is not the version that was shown."""
    try:
        actions.put_in_use(version, shown=request.POST.get("shown", ""), by=request.user)
    except actions.VersionChanged as refusal:
        messages.error(request, str(refusal))
        return False
    except ValidationError:
        return False
    if standard := _other_standard(version):
        words = _("This version is in use. New papers still begin from “%(name)s”, the standard.")
        messages.success(request, words % {"name": standard})
    else:
        messages.success(request, _("This version is in use. New papers begin from it."))
    return True


def _other_standard(version: TemplateVersion) -> PaperTemplate | None:
    """The template from which new papers of the kind begin, if that is another."""
    standard = TemplateVersion.objects.standard(version.template.kind)
    return None if standard is None or standard.template_id == version.template_id else standard.template


@version_may_stay
def template_version_retire(request: StaffRequest, pk: int) -> HttpResponse:
    version = version_of(pk)
    if version.state == TemplateVersion.State.CONCEPT:
        return redirect(version)
    if request.method == "POST":
        actions.retire(version)
        messages.success(request, _("This version is retired. What rests on it stays as it is."))
        return redirect(version)
    context = {"version": version, "standard": _other_standard(version)}
    return render(request, "agreements/template_version_retire.html", context)


@version_may_stay
def template_version_delete(request: StaffRequest, pk: int) -> HttpResponse:
    if request.method == "POST":
        return redirect(once(request, lambda: _discarded(request, pk)))
    version = version_to_word(pk)
    context = {"version": version, "alone": version.template.versions.count() == 1}
    return render(request, "agreements/template_version_delete.html", context)


class _TemplateList:
    """Where somebody goes when the template went with its only version."""

    def get_absolute_url(self) -> str:
        return reverse("agreements:template_list")


def _discarded(request: StaffRequest, pk: int) -> HasPage:
    template = actions.discard(version_to_word(pk))
    messages.success(request, _("The concept is deleted."))
    return template or _TemplateList()
