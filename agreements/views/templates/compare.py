"""What differs between two versions of one template."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.requests import StaffRequest
from agreements.models import TemplateVersion
from agreements.template_diff import differences


@require_safe
def template_version_compare(request: StaffRequest, pk: int) -> HttpResponse:
    """`?with=` names the other version; without it the one that this version follows."""
    version: TemplateVersion = get_object_or_404(TemplateVersion.objects.for_paper(), pk=pk)
    others = list(TemplateVersion.objects.for_paper().filter(template=version.template_id).exclude(pk=pk))
    other = _chosen(request, others) if "with" in request.GET else _usual(version, others)
    old, new = sorted([version, other or version], key=lambda one: one.number)
    context = {
        "version": version,
        "others": others,
        "other": other,
        "old": old,
        "new": new,
        "difference": differences(old, new) if other else None,
    }
    return render(request, "agreements/template_version_compare.html", context)


def _chosen(request: StaffRequest, others: list[TemplateVersion]) -> TemplateVersion:
    for one in others:
        if str(one.pk) == request.GET["with"]:
            return one
    raise Http404


def _usual(version: TemplateVersion, others: list[TemplateVersion]) -> TemplateVersion | None:
    """The last version before this one; for the first one the version after it."""
    before = [one for one in others if one.number < version.number]
    after = [one for one in others if one.number > version.number]
    if before:
        return max(before, key=lambda one: one.number)
    return min(after, key=lambda one: one.number, default=None)
