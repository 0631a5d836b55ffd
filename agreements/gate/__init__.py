"""What still stands between a paper and its final: everything that is wrong, each with the page that mends it."""

from agreements.freeze import Part, freeze_of
from agreements.gate.addendum import checks_of_addendum
from agreements.gate.agreement import checks_of_agreement
from agreements.gate.check import Check, Obstacle
from agreements.gate.ending import checks_of_ending
from agreements.gate.printed import check_printed, to_mend
from agreements.models import Addendum, Ending, Signable

__all__ = ["Check", "Obstacle", "check_printed", "checks", "obstacles", "text_obstacles", "to_mend"]


def checks(source: Signable) -> list[Check]:
    """The list in the order of the paper, also of what is right already; on a page `check_printed` closes it."""
    if isinstance(source, Addendum):
        return checks_of_addendum(source)
    if isinstance(source, Ending):
        return checks_of_ending(source)
    return checks_of_agreement(source)


def obstacles(source: Signable) -> list[Obstacle]:
    return [one for check in checks(source) for one in check.obstacles]


def text_obstacles(source: Signable) -> list[Obstacle]:
    """What is open in a text that the councils are about to settle, in print too; nothing, once it is settled."""
    if freeze_of(source).holds(Part.TEXT):
        return []
    return [one for check in [*checks(source), check_printed(source)] if check.is_text for one in check.obstacles]
