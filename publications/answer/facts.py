"""What an answer speaks of: the figures and the lists of one day, counted now or frozen when they were given."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils import translation

from dashboards.figures import Figures
from publications.freezing import freeze
from publications.models import Frozen

TOTAL: Final = ""
TALKS: Final = ("approved", "final_negotiation", "negotiation", "exploring")


@dataclass(frozen=True)
class Facts:
    """The figures of a day, with the day itself, what was known (None: everything) and the term."""

    on: date
    known_at: datetime | None
    term: str
    frozen: Frozen

    def number(self, code: str, province: str = TOTAL) -> int | None:
        """None where the figure was not told: answers from before the register gave few."""
        if code not in self.frozen.figures:
            return None
        return self.frozen.number(code, province) if province else self.frozen.total(code)

    def is_at_least(self, code: str) -> bool:
        """Whether the number was given as a lower limit: it can have been more."""
        return bool(self.frozen.figures[code].get("at_least"))

    def share(self, code: str, province: str = TOTAL) -> float | None:
        """Of the municipalities of this province, or of all, from 0 to 100."""
        number, all_of_them = self.number(code, province), self.number("municipalities", province)
        return 100 * number / all_of_them if number is not None and all_of_them else None

    def names(self, code: str, province: str) -> tuple[str, ...]:
        return tuple(place.name for place in self.frozen.listed(code, province))


@translation.override("nl")
def facts_of(found: Figures) -> Facts:
    """The figures of a day as the register counts them."""
    return Facts(found.on, found.known_at, str(found.term), Frozen(freeze(found)))
