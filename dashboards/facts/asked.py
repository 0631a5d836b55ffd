"""What is asked of the register: a day, and the moment we look from."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from agreements.models import StageChange
from agreements.models.stage import StageChangeQuerySet
from municipalities.models import Term

Ids = Collection[int] | None  # None: no matter which


@dataclass(frozen=True)
class Asked:
    """The day, its term, and the moment we look from (None: now)."""

    on: date
    term: Term
    known_at: datetime | None = None

    @property
    def steps(self) -> StageChangeQuerySet:
        return StageChange.objects.in_effect(on=self.on, known_at=self.known_at)

    def rows(self, model: Any) -> Any:
        """The rows of a model with a history: as they are, or as they were known."""
        return model.objects.all() if self.known_at is None else model.history.as_of(self.known_at)
