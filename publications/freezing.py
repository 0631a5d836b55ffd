"""What a publication freezes: the numbers, the municipalities behind each, and what each counts."""

from typing import Any

from dashboards.definitions import in_tables
from dashboards.figures import Figure, Figures
from dashboards.lines import MunicipalityLine
from municipalities.search import alphabetical


def freeze(found: Figures) -> dict[str, Any]:
    """All figures of a day as plain data, in the form that `publications.models.Frozen` reads."""
    figures = in_tables(found.definitions)
    municipalities = [standing.municipality for standing in found.standings if standing.in_working_area]
    return {
        "definitions": [definition(figure) for figure in figures],
        "provinces": [str(row.place) for row in found.provinces],
        "figures": {figure.code: _numbers(found, figure) for figure in figures},
        "municipalities": [_place(one) for one in sorted(municipalities, key=_alphabetically)],
        "lists": {figure.code: _list(found, figure) for figure in figures},
    }


def definition(figure: Figure) -> dict[str, Any]:
    """What it is called and what it counts now."""
    return {
        "code": figure.code,
        "name": str(figure.name),
        "sentence": str(figure.explanation),
        "group": figure.group.value,
        "part_of": figure.part_of,
        "unit": figure.unit.value,
        "version": figure.version,
        "since": figure.since.isoformat(),
    }


def _numbers(found: Figures, figure: Figure) -> dict[str, Any]:
    return {
        "total": found.total.numbers[figure.code],
        "provinces": {str(row.place): row.numbers[figure.code] for row in found.provinces},
    }


def _list(found: Figures, figure: Figure) -> dict[str, int]:
    """Per municipality what it brings to the figure."""
    brought = ((standing.municipality.nis, figure.of(standing)) for standing in found.standings)
    return {nis: of for nis, of in brought if of is not None}


def _alphabetically(municipality: MunicipalityLine) -> str:
    return alphabetical(municipality.name)


def _place(municipality: MunicipalityLine) -> dict[str, str]:
    return {"nis": municipality.nis, "name": municipality.name, "province": municipality.province.name}
