"""Where a number or a day lies along an axis.

Each drawing is a hundred wide and a hundred high and stretches with the page, so that its words keep their size.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import ceil, log10

WHOLE = 100.0
MOST_TICKS = 5


@dataclass(frozen=True)
class Scale:
    """An axis from 0 to a round number that nothing on it passes."""

    step: int
    top: int

    @property
    def ticks(self) -> list[int]:
        return list(range(0, self.top + 1, self.step))

    def at(self, number: float) -> float:
        """How far along the axis."""
        return round(WHOLE * number / self.top, 2)

    def height(self, number: float) -> float:
        """The same from above, as a drawing counts."""
        return round(WHOLE - self.at(number), 2)


def scale_to(numbers: Iterable[int]) -> Scale:
    """In steps of 1, 2 or 5 times a power of ten, at most five of them."""
    highest = max(numbers, default=0) or 1
    magnitude = 10 ** int(log10(highest))
    steps = (unit * size for size in (max(magnitude // 10, 1), magnitude) for unit in (1, 2, 5))
    step = next(step for step in steps if highest <= MOST_TICKS * step)
    return Scale(step, step * ceil(highest / step))


@dataclass(frozen=True)
class Days:
    """An axis of days, the first at its beginning and the last at its end."""

    first: date
    last: date

    def at(self, day: date) -> float:
        return round(WHOLE * (day - self.first).days / max((self.last - self.first).days, 1), 2)

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last
