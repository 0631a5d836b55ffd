"""The next agreement: of one, or of all that a region chooses from those that lapse."""

from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.keys import key_of
from accounts.paging import paged
from accounts.permissions import require, writes_somewhere
from accounts.requests import StaffRequest
from accounts.submissions import once
from agreements.actions import renewal
from agreements.forms.renewal import ManyRenewalsForm, RenewalForm
from agreements.lapsing import LapsingFilter, LapsingTable, follower_of
from agreements.listings import LAPSING
from agreements.models import Agreement
from agreements.periods import next_period
from agreements.permissions import may_start
from exports import sending
from municipalities.models import Term

MOST_SAID: Final = 10  # refusals, one message each


@dataclass(frozen=True)
class LapsingList:
    """The list that one came from, as a place to return to."""

    query: str = ""

    def get_absolute_url(self) -> str:
        return reverse("agreements:agreement_lapsing") + (f"?{self.query}" if self.query else "")


def agreement_renew(request: StaffRequest, pk: int) -> HttpResponse:
    today = timezone.localdate()
    agreement = get_object_or_404(
        Agreement.objects.select_related("municipality__region").with_addenda().with_stage(on=today), pk=pk
    )
    refusal = ""
    try:
        heir = renewal.heir_for(agreement, on=today)
        require(may_start(request.user, heir))
        renewal.refuse_second(agreement, heir)
    except ValidationError as error:
        heir = agreement.municipality
        require(may_start(request.user, heir))
        refusal = " ".join(error.messages)
    starts_on, ends_on = next_period(renewal.last_day_of(agreement), on=today, terms=Term.objects.all())
    form = RenewalForm(request.POST or None, initial={"starts_on": starts_on, "ends_on": ends_on})
    if request.method == "POST" and form.is_valid():
        require(may_start(request.user, _heir_then(agreement, form) or heir))
        try:
            page = once(request, lambda: renewal.renew(agreement, by=request.user, **form.cleaned_data))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The next agreement is started; it has its number."))
            return redirect(page)
    carried = renewal.carried_over(agreement)
    context = {"agreement": agreement, "heir": heir, "form": form, "carried": carried, "refusal": refusal}
    return render(request, "agreements/agreement_renew.html", context)


def _heir_then(agreement: Agreement, form: RenewalForm) -> Any:
    """Who makes the agreement on the day that was typed; the action says so when there is none."""
    try:
        return renewal.heir_for(agreement, on=form.cleaned_data["talk_on"] or timezone.localdate())
    except ValidationError:
        return None


@require_safe
def agreement_lapsing(request: StaffRequest) -> HttpResponseBase:
    filterset = LapsingFilter(request.GET, request=request)
    table = LapsingTable(filterset.qs, user=request.user)
    if sending.is_asked(request):
        return sending.send_list(request, LAPSING, table, filterset)
    context = {"filterset": filterset, "table": paged(request, table)}
    return render(request, "agreements/agreement_lapsing.html", context)


def agreement_renew_many(request: StaffRequest) -> HttpResponse:
    """Asks once for all that were chosen, then prepares each that can be."""
    require(writes_somewhere(request.user))
    came_from = LapsingList(request.GET.get("list", ""))
    form = ManyRenewalsForm(request.POST or None, initial={"agreements": request.GET.getlist("agreements")})
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(once(request, lambda: _prepare(request, form, came_from)))
        except ValidationError as error:
            form.add_error(None, error)
    keys = (request.POST if form.is_bound else request.GET).getlist("agreements")
    chosen = _chosen(form, keys)
    if not chosen:
        messages.info(request, _("Choose at least one agreement."))
        return redirect(came_from.get_absolute_url())
    terms = list(Term.objects.all())
    rows = [(one, *next_period(one.ends_on, on=timezone.localdate(), terms=terms), follower_of(one)) for one in chosen]
    context = {"form": form, "rows": rows, "cancel_url": came_from.get_absolute_url()}
    return render(request, "agreements/agreement_renew_many.html", context)


def _chosen(form: ManyRenewalsForm, keys: list[str]) -> list[Agreement]:
    """The rows of these keys, as far as they lapse; what cannot be read is not chosen."""
    known = [key for key in map(key_of, keys) if key is not None]
    return list(form.fields["agreements"].queryset.filter(pk__in=known))  # type: ignore[attr-defined]


def _prepare(request: StaffRequest, form: ManyRenewalsForm, came_from: LapsingList) -> LapsingList:
    """Each in a transaction of its own, inside the one that remembers that this form was sent."""
    outcome = renewal.renew_many(
        form.cleaned_data["agreements"],
        talk_on=form.cleaned_data["talk_on"],
        by=request.user,
        may=lambda municipality: may_start(request.user, municipality),
    )
    made, refused = len(outcome.made), outcome.refused
    if made:
        words = ngettext(
            "%(number)d agreement is started; it has its number.",
            "%(number)d agreements are started; each has its number.",
            made,
        )
        messages.success(request, words % {"number": made})
    for agreement, why in refused[:MOST_SAID]:
        messages.warning(request, _("Not for %(agreement)s: %(why)s") % {"agreement": agreement, "why": why})
    if (more := len(refused) - MOST_SAID) > 0:
        words = ngettext("Nor for %(number)d other.", "Nor for %(number)d others.", more)
        messages.warning(request, words % {"number": more})
    return came_from


def followed_context(agreement: Agreement, *, may_edit: bool) -> dict[str, Any]:
    """For the page of an agreement: which one it follows, what follows it, whether to offer the next. One query."""
    today = timezone.localdate()
    around = list(
        Agreement.objects.filter(Q(pk=agreement.renews_id) | Q(renews=agreement))
        .select_related("municipality")
        .with_stage(on=today)
        .order_by("pk")
    )
    followers = [one for one in around if one.pk != agreement.renews_id]
    return {
        "follows": next((one for one in around if one.pk == agreement.renews_id), None),
        "followers": followers,
        "may_renew": may_edit and agreement.signed_on is not None and all(one.stage == "declined" for one in followers),
    }
