"""The figures of a publication as they were frozen, read back."""

from functools import cached_property
from typing import Any, NamedTuple


class NamedPlace(NamedTuple):
    """A municipality as it was called when the answer was given."""

    nis: str
    name: str
    province: str


class Frozen:
    """The figures, lists and definitions of a publication, as `publications.freezing` writes them.

    {"definitions": [{"code", "name", "sentence", "version", "since", "group", "part_of", "unit"}],
     "provinces": ["Antwerpen", …],
     "figures": {code: {"total": number, "provinces": {name: number}, "at_least": true}},
     "municipalities": [{"nis", "name", "province"}], in alphabetical order,
     "lists": {code: {nis: what it brings: 1, a number of reviews, days}},
     "answer": what `publications.answer.keeping` reads back; not in those from before the register}
    """

    def __init__(self, content: dict[str, Any]) -> None:
        self.definitions: list[dict[str, Any]] = content["definitions"]
        self.provinces: list[str] = content["provinces"]
        self.figures: dict[str, dict[str, Any]] = content["figures"]
        self.lists: dict[str, dict[str, int]] = content["lists"]
        self.municipalities = [NamedPlace(**one) for one in content["municipalities"]]

    @cached_property
    def full_names(self) -> dict[str, str]:
        """By code, as `Figure.full_name`: a figure that is a part of another is called after both."""
        alone = {one["code"]: one["name"] for one in self.definitions}
        return {
            one["code"]: f"{alone[one['part_of']]}: {one['name']}" if one["part_of"] in alone else one["name"]
            for one in self.definitions
        }

    def total(self, code: str) -> int | None:
        found: int | None = self.figures[code]["total"]
        return found

    def number(self, code: str, province: str) -> int | None:
        found: int | None = self.figures[code]["provinces"].get(province)
        return found

    def listed(self, code: str, province: str | None = None) -> list[NamedPlace]:
        """The municipalities that a figure counted, of one province or all, in alphabetical order."""
        counted = self.lists.get(code, {})
        return [one for one in self.municipalities if one.nis in counted and province in (None, one.province)]
