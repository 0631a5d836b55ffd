"""What is asked of the register: a day, and the moment we look from."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL

from agreements.models import StageChange
from agreements.models.stage import StageChangeQuerySet
from municipalities.models import Term

Ids = Collection[int] | None  # None: no matter which

ROWS_OF_JSON = {
    "postgresql": "SELECT CAST(value AS bigint) FROM json_array_elements_text(%s) AS value",
    "sqlite": "SELECT value FROM json_each(%s)",
}


def any_of(ids: Iterable[int]) -> RawSQL | list[int]:
    """For `__in`: the ids as one parameter. A register has more of them than a statement can name one by one."""
    wanted = list(ids)
    if not wanted:
        return []  # of none, Django knows the answer without a query
    return RawSQL(ROWS_OF_JSON[connection.vendor], [json.dumps(wanted)])  # noqa: S611  two constants


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
