"""Days that are known for something: each floor above this one adds its own when the register starts."""

from collections.abc import Callable, Iterable
from datetime import date

NamedDay = tuple[date, str]  # with a word or two on what it is known for

sources: list[Callable[[], Iterable[NamedDay]]] = []
