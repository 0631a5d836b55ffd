"""What the regions decided about the agreements that came along in the mergers of 2025; some still have to."""

from datetime import date, timedelta

from agreements.actions import mergers
from agreements.demo import texts
from agreements.demo.world import World, workday
from agreements.mergers.brought import Brought, brought_by
from agreements.models import Agreement, MergerDecision
from municipalities.models import Succession

DAY = date(2025, 1, 1)


def build(world: World) -> None:
    successions = Succession.objects.filter(took_effect_on=DAY).select_related("predecessor", "successor__region")
    brought = brought_by(list(successions.order_by("predecessor__nis")), on=world.today)
    for number, one in enumerate(brought):
        if number % 4:  # one in four is left undecided
            _decide(world, one, on=workday(DAY + timedelta(days=20 + 5 * number)))


def _decide(world: World, brought: Brought, *, on: date) -> None:
    choice = _choice(brought)
    coordinator = world.teams[brought.successor.region][0]
    mergers.decide(
        brought.succession,
        brought.agreement,
        replaces=None,
        choice=choice,
        decided_on=on,
        decided_by=coordinator,
        recorded_by=coordinator,
        note=texts.MERGER_NOTES[choice],
    )


def _choice(brought: Brought) -> MergerDecision.Choice:
    """As it turned out: what ended early was meant to, and who has a new agreement wanted one."""
    ends_on = brought.agreement.ends_on
    if ends_on is not None and brought.last_day < ends_on:
        return MergerDecision.Choice.END
    if Agreement.objects.filter(municipality=brought.successor).exists():
        return MergerDecision.Choice.NEW_AGREEMENT
    return MergerDecision.Choice.CONTINUE
