"""What a municipality was before and what it became, along the whole chain of mergers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from municipalities.models import Municipality, Succession, UndoneSuccession


@dataclass(frozen=True)
class Merger:
    """One or more municipalities that went into another on one day."""

    on: date
    predecessors: tuple[Municipality, ...]
    successor: Municipality

    @property
    def absorbs(self) -> bool:
        """Whether the successor was there before and lives on under its own NIS code."""
        return self.successor.starts_on != self.on

    def beside(self, municipality: Municipality) -> list[Municipality]:
        """Who went along with the municipality."""
        return [one for one in self.predecessors if one != municipality]


@dataclass(frozen=True)
class Lineage:
    before: tuple[Merger, ...]  # what the municipality came from, latest first
    after: tuple[Merger, ...]  # what became of it, first step first

    @property
    def ancestors(self) -> list[Municipality]:
        return [one for merger in self.before for one in merger.predecessors]


def lineage_of(municipality: Municipality) -> Lineage:
    """One query, however long the chain."""
    rows = Succession.objects.select_related("predecessor", "successor").order_by(
        "successor", "took_effect_on", "predecessor__name"
    )
    mergers = [
        _merger(list(links)) for _key, links in groupby(rows, key=lambda row: (row.successor_id, row.took_effect_on))
    ]
    before = sorted(_before(municipality, mergers), key=lambda merger: merger.on, reverse=True)
    return Lineage(before=tuple(before), after=tuple(_after(municipality, mergers)))


def undone_by(day: date, *, known_at: datetime | None) -> list[Succession]:
    """The successions that took effect by the day and counted at the moment, but were undone since; not saved."""
    found = UndoneSuccession.objects.by(day, known_at=known_at).select_related("predecessor", "successor")
    return [one.as_it_stood() for one in found]


def _merger(links: list[Succession]) -> Merger:
    predecessors = tuple(link.predecessor for link in links)
    return Merger(on=links[0].took_effect_on, predecessors=predecessors, successor=links[0].successor)


def _before(municipality: Municipality, mergers: list[Merger]) -> Iterator[Merger]:
    for merger in mergers:
        if merger.successor == municipality:
            yield merger
            for predecessor in merger.predecessors:
                yield from _before(predecessor, mergers)


def _after(municipality: Municipality, mergers: list[Merger]) -> Iterator[Merger]:
    for merger in mergers:
        if municipality in merger.predecessors:
            yield merger
            yield from _after(merger.successor, mergers)


def heir_of(municipality: Municipality, *, on: date) -> Municipality | None:
    """Who stands for the municipality on the day: itself while it exists, else what became of it; None before it."""
    if municipality.exists_on(on):
        return municipality
    return next((merger.successor for merger in lineage_of(municipality).after if merger.successor.exists_on(on)), None)
