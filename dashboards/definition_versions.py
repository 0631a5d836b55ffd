"""Every version that a definition ever had, from `fixtures/definitions.csv`: what was published stays explained."""

import csv
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.conf import settings

from dashboards.definitions import FIGURES, Figure


@dataclass(frozen=True)
class Version:
    number: int
    since: date
    name: str
    sentence: str


@dataclass(frozen=True)
class Defined:
    """A figure as it is defined now, with the versions before that, latest first."""

    figure: Figure
    earlier: list[Version]


def defined() -> list[Defined]:
    """Every figure but those of the reasons, which are made from the code list."""
    return [Defined(figure, _earlier(figure)) for figure in FIGURES]


def _earlier(figure: Figure) -> list[Version]:
    earlier = [one for one in versions().get(figure.code, []) if one.number < figure.version]
    return sorted(earlier, key=lambda one: one.number, reverse=True)


@cache
def versions() -> Mapping[str, list[Version]]:
    """By code, oldest first; also of figures that are no longer counted."""
    found: dict[str, list[Version]] = defaultdict(list)
    with (settings.FIXTURES_DIR / "definitions.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            since = date.fromisoformat(row["since"])
            found[row["code"]].append(Version(int(row["version"]), since, row["name"], row["sentence"]))
    return found
