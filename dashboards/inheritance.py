"""What a merger does to agreements: the successor takes over what its predecessors have, until it has its own."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db import models
from django.utils.translation import gettext_lazy as _

from dashboards.lines import BindingLine
from municipalities.lineage import undone_by
from municipalities.models import Succession


class Force(models.TextChoices):
    """How a municipality comes to have an agreement in force."""

    OWN = "own", _("in force")
    INHERITED_WHOLE = "inherited_whole", _("inherited whole")
    INHERITED_PART = "inherited_part", _("inherited in part")

    @property
    def is_inherited(self) -> bool:
        return self is not Force.OWN


@dataclass(frozen=True)
class Held:
    """The agreements that bind a municipality on a day, and how it came by them."""

    force: Force | None = None
    agreements: tuple[BindingLine, ...] = ()


NOTHING = Held()


class Family:
    """The mergers that had taken effect by a day, from successor back to predecessors."""

    def __init__(self, *, on: date, known_at: datetime | None = None) -> None:
        self._mergers: dict[int, list[Succession]] = defaultdict(list)
        self._successors: dict[int, int] = {}
        links = Succession.objects.by(on, known_at=known_at).select_related("successor")
        then = [*links, *undone_by(on, known_at=known_at)]
        for link in sorted(then, key=lambda link: (link.took_effect_on, link.predecessor_id)):
            self._mergers[link.successor_id].append(link)
            self._successors[link.predecessor_id] = link.successor_id

    def ancestors(self, municipality_ids: Iterable[int]) -> set[int]:
        """All that went into these, directly or over several mergers."""
        found: set[int] = set()
        waiting = list(municipality_ids)
        while waiting:
            before = {link.predecessor_id for link in self._mergers.get(waiting.pop(), [])} - found
            found |= before
            waiting += before
        return found

    def heir(self, municipality_id: int) -> int:
        """What the municipality had become by the day; itself when it went into no other."""
        while municipality_id in self._successors:
            municipality_id = self._successors[municipality_id]
        return municipality_id

    def held(self, municipality_id: int, own: Mapping[int, list[BindingLine]]) -> Held:
        """What the municipality has, given the agreements in force of each: its own, or else what it inherits.

        Mergers are followed in order. One that existed before a merger precedes itself: what it brought along
        counts beside what the others brought.
        """
        if own.get(municipality_id):
            return Held(Force.OWN, tuple(own[municipality_id]))
        held = NOTHING
        mergers = self._mergers.get(municipality_id, [])
        for _day, links in groupby(mergers, key=lambda link: link.took_effect_on):
            merged = list(links)
            brought = [self.held(link.predecessor_id, own) for link in merged]
            if merged[0].successor_existed:
                brought.insert(0, held)
            held = _together(brought)
        return held


def _together(brought: list[Held]) -> Held:
    """What a successor takes over: whole when every predecessor brings one whole, in part when some bring something."""
    agreements = tuple(agreement for held in brought for agreement in held.agreements)
    if not agreements:
        return NOTHING
    whole = all(held.force in {Force.OWN, Force.INHERITED_WHOLE} for held in brought)
    return Held(Force.INHERITED_WHOLE if whole else Force.INHERITED_PART, agreements)
