"""What was said laid beside what the register counts: the same, or the difference by name."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dashboards.definitions import DECLINED_BECAUSE
from dashboards.figures import Figures
from publications.freezing import freeze
from publications.models import Frozen, NamedPlace, Publication

Number = int | None


@dataclass(frozen=True)
class FigureDifference:
    """A figure that is another number now, in a province or (without one) in total."""

    code: str
    name: str
    province: str
    said: Number
    now: Number


@dataclass(frozen=True)
class Moved:
    """What one municipality brought to a figure, and brings now; None where it does not count."""

    code: str
    name: str
    said: Number
    now: Number


@dataclass(frozen=True)
class PlaceDifference:
    """A municipality that counts differently now."""

    nis: str
    name: str
    province: str
    moved: tuple[Moved, ...]


@dataclass(frozen=True)
class OtherVersion:
    """A figure that is counted by another version of its definition now."""

    code: str
    name: str
    said: int
    now: int


@dataclass(frozen=True)
class Comparison:
    figures: tuple[FigureDifference, ...]
    places: tuple[PlaceDifference, ...]
    versions: tuple[OtherVersion, ...] = ()  # of the figures that differ

    @property
    def is_same(self) -> bool:
        return not self.figures and not self.places


def compare(publication: Publication, found: Figures) -> Comparison:
    """Of the figures and lists that were given; what was not told then is not compared."""
    said, now = publication.content, Frozen(freeze(found))
    names = now.full_names | said.full_names
    codes = [*said.figures]
    if not publication.before_register:
        codes += [code for code in now.figures if code.startswith(DECLINED_BECAUSE) and code not in said.figures]
    figures = tuple(one for code in codes for one in _figure(said, now, code, names[code]))
    return Comparison(
        figures=figures,
        places=tuple(_places(said, now, {code: names[code] for code in codes if _has_list(said, code)})),
        versions=tuple(_versions(said, now, {one.code for one in figures})),
    )


def _figure(said: Frozen, now: Frozen, code: str, name: str) -> Iterator[FigureDifference]:
    before, after = _numbers(said, code), _numbers(now, code)
    at_least = said.figures.get(code, {}).get("at_least", False)
    for province in before or after:
        was, number = before.get(province, 0), after.get(province, 0)
        if was != number and not (at_least and number is not None and was is not None and number >= was):
            yield FigureDifference(code, name, province, was, number)


def _numbers(content: Frozen, code: str) -> dict[str, Number]:
    """Per province, and the total under an empty name; nothing when the figure was not told."""
    found = content.figures.get(code)
    return {"": found["total"], **found["provinces"]} if found else {}


def _has_list(said: Frozen, code: str) -> bool:
    """A reason that nobody had then was told as nothing, with an empty list."""
    return code in said.lists or code not in said.figures


def _versions(said: Frozen, now: Frozen, codes: set[str]) -> Iterator[OtherVersion]:
    before = {one["code"]: one["version"] for one in said.definitions}
    for one in now.definitions:
        code, was = one["code"], before.get(one["code"])
        if code in codes and was is not None and was != one["version"]:
            yield OtherVersion(code, one["name"], was, one["version"])


def _places(said: Frozen, now: Frozen, names: dict[str, str]) -> Iterator[PlaceDifference]:
    places: dict[str, NamedPlace] = {one.nis: one for one in (*now.municipalities, *said.municipalities)}
    for place in sorted(places.values(), key=lambda one: one.name):
        moved = [
            Moved(code, name, was, number)
            for code, name in names.items()
            if (was := _brought(said, code, place)) != (number := _brought(now, code, place))
        ]
        if moved:
            yield PlaceDifference(place.nis, place.name, place.province, tuple(moved))


def _brought(content: Frozen, code: str, place: NamedPlace) -> Any:
    return content.lists.get(code, {}).get(place.nis)
