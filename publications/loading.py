"""The answers given before this register existed, from the files that keep them: what was said, and nothing else."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dashboards.definitions import BY_CODE
from municipalities.models import Province
from municipalities.reference.files import Row, read, refuse_doubles
from municipalities.search import alphabetical
from publications.freezing import definition
from publications.models import Kind, Publication

COLUMNS = ("question", "question_date", "visited", "visited_qualifier", "agreements", "list_file")
AT_LEAST = "minstens"


@transaction.atomic
def load(path: Path) -> list[Publication]:
    """Make a publication of each line that is not one yet. Raises BrokenFile, and then nothing was made."""
    rows = read(path, COLUMNS)
    refuse_doubles(rows, "question")
    known = set(Publication.objects.filter(kind=Kind.WRITTEN_QUESTION).values_list("number", flat=True))
    return [_publication(row).insert() for row in rows if row.cells["question"].strip() not in known]


def _publication(row: Row) -> Publication:
    """The day of the question is the only day that was handed down: its figures are taken to be of that day."""
    day = row.day("question_date")
    return Publication(
        kind=Kind.WRITTEN_QUESTION,
        number=row.text("question", longest=60),
        asked_on=day,
        figures_on=day,
        parts=[],
        frozen=_frozen(row),
        before_register=True,
    )


def _frozen(row: Row) -> dict[str, Any]:
    name = row.text("list_file", longest=100, required=False)
    provinces = [str(province) for province in Province.objects.all()]
    places = _places(row.path.parent / name, provinces) if name else []
    visited: dict[str, Any] = {"total": row.number("visited"), "provinces": {}}
    if row.text("visited_qualifier", longest=20, required=False) == AT_LEAST:
        visited["at_least"] = True
    per_province = Counter(place["province"] for place in places)
    concluded = {"total": row.number("agreements"), "provinces": dict(per_province)}
    if places and len(places) != concluded["total"]:
        raise row.broken("list_file", f"{name} has {len(places)} municipalities, not {concluded['total']}.")
    return {
        "definitions": [_definition(code) for code in ("visited", "concluded")],
        "provinces": provinces if places else [],
        "figures": {"visited": visited, "concluded": concluded},
        "municipalities": places,
        "lists": {"concluded": {place["nis"]: 1 for place in places}} if places else {},
    }


def _places(path: Path, provinces: Sequence[str]) -> list[dict[str, str]]:
    rows = read(path, ["nis", "name_nl", "province"])
    refuse_doubles(rows, "nis")
    return sorted((_place(row, provinces) for row in rows), key=lambda place: alphabetical(place["name"]))


def _place(row: Row, provinces: Sequence[str]) -> dict[str, str]:
    return {
        "nis": row.matching("nis", r"[0-9]{5}", "41002"),
        "name": row.text("name_nl", longest=80),
        "province": row.one_of("province", provinces),
    }


def _definition(code: str) -> dict[str, Any]:
    """The name is ours; what exactly was counted then was not handed down."""
    sentence = _("As it was said at the time; what exactly was counted was not handed down.")
    return definition(BY_CODE[code]) | {"sentence": sentence, "version": None, "since": None}
