"""The list of templates, and each with its versions."""

from contextlib import nullcontext

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import require
from accounts.requests import StaffRequest
from agreements.actions import templates as actions
from agreements.forms.templates import TemplateForm
from agreements.listings import TEMPLATES
from agreements.models import PaperKind, PaperTemplate
from agreements.permissions import may_edit_templates
from agreements.templatetags.templates import versions_of
from agreements.views.parts import made
from exports import sending
from exports.extracts import Extract


@require_safe
def template_list(request: StaffRequest) -> HttpResponseBase:
    templates = list(PaperTemplate.objects.with_versions())
    if sending.is_asked(request):
        rows = [(template, versions_of(template)) for template in templates]
        return sending.send(request, Extract(listing=TEMPLATES, rows=rows))
    kinds = [(kind, [one for one in templates if one.kind == kind]) for kind in PaperKind]
    context = {"kinds": kinds, "may_edit": may_edit_templates(request.user)}
    return render(request, "agreements/template_list.html", context)


def template_create(request: StaffRequest) -> HttpResponse:
    require(may_edit_templates(request.user))
    form = TemplateForm(request.POST or None, by=request.user, initial={"kind": PaperKind.AGREEMENT})
    done = _("The template is made. Word its first version, and put it in use.")
    if location := made(request, form, lambda version: version, within=nullcontext(), done=done):
        return redirect(location)
    return render(request, "agreements/template_form.html", {"form": form})


@require_safe
def template_detail(request: StaffRequest, pk: int) -> HttpResponse:
    template = get_object_or_404(PaperTemplate.objects.with_versions(), pk=pk)
    versions = list(template.versions.all())
    context = {
        "template": template,
        "versions": versions,
        "has_concept": any(one.state == one.State.CONCEPT for one in versions),
        "is_in_use": any(one.state == one.State.IN_USE for one in versions),
        "may_edit": may_edit_templates(request.user),
    }
    return render(request, "agreements/template_detail.html", context)


def template_update(request: StaffRequest, pk: int) -> HttpResponse:
    require(may_edit_templates(request.user))
    template = get_object_or_404(PaperTemplate, pk=pk)
    form = TemplateForm(request.POST or None, by=request.user, instance=template)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("The template is saved."))
        return redirect(template)
    # The name in the heading is the one that is stored, not the one that was typed.
    stored = get_object_or_404(PaperTemplate, pk=pk)
    return render(request, "agreements/template_form.html", {"form": form, "template": stored})


@require_POST
def template_make_standard(request: StaffRequest, pk: int) -> HttpResponse:
    require(may_edit_templates(request.user))
    template = get_object_or_404(PaperTemplate, pk=pk)
    try:
        actions.make_standard(template)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("New papers of this kind begin from this template."))
    return redirect(template)
