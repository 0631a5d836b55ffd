"""What can still change on a paper, and why the rest cannot. Every page that writes asks here."""

from agreements.freeze.addendum import freeze_of_addendum
from agreements.freeze.agreement import freeze_of_agreement, is_approved, rests_on_decisions
from agreements.freeze.councils import councils_still_to_decide, councils_to_decide_anew, last_reopening
from agreements.freeze.ending import freeze_of_ending
from agreements.freeze.state import Because, Freeze, Part
from agreements.models import Addendum, Ending, Signable

__all__ = [
    "Because",
    "Freeze",
    "Part",
    "councils_still_to_decide",
    "councils_to_decide_anew",
    "freeze_of",
    "is_approved",
    "last_reopening",
    "rests_on_decisions",
]


def freeze_of(source: Signable) -> Freeze:
    """Inside the transaction that saves, ask it of the row that was fetched again under the lock."""
    if isinstance(source, Addendum):
        return freeze_of_addendum(source)
    if isinstance(source, Ending):
        return freeze_of_ending(source)
    return freeze_of_agreement(source)
