"""Which papers speak the words of a version, and moving those that are still a concept to a newer one."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Value
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.keys import key_of
from accounts.paging import page_of
from accounts.permissions import require
from accounts.requests import StaffRequest
from agreements.actions.content import refuse_frozen
from agreements.actions.template_moves import (
    Changed,
    carried,
    kind_of,
    move,
    move_all,
    still_in_concept,
    with_choices,
)
from agreements.freeze import Part
from agreements.listings import ADDENDA_OF_VERSION, agreements_of_version, users_of
from agreements.models import Addendum, Agreement, PaperKind, Source, TemplateVersion
from agreements.next_action import state_of
from agreements.permissions import may_edit, may_edit_templates
from agreements.template_diff import differences
from agreements.views.addenda.parts import addendum_to_step
from agreements.views.parts import Section, paper_may_stay
from agreements.views.templates.shared import version_of
from exports import sending


@require_safe
def template_version_usage(request: StaffRequest, pk: int) -> HttpResponseBase:
    version = version_of(pk)
    used_by = _used_by_agreements if version.template.kind == PaperKind.AGREEMENT else _used_by_addenda
    return used_by(request, version)


def _used_by_addenda(request: StaffRequest, version: TemplateVersion) -> HttpResponseBase:
    found = Addendum.objects.filter(template_version=version).select_related("agreement__municipality__province")
    addenda = found.order_by("agreement__municipality__name", "pk")
    if sending.is_asked(request):
        return sending.send(request, users_of(version, ADDENDA_OF_VERSION, addenda))
    context = {"version": version, "page": page_of(request, addenda)}
    return render(request, "agreements/template_version_usage.html", context)


def _used_by_agreements(request: StaffRequest, version: TemplateVersion) -> HttpResponseBase:
    today = timezone.localdate()
    newer = _in_use(version) if may_edit_templates(request.user) else None
    movable = still_in_concept(Agreement.objects.all(), on=today).filter(pk=OuterRef("pk"))
    can_move = Exists(movable) if newer else Value(value=False)
    found = Agreement.objects.filter(template_version=version).for_list(on=today).annotate(can_move=can_move)
    agreements = found.order_by("-can_move", "municipality__name", "pk")
    if sending.is_asked(request):
        return sending.send(request, users_of(version, agreements_of_version(today), agreements))
    page = page_of(request, agreements)
    rows = [(one, state_of(one, on=today), one.can_move) for one in page]
    context = {"version": version, "page": page, "rows": rows, "newer": newer, "movable": any(row[2] for row in rows)}
    return render(request, "agreements/template_version_usage.html", context)


@require_POST
def template_version_move(request: StaffRequest, pk: int) -> HttpResponse:
    """The agreements ticked on the page of usage, to the version in use: first the difference, then the move."""
    require(may_edit_templates(request.user))
    version = version_of(pk)
    newer = _in_use(version)
    chosen = [key for key in map(key_of, request.POST.getlist("agreement")) if key is not None]
    ticked = with_choices(version.agreements.filter(pk__in=chosen).select_related("municipality"))
    agreements = list(ticked.order_by("municipality__name", "pk"))
    usage = redirect("agreements:template_version_usage", pk)
    if newer is None or not agreements:
        messages.info(request, _("Nothing was chosen that can move, so nothing moved."))
        return usage
    if "confirmed" in request.POST and _is_as_shown(request, newer):
        _move_them(request, agreements, newer)
        return usage
    old, new = _for_difference(version, newer)
    context = {
        "version": version,
        "newer": newer,
        "rows": [(one, _mark(one), carried(one, to=new)) for one in agreements],
        "difference": differences(old, new),
    }
    return render(request, "agreements/template_version_move.html", context)


def _is_as_shown(request: StaffRequest, newer: TemplateVersion) -> bool:
    if request.POST.get("to") == str(newer.pk):
        return True
    messages.error(request, _("Another version is in use by now. Look at the difference again."))
    return False


def _mark(source: Source) -> str:
    """What a page sends along that shows the paper: it differs when somebody changed it since."""
    return f"{source.pk}-{source.version}"


def _move_them(request: StaffRequest, agreements: list[Agreement], newer: TemplateVersion) -> None:
    shown = set(request.POST.getlist("shown"))
    changed = [one for one in agreements if _mark(one) not in shown]
    try:
        moved, stay = move_all([one for one in agreements if one not in changed], to=newer)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return
    if moved:
        text = ngettext("%(number)s agreement moved.", "%(number)s agreements moved.", len(moved))
        messages.success(request, text % {"number": len(moved)})
    if stay := [*changed, *stay]:
        names = ", ".join(str(one) for one in stay)
        words = _("Somebody changed or settled these in the meantime, so they stay: %(names)s.")
        messages.warning(request, words % {"names": names})


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
    agreement: Agreement = get_object_or_404(with_choices(Agreement.objects.select_related("municipality")), pk=pk)
    require(may_edit(request.user, agreement))
    return _to_another_version(request, agreement)


@paper_may_stay
def addendum_template(request: StaffRequest, pk: int) -> HttpResponse:
    return _to_another_version(request, addendum_to_step(request, pk))


def _to_another_version(request: StaffRequest, source: Source) -> HttpResponse:
    """One paper to a version in use: `?to=` names it where several templates are in use."""
    refuse_frozen(source, Part.TEXT)
    in_use = TemplateVersion.objects.in_use().of_kind(kind_of(source)).select_related("template")
    options = [one for one in in_use if one.pk != source.template_version_id]
    if request.method == "POST":
        return redirect(source if _has_moved(request, source, options) else request.path)
    chosen = _option(source, options, request.GET.get("to"))
    return render(request, "agreements/agreement_template.html", _move_context(source, options, chosen))


def _has_moved(request: StaffRequest, source: Source, options: list[TemplateVersion]) -> bool:
    """Only to the version that the page showed, and only as long as the paper is the one that it showed."""
    chosen = _named(options, request.POST.get("to"))
    if chosen is None:
        messages.error(request, _("That version is not in use any more. Look at the difference again."))
        return False
    try:
        if request.POST.get("shown") != _mark(source):
            raise Changed
        move(source, to=chosen)
    except Changed:
        messages.error(request, _("Somebody changed this paper in the meantime. Look at the difference again."))
        return False
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return False
    messages.success(request, _("The text now comes from %(version)s.") % {"version": chosen})
    return True


def _named(options: list[TemplateVersion], asked: str | None) -> TemplateVersion | None:
    return next((one for one in options if str(one.pk) == asked), None)


def _option(source: Source, options: list[TemplateVersion], asked: str | None) -> TemplateVersion | None:
    """The version that was asked for; else the newer one of the same template, else the only one."""
    present = source.template_version
    same = [one for one in options if present is not None and one.template_id == present.template_id]
    return _named(options, asked) or next(iter(same or options), None)


def _move_context(source: Source, options: list[TemplateVersion], chosen: TemplateVersion | None) -> dict[str, object]:
    more = {"options": options, "chosen": chosen, "source": source, "shown": _mark(source)}
    context: dict[str, object] = Section(source, "content").context(**more)
    if chosen is None:
        return context
    loaded = _for_difference(source.template_version, chosen)
    if isinstance(source, Agreement):
        context["carried"] = carried(source, to=loaded[-1])
    if len(loaded) > 1:
        context["difference"] = differences(loaded[0], loaded[1])
    return context
