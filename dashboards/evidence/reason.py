"""What a reason consists of."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dashboards.facts import Asked


@dataclass(frozen=True)
class Recorded:
    at: datetime
    by: str  # empty when nobody was logged in: a command did it


@dataclass(frozen=True)
class Paper:
    label: str
    url: str


@dataclass(frozen=True)
class Reason:
    """An event that makes a municipality count or not; without a day it says that there is none."""

    what: str
    on: date | None = None
    url: str = ""
    notes: tuple[str, ...] = ()
    recorded: Recorded | None = None
    papers: tuple[Paper, ...] = ()


def recorded_in_history(model: Any, asked: Asked, ids: Iterable[int]) -> dict[int, list[Any]]:
    """Per row of a model with a history what was recorded of it, oldest first, up to the moment we look from."""
    rows = model.history.filter(id__in=list(ids)).select_related("history_user")
    if asked.known_at is not None:
        rows = rows.filter(history_date__lte=asked.known_at)
    found: dict[int, list[Any]] = {}
    for row in rows.order_by("history_date", "history_id"):
        found.setdefault(row.id, []).append(row)
    return found


def counting_since(history: Iterable[Any], counts: Callable[[Any], bool]) -> Recorded | None:
    """Who recorded what makes it count, when it began to count for the last time."""
    first = None
    for row in history:
        if not counts(row):
            first = None
        elif first is None:
            first = row
    return Recorded(first.history_date, str(first.history_user or "")) if first else None
