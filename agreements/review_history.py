"""Every change of a review, in words: what was saved together stands together."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from agreements.models import Commitment, CommitmentProgress, Review, ReviewOutcome
from municipalities.changes import ONE_SAVE, Change, FieldChange, changes_to


def changes_to_review(review: Review) -> list[Change]:
    """Newest first: the meeting itself, the outcome of each domain, the state of each commitment."""
    parts = [*changes_to(review), *_outcomes(review), *_states(review)]
    return _together(sorted(parts, key=lambda change: change.at))[::-1]


def _outcomes(review: Review) -> Iterator[Change]:
    rows = ReviewOutcome.history.filter(review_id=review.pk).select_related("domain", "history_user")
    yield from _changes((row, str(row.domain), row.domain_id, row.text) for row in rows.order_by("history_id"))


def _states(review: Review) -> Iterator[Change]:
    rows = CommitmentProgress.history.filter(review_id=review.pk).select_related("commitment", "history_user")
    states = Commitment.State
    yield from _changes(
        (row, str(row.commitment), row.commitment_id, str(states(row.state).label))
        for row in rows.order_by("history_id")
    )


def _changes(rows: Iterable[tuple[Any, str, int, str]]) -> Iterator[Change]:
    """Of historical rows, each with its label, the key of what it is about, and its text, oldest first."""
    before: dict[int, str] = {}
    for row, label, key, text in rows:
        after = "" if row.history_type == "-" else text
        if after != before.get(key, ""):
            field = FieldChange(label, before.get(key, ""), after)
            yield Change(at=row.history_date, by=str(row.history_user or ""), what=_("changed"), fields=(field,))
        before[key] = after


def _together(changes: list[Change]) -> list[Change]:
    saves: list[Change] = []
    for change in changes:
        if saves and change.by == saves[-1].by and change.at - saves[-1].at <= ONE_SAVE:
            saves[-1] = replace(saves[-1], fields=saves[-1].fields + change.fields)
        else:
            saves.append(change)
    return saves
