"""The frozen figures of a publication, laid out as those of a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from dashboards.days import clock_query
from dashboards.definitions import Unit
from dashboards.figures import Group
from dashboards.sheets import Cell, Column, Line, Sheet
from dashboards.sheets import list_url as register_list_url
from publications.models import NamedPlace, Publication


@dataclass(frozen=True)
class Definition:
    """What a figure was called and what it counted when the publication was given."""

    code: str
    name: str
    full_name: str
    explanation: str
    group: Group
    unit: Unit
    version: int | None = None
    since: date | None = None
    headline: bool = False
    part_of: str = ""

    @property
    def has_percentage(self) -> bool:
        return self.unit == Unit.MUNICIPALITIES and self.group != Group.AREA


@dataclass(frozen=True)
class Listed:
    """A municipality in the list behind a number, with what it brings to it."""

    place: NamedPlace
    number: int


@dataclass(frozen=True)
class ListedIn:
    """The municipalities of one province behind a number, and what they bring to it together."""

    province: str
    number: int
    places: list[Listed]


def sheet_of(publication: Publication) -> Sheet:
    """Every figure that was given, per province as far as that was told, and in total."""
    columns = [*map(Column, publication.content.provinces), Column(_("Total"), is_total=True)]
    return Sheet.of(
        columns,
        [
            Line(definition, [_cell(publication, definition, column) for column in columns])
            for definition in definitions_of(publication)
        ],
    )


def definitions_of(publication: Publication) -> list[Definition]:
    content = publication.content
    return [_definition(one, content.full_names[one["code"]]) for one in content.definitions]


def by_province(publication: Publication, code: str, unit: str = Unit.MUNICIPALITIES) -> list[ListedIn]:
    """The municipalities that a figure counted, in alphabetical order under each province that has any."""
    content = publication.content
    brought = content.lists.get(code, {})
    found = []
    for province in content.provinces:
        places = [Listed(one, brought[one.nis]) for one in content.listed(code, province)]
        if places:
            found.append(ListedIn(province, number_of(unit, places), places))
    return found


def _definition(one: dict[str, Any], full_name: str) -> Definition:
    return Definition(
        code=one["code"],
        name=one["name"],
        full_name=full_name,
        explanation=one["sentence"],
        group=Group(one["group"]),
        unit=Unit(one["unit"]),
        version=one["version"],
        since=date.fromisoformat(one["since"]) if one["since"] else None,
        part_of=one["part_of"],
        headline=one["code"] in {"visited", "concluded"},
    )


def _cell(publication: Publication, figure: Definition, column: Column) -> Cell:
    number = _number(publication, figure.code, column)
    municipalities = _number(publication, "municipalities", column) if figure.has_percentage else None
    return Cell(
        column=column,
        number=number,
        percentage=100 * number / municipalities if municipalities and number is not None else None,
        url=list_url(publication, figure.code, "" if column.is_total else str(column.name)),
    )


def _number(publication: Publication, code: str, column: Column) -> int | None:
    """None where it was not told."""
    content = publication.content
    if code not in content.figures:
        return None
    return content.total(code) if column.is_total else content.number(code, str(column.name))


def list_url(publication: Publication, code: str, province: str = "") -> str:
    """The list that was frozen behind a number; empty where none was given. What is no more than a draft counts now."""
    if publication.pk is None:
        return register_list_url(clock_query(publication.figures_on, publication.known_at), code, None)
    if not publication.content.listed(code, province or None):
        return ""
    url = reverse("publications:publication_figure", args=[publication.pk, code])
    return f"{url}#{slugify(province)}" if province else url


def number_of(unit: str, listed: Sequence[Listed]) -> int:
    """What a list adds up to, as the figure did."""
    brought = [one.number for one in listed]
    return round(median(brought)) if unit == Unit.DAYS and brought else sum(brought)
