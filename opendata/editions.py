"""What an answer rests on, in a few cheap queries: unchanged facts give the same fingerprint, and any change another.

Rows that are only ever added (histories, steps, corrections) are counted: a change adds one. Their highest key alone
would not do, for the rows of two people can be written in one order and become visible in the other. Small tables
that are edited in place are read whole. The program is part of it too: another release may answer otherwise.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from django.conf import settings
from django.db.models import Count, Max, Model, QuerySet, Value

from agreements.models import (
    Addendum,
    Agreement,
    Commitment,
    CommitmentProgress,
    DeclineReason,
    Review,
    StageChange,
    StageCorrection,
)
from municipalities.models import Municipality, Province, Region, Succession, Term, Visit
from opendata.models import Edition

PROGRAM: Final = ("*/*.py", "*/*/*.py", "*/*/*/*.py", "locale/*/LC_MESSAGES/*.mo")


@dataclass(frozen=True)
class Facts:
    """The tables that some answers rest on."""

    name: str
    small: tuple[type[Model], ...]  # read whole
    growing: tuple[type[Model], ...] = ()  # rows are added, and neither changed nor removed

    def fingerprint(self) -> str:
        contents = [list(_rows(model).values_list()) for model in self.small]
        return hashlib.sha256(repr((program(), _lengths(self.growing), contents)).encode()).hexdigest()


PLACES: Final = Facts("places", small=(Province, Succession), growing=(Municipality.history.model,))
DEFINITIONS: Final = Facts("definitions", small=(DeclineReason,))
FIGURES: Final = Facts(
    "figures",
    small=(*PLACES.small, Region, Term, DeclineReason),
    growing=(
        *PLACES.growing,
        Visit.history.model,
        Agreement.history.model,
        StageChange,
        StageCorrection,
        Review.history.model,
        Commitment.history.model,
        CommitmentProgress.history.model,
        Addendum.history.model,
    ),
)


def edition_of(facts: Facts) -> Edition:
    return Edition.seen(facts.name, facts.fingerprint())


@cache
def program() -> str:
    """A hash of what this process runs."""
    code = hashlib.sha256()
    for folder in PROGRAM:
        for path in sorted(settings.BASE_DIR.glob(folder)):
            code.update(path.read_bytes())
    return code.hexdigest()


def _lengths(models: Collection[type[Model]]) -> list[tuple[Any, ...]]:
    """Per table its name, the number of rows and the highest key, in one query."""
    if not models:
        return []
    first, *others = [
        _rows(model).values(table=Value(model._meta.db_table)).annotate(number=Count("pk"), last=Max("pk"))
        for model in models
    ]
    return sorted(first.union(*others, all=True).values_list("table", "number", "last"))


def _rows(model: type[Model]) -> QuerySet[Any]:
    return model._default_manager.order_by()
