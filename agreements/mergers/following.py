"""What came of a decision about an agreement that a merger brought along, or what there is to do next."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from agreements.addresses import address
from agreements.beside import last_day
from agreements.mergers.brought import Brought, last_day_of
from agreements.models import Addendum, Agreement, MergerDecision, Stage
from agreements.models.stage import OPEN_STAGES
from agreements.permissions import may_edit, may_start
from municipalities.models import Municipality

Own = Mapping[int, list[Agreement]]


@dataclass(frozen=True)
class FollowUp:
    """What followed, with its page; or what has to be done, with the page where this user does it, if any."""

    label: str
    url: str
    is_done: bool


class FollowUps:
    """Asks two queries, for any number of agreements that were brought along."""

    def __init__(self, brought: Collection[Brought], *, on: date, user: User) -> None:
        self.on, self.user = on, user
        self.own = _own_agreements({one.succession.successor_id for one in brought}, on=on)

    def of(self, brought: Brought) -> FollowUp | None:
        """None when nothing has to follow: nothing was decided, or the agreement simply runs on."""
        if brought.decision is None:
            return None
        follow = {
            MergerDecision.Choice.NEW_AGREEMENT: self._new_agreement,
            MergerDecision.Choice.ADDENDUM: self._addendum,
            MergerDecision.Choice.END: self._end,
        }.get(MergerDecision.Choice(brought.decision.choice))
        return follow(brought, brought.decision) if follow else None

    def _new_agreement(self, brought: Brought, decision: MergerDecision) -> FollowUp:
        following = [one for one in self._own_of(brought.successor) if _comes_after(brought, one)]
        if following:
            return FollowUp(following[0].reference, following[0].get_absolute_url(), is_done=True)
        return self._to_do(
            _("Prepare the new agreement"),
            address("agreements:agreement_renew", brought.agreement.pk),
            may=may_start(self.user, brought.successor),
        )

    def _addendum(self, brought: Brought, decision: MergerDecision) -> FollowUp:
        """To an agreement of the successor itself: nobody signs any more for a municipality that is gone."""
        own = self._own_of(brought.successor)
        since = [addendum for one in own for addendum in one.addenda.all() if _follows(addendum, decision)]
        if since:
            return FollowUp(since[0].reference, since[0].get_absolute_url(), is_done=True)
        running = next((one for one in own if one.stage == Stage.SIGNED and last_day_of(one) >= self.on), None)
        if running is None:
            words = _("%(name)s has no agreement of its own yet that an addendum can be added to")
            return FollowUp(words % {"name": brought.successor.name}, "", is_done=False)
        return self._to_do(
            _("Start the addendum to %(reference)s") % {"reference": running.reference},
            address("agreements:addendum_create", running.pk),
            may=may_edit(self.user, running),
        )

    def _end(self, brought: Brought, decision: MergerDecision) -> FollowUp:
        agreement = brought.agreement
        words = {"day": date_format(brought.last_day)}
        if agreement.ends_on is not None and brought.last_day < agreement.ends_on:
            return FollowUp(_("ended on %(day)s") % words, agreement.get_absolute_url(), is_done=True)
        if brought.last_day < self.on:
            return FollowUp(_("lapsed on %(day)s") % words, agreement.get_absolute_url(), is_done=True)
        return self._to_do(
            _("End the agreement"),
            address("agreements:agreement_end", agreement.pk, query=f"decision={decision.pk}"),
            may=may_edit(self.user, agreement),
        )

    def _to_do(self, label: str, url: str, *, may: bool) -> FollowUp:
        return FollowUp(label, url if may else "", is_done=False)

    def _own_of(self, successor: Municipality) -> list[Agreement]:
        return self.own.get(successor.pk, [])


def _own_agreements(municipalities: Collection[int], *, on: date) -> Own:
    """The agreements of the successors themselves, with their stage and their addenda, the latest first."""
    found: dict[int, list[Agreement]] = defaultdict(list)
    rows = Agreement.objects.filter(municipality__in=municipalities).annotate(last_day=last_day()).with_stage(on=on)
    for agreement in rows.select_related("municipality").prefetch_related("addenda").order_by("-pk"):
        found[agreement.municipality_id].append(agreement)
    return found


def _comes_after(brought: Brought, own: Agreement) -> bool:
    """On its way, or signed and with a later last day."""
    if own.stage is None or own.stage in OPEN_STAGES:
        return True
    return own.stage in {Stage.SIGNED, Stage.ENDED} and last_day_of(own) > brought.last_day


def _follows(addendum: Addendum, decision: MergerDecision) -> bool:
    return addendum.withdrawn_on is None and timezone.localdate(addendum.created_at) >= decision.decided_on
