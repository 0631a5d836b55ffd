"""Days that are known for something: each floor above this one adds its own when the register starts."""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from django.utils.translation import ngettext

NamedDay = tuple[date, str]  # with a word or two on what it is known for

# Each tells what was known at a moment; None for now.
sources: list[Callable[[datetime | None], Iterable[NamedDay]]] = []


def mergers_in_words(number: int) -> str:
    """What a day of mergers is known for: no count of them, for that has a list of its own."""
    return ngettext("a merger", "mergers", number)
