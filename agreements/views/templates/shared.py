"""What the pages of templates share: who may word them, and what happens when a version stays as it is."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.permissions import require
from accounts.requests import StaffRequest
from agreements.actions.templates import Gone, VersionStays, refuse_settled
from agreements.models import Clause, TemplatePart, TemplateVersion
from agreements.permissions import may_edit_templates

Arguments = ParamSpec("Arguments")


def version_may_stay(
    view: Callable[Concatenate[StaffRequest, Arguments], HttpResponse],
) -> Callable[Concatenate[StaffRequest, Arguments], HttpResponse]:
    """For administrators alone. A version that is no concept answers with a page (403) that leads to a new one."""

    @wraps(view)
    def shown(request: StaffRequest, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponse:
        require(may_edit_templates(request.user))
        try:
            return view(request, *args, **kwargs)
        except VersionStays as refusal:
            context = {"version": refusal.version, "reason": str(refusal)}
            return render(request, "agreements/template_refused.html", context, status=403)
        except Gone as gone:
            raise Http404 from gone

    return shown


def version_of(pk: int) -> TemplateVersion:
    """A version with its template. Raises Http404."""
    version: TemplateVersion = get_object_or_404(TemplateVersion.objects.select_related("template"), pk=pk)
    return version


def version_to_word(pk: int) -> TemplateVersion:
    """A concept. Raises Http404 and VersionStays."""
    version = version_of(pk)
    refuse_settled(version)
    return version


def part_to_word(pk: int) -> TemplatePart:
    """A part of a concept. Raises Http404 and VersionStays."""
    part: TemplatePart = get_object_or_404(TemplatePart.objects.select_related("version__template", "domain"), pk=pk)
    refuse_settled(part.version)
    return part


def clause_to_word(pk: int) -> Clause:
    """A clause of a concept. Raises Http404 and VersionStays."""
    rows = Clause.objects.select_related("part__version__template", "part__domain")
    clause: Clause = get_object_or_404(rows, pk=pk)
    refuse_settled(clause.part.version)
    return clause
