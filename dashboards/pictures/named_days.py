"""Days that are known for something: each floor above this one adds its own when the register starts."""

from collections.abc import Callable, Iterable
from datetime import date

from django.utils.translation import ngettext

NamedDay = tuple[date, str]  # with a word or two on what it is known for

sources: list[Callable[[], Iterable[NamedDay]]] = []


def mergers_in_words(number: int) -> str:
    """What a day of mergers is known for."""
    return ngettext("%(number)d merger", "%(number)d mergers", number) % {"number": number}
