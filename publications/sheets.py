"""The frozen figures of a publication, laid out as `dashboards.sheets` lays out those of a day."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from dashboards.figures import Group
from publications.models import Place, Publication


@dataclass(frozen=True)
class Definition:
    """What a figure was called and what it counted when the publication was given."""

    code: str
    name: str
    explanation: str
    group: Group
    headline: bool = False
    part_of: str = ""


@dataclass(frozen=True)
class Column:
    name: str | Promise
    province: str = ""
    url: str = ""

    @property
    def is_total(self) -> bool:
        return not self.province


@dataclass(frozen=True)
class Cell:
    column: Column
    number: int | None
    url: str
    at_least: bool = False
    percentage: float | None = None


@dataclass(frozen=True)
class Line:
    figure: Definition
    cells: list[Cell]


@dataclass(frozen=True)
class Sheet:
    columns: list[Column]
    groups: list[tuple[Group, list[Line]]]


def sheet_of(publication: Publication) -> Sheet:
    """Every figure that was given, per province as far as that was told, and in total."""
    content = publication.content
    columns = [*(Column(province, province) for province in content.provinces), Column(_("Total"))]
    lines = [
        Line(definition, [_cell(publication, definition.code, column) for column in columns])
        for definition in definitions_of(publication)
    ]
    return Sheet(columns, [(group, list(some)) for group, some in groupby(lines, key=lambda line: line.figure.group)])


def definitions_of(publication: Publication) -> list[Definition]:
    return [_definition(one) for one in publication.content.definitions]


def by_province(publication: Publication, code: str) -> list[tuple[str, list[Place]]]:
    """The municipalities that a figure counted, in alphabetical order under each province that has any."""
    content = publication.content
    found = [(province, content.listed(code, province)) for province in content.provinces]
    return [(province, places) for province, places in found if places]


def _definition(one: dict[str, Any]) -> Definition:
    return Definition(one["code"], one["name"], one["sentence"], Group(one["group"]))


def _cell(publication: Publication, code: str, column: Column) -> Cell:
    content = publication.content
    number = content.total(code) if column.is_total else content.number(code, column.province)
    url = ""
    if number and content.listed(code, column.province or None):
        url = reverse("publications:publication_figure", args=[publication.pk, code])
        url += f"#{slugify(column.province)}" if column.province else ""
    at_least = column.is_total and content.figures[code].get("at_least", False)
    return Cell(column, number, url, at_least)
