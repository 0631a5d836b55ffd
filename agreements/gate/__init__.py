"""What still stands between a paper and its final: everything that is wrong, each with the page that mends it."""

from agreements.gate.addendum import checks_of_addendum
from agreements.gate.agreement import checks_of_agreement
from agreements.gate.check import Check, Obstacle
from agreements.models import Addendum, Source

__all__ = ["Check", "Obstacle", "checks", "obstacles"]


def checks(source: Source) -> list[Check]:
    """The whole list, in the order of the paper, also of what is right already."""
    if isinstance(source, Addendum):
        return checks_of_addendum(source)
    return checks_of_agreement(source)


def obstacles(source: Source) -> list[Obstacle]:
    return [one for check in checks(source) for one in check.obstacles]
