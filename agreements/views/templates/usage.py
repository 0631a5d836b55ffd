"""Which papers speak the words of a version, and moving those that are still a concept to a newer one."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Value
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.paging import page_of
from accounts.permissions import require
from accounts.requests import StaffRequest
from agreements.actions.content import ContentStays
from agreements.actions.template_moves import carried, move, move_all, still_in_concept
from agreements.freeze import Part, freeze_of
from agreements.models import Addendum, Agreement, PaperKind, TemplateVersion
from agreements.next_action import state_of
from agreements.permissions import may_edit, may_edit_templates
from agreements.template_diff import differences
from agreements.views.parts import paper_may_stay
from agreements.views.templates.shared import version_of


@require_safe
def template_version_usage(request: StaffRequest, pk: int) -> HttpResponse:
    version = version_of(pk)
    if version.template.kind != PaperKind.AGREEMENT:
        addenda = Addendum.objects.filter(template_version=version).select_related("agreement__municipality")
        page = page_of(request, addenda.order_by("agreement__municipality__name", "pk"))
        return render(request, "agreements/template_version_usage.html", {"version": version, "page": page})
    today = timezone.localdate()
    newer = _in_use(version) if may_edit_templates(request.user) else None
    movable = still_in_concept(Agreement.objects.all(), on=today).filter(pk=OuterRef("pk"))
    agreements = Agreement.objects.filter(template_version=version).for_list(on=today)
    can_move = Exists(movable) if newer else Value(value=False)
    page = page_of(request, agreements.annotate(can_move=can_move).order_by("-can_move", "municipality__name", "pk"))
    rows = [(one, state_of(one, on=today), one.can_move) for one in page]
    context = {"version": version, "page": page, "rows": rows, "newer": newer, "movable": any(row[2] for row in rows)}
    return render(request, "agreements/template_version_usage.html", context)


@require_POST
def template_version_move(request: StaffRequest, pk: int) -> HttpResponse:
    """The agreements ticked on the page of usage, to the version in use: first the difference, then the move."""
    require(may_edit_templates(request.user))
    version = version_of(pk)
    newer = _in_use(version)
    chosen = [key for key in request.POST.getlist("agreement") if key.isdecimal() and len(key) < 19]
    agreements = list(
        version.agreements.filter(pk__in=chosen).select_related("municipality").order_by("municipality__name", "pk")
    )
    usage = redirect("agreements:template_version_usage", pk)
    if newer is None or not agreements:
        messages.info(request, _("Nothing was chosen that can move, so nothing moved."))
        return usage
    if "confirmed" in request.POST:
        _move_them(request, agreements, newer)
        return usage
    old, new = _for_difference(version, newer)
    context = {"version": version, "newer": newer, "agreements": agreements, "difference": differences(old, new)}
    return render(request, "agreements/template_version_move.html", context)


def _move_them(request: StaffRequest, agreements: list[Agreement], newer: TemplateVersion) -> None:
    try:
        moved, stay = move_all(agreements, to=newer)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return
    if moved:
        text = ngettext("%(number)s agreement moved.", "%(number)s agreements moved.", len(moved))
        messages.success(request, text % {"number": len(moved)})
    if stay:
        names = ", ".join(str(one) for one in stay)
        messages.warning(
            request, _("The text of these is settled meanwhile, so they stay: %(names)s.") % {"names": names}
        )


def _in_use(version: TemplateVersion) -> TemplateVersion | None:
    """The version to move to: the one in use of the same template, if that is another."""
    found: TemplateVersion | None = version.template.versions.in_use().exclude(pk=version.pk).first()
    return found


def _for_difference(*versions: TemplateVersion | None) -> list[TemplateVersion]:
    keys = [one.pk for one in versions if one is not None]
    loaded = TemplateVersion.objects.for_paper().in_bulk(keys)
    return [loaded[key] for key in keys]


@paper_may_stay
def agreement_template(request: StaffRequest, pk: int) -> HttpResponse:
    """One agreement to a version in use: `?to=` names it where several templates are in use."""
    agreement: Agreement = get_object_or_404(Agreement.objects.select_related("municipality"), pk=pk)
    require(may_edit(request.user, agreement))
    freeze = freeze_of(agreement)
    if freeze.holds(Part.TEXT):
        raise ContentStays(agreement, freeze.words)
    options = list(
        TemplateVersion.objects.in_use()
        .of_kind(PaperKind.AGREEMENT)
        .exclude(agreements=agreement)
        .select_related("template")
    )
    chosen = _option(agreement, options, request.POST.get("to") or request.GET.get("to"))
    if request.method == "POST" and chosen is not None:
        try:
            move(agreement, to=chosen)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect(request.path)
        messages.success(request, _("The agreement has moved to %(version)s.") % {"version": chosen})
        return redirect(agreement)
    return render(request, "agreements/agreement_template.html", _move_context(agreement, options, chosen))


def _option(agreement: Agreement, options: list[TemplateVersion], asked: str | None) -> TemplateVersion | None:
    """The version that was asked for; else the newer one of the same template, else the only one."""
    for one in options:
        if asked == str(one.pk):
            return one
    present = agreement.template_version
    same = [one for one in options if present is not None and one.template_id == present.template_id]
    return next(iter(same or options), None)


def _move_context(
    agreement: Agreement, options: list[TemplateVersion], chosen: TemplateVersion | None
) -> dict[str, object]:
    context: dict[str, object] = {"agreement": agreement, "options": options, "chosen": chosen}
    if chosen is None:
        return context
    loaded = _for_difference(agreement.template_version, chosen)
    context["carried"] = carried(agreement, to=loaded[-1])
    if len(loaded) > 1:
        context["difference"] = differences(loaded[0], loaded[1])
    return context
