"""What a list would give on paper, per sort of paper."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from agreements.models import Agreement
from batches.models import Batch
from batches.sources import Holding, holding, with_papers

MOST: Final = 1000
# What a disk and a connection still like; drafts are far smaller than scans.
MOST_BYTES: Final = 2 * 1024**3


@dataclass(frozen=True)
class Offer:
    """One sort of paper: what there is of it for these agreements."""

    what: Batch.What
    holdings: list[Holding]

    @property
    def having(self) -> int:
        return sum(1 for one in self.holdings if not one.missing)

    @property
    def papers(self) -> int:
        return sum(one.papers for one in self.holdings)

    @property
    def without(self) -> list[Holding]:
        return [one for one in self.holdings if one.missing]

    @property
    def bytes(self) -> int:
        return sum(kept.document.size for one in self.holdings for kept in one.kept)

    @property
    def is_too_large(self) -> bool:
        return self.bytes > MOST_BYTES


def offers(agreement_ids: Iterable[int], *, on: date) -> dict[str, Offer]:
    """By sort of paper; the agreements stay in their order."""
    order = list(agreement_ids)
    rows = with_papers(
        Agreement.objects.filter(pk__in=order).select_related("municipality").with_signature(on=on)
    ).in_bulk()
    agreements = [rows[pk] for pk in order]
    return {what.value: Offer(what, [holding(one, what) for one in agreements]) for what in Batch.What}
