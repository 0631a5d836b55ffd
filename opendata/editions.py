"""What an answer rests on, in a few cheap queries: unchanged facts give the same fingerprint, and any change another.

Rows that are only ever added (histories, steps, corrections) are counted: a change adds one. Their highest key alone
would not do, for the rows of two people can be written in one order and become visible in the other. Small tables
that are edited in place are read whole. The program is part of it too: another release may answer otherwise.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import Model

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
from municipalities.models import Municipality, Province, Region, Succession, Term, UndoneSuccession, Visit
from opendata.models import Edition
from publications.models import Publication, Verification


@dataclass(frozen=True)
class Facts:
    """The tables that some answers rest on."""

    name: str
    small: tuple[type[Model], ...]  # read whole
    growing: tuple[type[Model], ...] = ()  # rows are added, and neither changed nor removed

    def fingerprint(self) -> str:
        contents = [list(model._default_manager.order_by("pk").values_list()) for model in self.small]
        return hashlib.sha256(repr((program(), _lengths(self.growing), contents)).encode()).hexdigest()


PLACES: Final = Facts("places", small=(Province, Succession), growing=(Municipality.history.model,))
PUBLICATIONS: Final = Facts("publications", small=(), growing=(Publication, Verification))
DEFINITIONS: Final = Facts("definitions", small=(DeclineReason,))
FIGURES: Final = Facts(
    "figures",
    small=(*PLACES.small, Region, Term, DeclineReason, UndoneSuccession),
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
    """A hash of what this process runs: our code and its words, and the versions of what it leans on."""
    ours = [config.path for config in apps.get_app_configs() if Path(config.path).parent == settings.BASE_DIR]
    paths = [path for folder in sorted(ours) for path in sorted(Path(folder).rglob("*.py"))]
    paths += [settings.BASE_DIR / "requirements.txt", *sorted(settings.BASE_DIR.glob("locale/**/*.mo"))]
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()


def _lengths(models: Collection[type[Model]]) -> tuple[int | None, ...]:
    """The number of rows and the highest key of each, in one query: asked apart, an index alone answers each."""
    if not models:
        return ()
    quoted = connection.ops.quote_name
    asked = [
        f"(SELECT {what} FROM {quoted(model._meta.db_table)})"  # noqa: S608  names of our own tables
        for model in models
        for what in ("COUNT(*)", f"MAX({quoted(model._meta.pk.column)})")
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(asked)}")
        found: tuple[int | None, ...] = cursor.fetchone()
    return found
