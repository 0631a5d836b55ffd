"""Outlines as SVG paths of M, l and Z alone, as the borders are kept: their points, and several as one."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import accumulate, pairwise

NUMBER = re.compile(r"-?\d*\.?\d+")

Point = tuple[int, int]  # in tenths, the last digit of the borders: what is one place is one pair of numbers
Edge = tuple[Point, Point]


def rings_of(path: str) -> Iterator[list[Point]]:
    """Each closed line: where it begins, and from there one step after the other."""
    for ring in filter(None, path.split("Z")):
        numbers = [round(10 * float(number)) for number in NUMBER.findall(ring)]
        steps = zip(numbers[::2], numbers[1::2], strict=True)
        yield list(accumulate(steps, lambda at, step: (at[0] + step[0], at[1] + step[1])))


@lru_cache
def joined(path: str) -> str:
    """The outline of neighbours drawn in one path: a border that two of them share is walked both ways, and falls out.

    Neighbours share their points exactly; a test holds the borders to that.
    """
    edges: set[Edge] = set()
    for ring in rings_of(path):
        for start, end in pairwise([*ring, ring[0]]):
            if (end, start) in edges:
                edges.remove((end, start))
            elif start != end:
                edges.add((start, end))
    return "".join(_written(ring) for ring in _closed(sorted(edges)))


def _closed(edges: Iterable[Edge]) -> Iterator[list[Point]]:
    """The edges one after the other, until a line comes back to where it began."""
    onward: dict[Point, list[Point]] = defaultdict(list)
    for start, end in edges:
        onward[start].append(end)
    while onward:
        ring = [next(iter(onward))]
        while ring[-1] in onward:
            ring.append(_taken(onward, ring[-1]))
        yield ring[:-1]


def _taken(onward: dict[Point, list[Point]], start: Point) -> Point:
    end = onward[start].pop()
    if not onward[start]:
        del onward[start]
    return end


def _written(ring: list[Point]) -> str:
    first, *steps = [ring[0], *((b[0] - a[0], b[1] - a[1]) for a, b in pairwise(ring))]
    return f"M{_pair(first)}l{' '.join(map(_pair, steps))}Z"


def _pair(point: Point) -> str:
    return f"{point[0] / 10:g} {point[1] / 10:g}"
