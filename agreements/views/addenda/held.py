"""What the page of an agreement shows of its content: what holds now or on the day that is asked for, and why."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.requests import StaffRequest
from agreements.addenda.changes import Changes, changes_of
from agreements.filters import day_asked
from agreements.holding import holding_of
from agreements.models import Addendum, Agreement, Review, Stage
from agreements.next_action import state_of
from agreements.permissions import may_edit


@dataclass(frozen=True)
class ListedAddendum:
    addendum: Addendum
    changes: Changes
    state: str  # "signed", "withdrawn" or "concept", which is open


def held_context(request: StaffRequest, agreement: Agreement, *, today: date) -> dict[str, Any]:
    """For an agreement fetched `for_detail`; asks nothing more of the database."""
    asked = day_asked(request.GET.get("on"))
    runs = state_of(agreement, on=today) == Stage.SIGNED
    some_open = any(one.is_open for one in agreement.addenda.all())
    return {
        "holding": holding_of(agreement, on=asked or today),
        "asked": asked,
        "asked_note": _note(agreement, asked) if asked else "",
        "addenda": [ListedAddendum(one, changes_of(one), _state(one)) for one in reversed(agreement.addenda.all())],
        "may_start_addendum": runs and not some_open and may_edit(request.user, agreement),
    }


def follow_up_context(request: StaffRequest, review: Review) -> dict[str, Any]:
    """For the page of a review that asks for an addendum: one to start, or the one that is open."""
    context: dict[str, Any] = {"start_addendum": False, "open_addendum": None}
    if review.follow_up != Review.FollowUp.ADDENDUM:
        return context
    context["open_addendum"] = review.agreement.addenda.open().first()
    runs = Agreement.objects.running(on=timezone.localdate()).filter(pk=review.agreement_id)
    if context["open_addendum"] is None and may_edit(request.user, review.agreement):
        context["start_addendum"] = runs.exists()
    return context


def _state(addendum: Addendum) -> str:
    if addendum.signed_on is not None:
        return "signed"
    return "withdrawn" if addendum.withdrawn_on is not None else "concept"


def _note(agreement: Agreement, day: date) -> str:
    """Where on that day nothing held at all."""
    if agreement.signed_on is None or day < agreement.signed_on:
        return _("On that day not every party had signed: this is what the agreement itself says.")
    if agreement.starts_on and day < agreement.starts_on:
        return _("The agreement begins on %(day)s.") % {"day": date_format(agreement.starts_on)}
    ended_on = next(
        (one.effective_on for one in agreement.stage_changes.all() if one.stage == Stage.ENDED and one.is_standing),
        None,
    )
    last = min((one for one in (agreement.ends_on, ended_on) if one), default=None)
    if last and day > last:
        return _("The agreement held until %(day)s.") % {"day": date_format(last)}
    return ""
