"""Where an addendum stands, and what comes next for whoever may take it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements import gate
from agreements.addenda.requirements import missing_for_final
from agreements.freeze import councils_still_to_decide
from agreements.models import Addendum
from agreements.next_action import Action, mending
from agreements.requirements import Missing

WORDS: dict[str, Promise] = {
    "concept": gettext_lazy("in concept"),
    "decided": gettext_lazy("decided by the council"),
    "final": gettext_lazy("final made"),
    "signed": gettext_lazy("signed"),
    "withdrawn": gettext_lazy("withdrawn"),
}
WAY = ("concept", "decided", "final", "signed")


@dataclass(frozen=True)
class AddendumStation:
    """A step on the way: "reached", "current" or "ahead", with its day where there is one."""

    name: str
    state: str
    on: date | None = None

    @property
    def label(self) -> str:
        return str(WORDS[self.name])


@dataclass(frozen=True)
class NextForAddendum:
    """What comes next, and the one action that brings it nearer (None: not for this user).

    Before that comes what it misses; then what the gate finds wrong in what is filled in.
    """

    label: str
    action: Action | None
    missing: Sequence[Missing] = ()
    wrong: Sequence[gate.Obstacle] = ()


def state_of_addendum(addendum: Addendum) -> str:
    """A key of WORDS. For an addendum fetched with its finals, decisions and reopenings."""
    if addendum.signed_on is not None:
        return "signed"
    if addendum.withdrawn_on is not None:
        return "withdrawn"
    if addendum.standing_final is not None:
        return "final"
    return "concept" if councils_still_to_decide(addendum) else "decided"


def way_of_addendum(addendum: Addendum) -> list[AddendumStation]:
    state = state_of_addendum(addendum)
    final = addendum.standing_final
    days = {
        "concept": timezone.localdate(addendum.created_at),
        "decided": max((one.decided_on for one in addendum.council_decisions.all()), default=None),
        "final": timezone.localdate(final.made_at) if final else None,
        "signed": addendum.signed_on,
    }
    if state == "withdrawn":
        start = AddendumStation("concept", "reached", days["concept"])
        return [start, AddendumStation("withdrawn", "current", addendum.withdrawn_on)]
    reached = WAY.index(state)
    return [
        AddendumStation(name, "ahead")
        if place > reached
        else AddendumStation(name, "current" if place == reached else "reached", days[name])
        for place, name in enumerate(WAY)
    ]


def next_for_addendum(addendum: Addendum, *, may_make_final: bool) -> NextForAddendum | None:
    """For whoever may edit an open addendum fetched `for_detail()`."""
    if not addendum.is_open:
        return None
    if addendum.standing_final is not None:
        action = Action(_("Record the signatures"), reverse("agreements:addendum_sign", args=[addendum.pk]))
        return NextForAddendum(_("Next: signed by all parties"), action)
    label = _("Next: the final")
    if missing := missing_for_final(addendum):
        return NextForAddendum(label, mending(missing[0]), missing=missing)
    url = reverse("agreements:addendum_final", args=[addendum.pk])
    if found := gate.obstacles(addendum):
        return NextForAddendum(label, Action(_("To the final"), url), wrong=found)
    return NextForAddendum(label, Action(_("Make the final"), url) if may_make_final else None)
