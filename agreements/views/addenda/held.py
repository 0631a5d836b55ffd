"""What the page of an agreement shows of its content: what holds now or on the day that is asked for, and why."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.requests import StaffRequest
from agreements.addenda.changes import Changes, changes_of
from agreements.filters import day_asked
from agreements.holding import HeldDomain, Holding, holding_of
from agreements.models import Addendum, Agreement, Review, Source, Stage
from agreements.next_action import state_of
from agreements.pdf.agreement import own_paragraphs
from agreements.permissions import may_edit
from municipalities.models import Domain


@dataclass(frozen=True)
class ListedAddendum:
    addendum: Addendum
    changes: Changes
    state: str  # "signed", "withdrawn" or "concept", which is open


@dataclass(frozen=True)
class ShownDomain:
    """A domain that holds, with what sets its text apart: an own paragraph, and the clauses that it does without."""

    held: HeldDomain
    paragraph: SafeString | str
    left_out: list[str]


def held_context(request: StaffRequest, agreement: Agreement, *, today: date) -> dict[str, Any]:
    """For an agreement fetched `for_detail`; asks nothing more of the database."""
    asked = day_asked(request.GET.get("on"))
    runs = state_of(agreement, on=today) == Stage.SIGNED
    some_open = any(one.is_open for one in agreement.addenda.all())
    holding = holding_of(agreement, on=asked or today)
    return {
        "holding": holding,
        "domains": _shown(agreement, holding),
        "left_out": _left_out(agreement, None),
        "asked": asked,
        "asked_note": _note(agreement, asked) if asked else "",
        "addenda": [ListedAddendum(one, changes_of(one), _state(one)) for one in reversed(agreement.addenda.all())],
        "may_start_addendum": runs and not some_open and may_edit(request.user, agreement),
    }


def _shown(agreement: Agreement, holding: Holding) -> list[ShownDomain]:
    """A paragraph belongs to the agreement itself: a domain that an addendum brought has none."""
    paragraphs = own_paragraphs(agreement)
    return [
        ShownDomain(
            held,
            "" if held.added_by else paragraphs.get(held.domain.pk, ""),
            _left_out(held.added_by or agreement, held.domain),
        )
        for held in holding.domains
    ]


def _left_out(source: Source, domain: Domain | None) -> list[str]:
    """The headings of the optional clauses that a paper leaves out under a domain; None for what always holds."""
    key = domain.pk if domain else None
    return [one.heading or one.name for one in source.left_out.all() if one.part.domain_id == key]


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
