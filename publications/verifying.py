"""Recompute what was given out, on both clocks, and keep what is found."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from dashboards.figures import figures
from municipalities.models import NoTerm
from publications.causes import Cause, as_recorded, causes_of
from publications.comparison import Comparison, compare
from publications.models import Clock, Publication, Verification


def verify(publication: Publication, *, at: datetime) -> list[Verification]:
    """What is found on each clock; the same as before is confirmed, something else is a new row."""
    return [_kept(found) for found in _on_both_clocks(publication, at)]


def found_now(publication: Publication, *, at: datetime) -> Verification:
    """What a verification would find now with everything that is known, not written."""
    return _found(publication, Clock.NOW, at)


def _on_both_clocks(publication: Publication, at: datetime) -> Iterator[Verification]:
    """An answer from before the register rests on no moment of it."""
    if publication.known_at is not None:
        yield _found(publication, Clock.THEN, at)
    yield found_now(publication, at=at)


def _found(publication: Publication, clock: Clock, at: datetime) -> Verification:
    comparison = _compared(publication, known_at=publication.known_at if clock == Clock.THEN else None)
    is_same = comparison is not None and comparison.is_same
    causes = _causes(publication, comparison) if comparison else {}
    return Verification(
        publication=publication,
        clock=clock,
        is_intact=publication.is_intact,
        is_same=is_same,
        differences={} if comparison is None or is_same else _plain(comparison),
        causes={nis: [_told(one) for one in some] for nis, some in causes.items()},
        found_at=at,
        confirmed_at=at,
    )


def _compared(publication: Publication, *, known_at: datetime | None) -> Comparison | None:
    """None for what was tampered with until it can no longer be read: it must not hide what others would show."""
    try:
        return compare(publication, figures(on=publication.figures_on, known_at=known_at))
    except (NoTerm, LookupError, TypeError, ValueError, AttributeError):
        if publication.is_intact:
            raise
        return None


def _causes(publication: Publication, comparison: Comparison) -> dict[str, list[Cause]]:
    nis = [place.nis for place in comparison.places]
    if not nis:
        return {}
    if publication.known_at is None:
        return as_recorded(nis)
    return causes_of(nis, on=publication.figures_on, since=publication.known_at)


@transaction.atomic
def _kept(found: Verification) -> Verification:
    same_place = Verification.objects.filter(publication=found.publication, clock=found.clock)
    before = same_place.order_by("-pk").first()
    if before is None or before.tells_otherwise_than(found):
        found.save()
        return found
    before.causes, before.confirmed_at = found.causes, found.confirmed_at
    before.save(update_fields=["causes", "confirmed_at"])
    return before


def _plain(comparison: Comparison) -> dict[str, Any]:
    """As JSON gives it back, lists for tuples, so that what was kept can be compared with what is found."""
    content: dict[str, Any] = json.loads(json.dumps(asdict(comparison)))
    return content


def _told(cause: Cause) -> dict[str, Any]:
    return asdict(cause) | {"at": cause.at.isoformat() if cause.at else ""}
