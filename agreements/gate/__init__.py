"""What still stands between a paper and its final: everything that is wrong, each with the page that mends it."""

from agreements.freeze import Part, freeze_of
from agreements.gate.addendum import checks_of_addendum
from agreements.gate.agreement import checks_of_agreement
from agreements.gate.check import Check, Obstacle
from agreements.gate.printed import check_printed
from agreements.models import Addendum, Source
from papers.scan import Hit

__all__ = ["Check", "Obstacle", "checks", "obstacles", "text_obstacles"]


def checks(source: Source, hits: list[Hit] | None = None) -> list[Check]:
    """The whole list for a page, in the order of the paper, also of what is right already; read `check_printed`."""
    return [*_checks_of_rows(source), check_printed(source, hits)]


def obstacles(source: Source) -> list[Obstacle]:
    """What the rows tell, without the second that a print takes."""
    return [one for check in _checks_of_rows(source) for one in check.obstacles]


def text_obstacles(source: Source) -> list[Obstacle]:
    """What is open in a text that the councils are about to settle, in print too; nothing, once it is settled."""
    if freeze_of(source).holds(Part.TEXT):
        return []
    return [one for check in checks(source) if check.is_text for one in check.obstacles]


def _checks_of_rows(source: Source) -> list[Check]:
    if isinstance(source, Addendum):
        return checks_of_addendum(source)
    return checks_of_agreement(source)
