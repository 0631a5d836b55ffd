"""The tables of this floor as they leave the house, with the definitions of what they count."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.listings import stage_in_words
from dashboards import sheets
from dashboards.counted import Counted
from dashboards.definitions import Figure, Unit
from dashboards.evidence import CountedRow, Reason, question_of
from dashboards.facts import Asked
from dashboards.figures import Figures
from dashboards.places import Place
from dashboards.sheets import Cell, Line, Sheet, Told
from dashboards.standings import Standing
from dashboards.tables import MunicipalityRow
from dashboards.verdicts import Verdict
from exports.columns import Column, Kind, Listing, yes_or_no
from exports.extracts import Definition, Extract
from municipalities.models import Municipality, Province

REGIONS: Final = "regions"
MUNICIPALITIES_OF_PLACE: Final = "municipalities"


def _standing(value: Callable[[Standing], Any]) -> Callable[[MunicipalityRow], Any]:
    """Nothing where the municipality does not exist on the day."""
    return lambda row: None if row.standing is None else value(row.standing)


MUNICIPALITIES: Final = Listing(
    gettext_lazy("Municipalities"),
    (
        Column(gettext_lazy("NIS"), lambda row: row.municipality.nis),
        Column(gettext_lazy("Municipality"), lambda row: row.municipality.name),
        Column(gettext_lazy("Province"), lambda row: row.municipality.province.name),
        Column(gettext_lazy("Region"), lambda row: row.municipality.region),
        Column(gettext_lazy("Agency"), lambda row: row.municipality.get_agency_display()),
        Column(gettext_lazy("Fixed contact"), lambda row: row.municipality.fixed_contact),
        Column(gettext_lazy("Exists on this day"), lambda row: yes_or_no(row.standing)),
        Column(gettext_lazy("Where it stands"), _standing(lambda standing: standing.state.label)),
        Column(gettext_lazy("Visited in this term"), _standing(lambda standing: yes_or_no(standing.visited))),
        Column(gettext_lazy("Last visit"), lambda row: row.last_visited_on, Kind.DAY),
        Column(gettext_lazy("Days since"), lambda row: row.days, Kind.NUMBER),
        Column(gettext_lazy("Stage"), _standing(lambda standing: stage_in_words(standing.stage))),
        Column(gettext_lazy("Stage since"), _standing(lambda standing: standing.stage_since), Kind.DAY),
        Column(gettext_lazy("Number"), _standing(lambda standing: getattr(standing.agreement, "reference", None))),
        Column(
            gettext_lazy("Agreement in force"), _standing(lambda standing: getattr(standing.in_force, "label", None))
        ),
        Column(gettext_lazy("Reviews overdue"), _standing(lambda standing: standing.reviews_overdue), Kind.NUMBER),
    ),
)


# Of a verdict, a figure that it speaks of, and what the municipality brings to it.
WHERE_IT_COUNTS: Final = Listing(
    gettext_lazy("Where it counts"),
    (
        Column(gettext_lazy("Code"), lambda row: row[1].code),
        Column(gettext_lazy("Group"), lambda row: row[1].group.label),
        Column(gettext_lazy("Figure"), lambda row: row[1].full_name),
        Column(gettext_lazy("Counts"), lambda row: yes_or_no(row[2] is not None)),
        Column(gettext_lazy("Counts for"), lambda row: row[2], Kind.NUMBER),
        Column(gettext_lazy("Because"), lambda row: _because(row[0].reasons)),
    ),
)


def of_overview(found: Figures, table: str) -> Extract:
    """The figures per province; or the first of them, per region."""
    if table == REGIONS:
        sheet = sheets.of_regions(found)
        return _extract(found, _by_place(_("Figures per region"), sheet), sheet.by_column(), sheet)
    sheet = sheets.of_provinces(found)
    return _extract(found, by_figure(_("Figures per province"), _places(sheet)), sheet.lines, sheet)


def of_place(place: Place, found: Figures, table: str) -> Extract:
    """The figures of a province or region beside the total; or its municipalities and where each stands."""
    words = [(_("Province") if isinstance(place, Province) else _("Region"), place.name)]
    if table == MUNICIPALITIES_OF_PLACE:
        rows = [MunicipalityRow.of(standing) for standing in found.standings_of(place)]
        return Extract(listing=MUNICIPALITIES, rows=rows, filter_words=words, day=found.on, known_at=found.known_at)
    sheet = sheets.of_place(found, place)
    return _extract(found, by_figure(_("Figures"), _places(sheet)), sheet.lines, sheet, filter_words=words)


def of_figure(counted: Counted, rows: Sequence[CountedRow], words: Sequence[tuple[str, str]]) -> Extract:
    """What a number counts, in this order, each row with the reason."""
    asked = counted.asked
    return Extract(
        listing=_counted(counted.figure),
        rows=list(zip(rows, question_of(counted.figure)(asked, rows), strict=True)),
        filter_words=words,
        day=asked.on,
        known_at=asked.known_at,
        definitions=[definition_of(counted.figure)],
    )


def of_verdicts(municipality: Municipality, asked: Asked, verdicts: Sequence[Verdict]) -> Extract:
    """Each figure with what the municipality brings to it on the day, if anything, and the facts that say so."""
    rows = [(verdict, figure, brings) for verdict in verdicts for figure, brings in verdict.figures]
    return Extract(
        listing=WHERE_IT_COUNTS,
        rows=rows,
        filter_words=[(_("Municipality"), municipality.name)],
        day=asked.on,
        known_at=asked.known_at,
        definitions=[definition_of(figure) for _verdict, figure, _brings in rows],
    )


def definition_of(figure: Told) -> Definition:
    return Definition(figure.code, figure.full_name, figure.explanation, figure.version, figure.since)


def _counted(figure: Figure) -> Listing:
    """Of pairs: what counts, and why. Day, moment and name are those of the first reason; there is always one."""
    days = [Column(_("Days"), lambda pair: pair[0].brings, Kind.NUMBER)] if figure.unit == Unit.DAYS else []
    columns = [
        Column(_("NIS"), lambda pair: pair[0].standing.municipality.nis),
        Column(_("Municipality"), lambda pair: pair[0].standing.municipality.name),
        Column(_("Province"), lambda pair: pair[0].standing.municipality.province.name),
        Column(_("Region"), lambda pair: pair[0].standing.municipality.region),
        *days,
        Column(_("Why it counts"), lambda pair: _because(pair[1])),
        Column(_("Day"), lambda pair: pair[1][0].on, Kind.DAY),
        Column(_("Recorded at"), lambda pair: getattr(pair[1][0].recorded, "at", None), Kind.MOMENT),
        Column(_("Recorded by"), lambda pair: getattr(pair[1][0].recorded, "by", None)),
    ]
    return Listing(figure.full_name, columns)


def _because(reasons: Iterable[Reason]) -> str:
    return "\n".join(_in_words(reason) for reason in reasons)


def _in_words(reason: Reason) -> str:
    said = "; ".join([reason.what, *reason.notes, *(paper.label for paper in reason.papers)])
    return f"{date_format(reason.on)}: {said}" if reason.on else said


def _extract(found: Figures, listing: Listing, rows: list[Any], sheet: Sheet, **more: Any) -> Extract:
    definitions = [definition_of(line.figure) for line in sheet.lines]
    return Extract(listing=listing, rows=rows, day=found.on, known_at=found.known_at, definitions=definitions, **more)


def by_figure(name: str, places: Iterable[str]) -> Listing:
    """A row per figure, of lines as `dashboards.sheets` lays them out; per place its number and its share."""
    columns = [
        Column(_("Code"), lambda line: line.figure.code),
        Column(_("Group"), lambda line: line.figure.group.label),
        Column(_("Figure"), lambda line: line.figure.full_name),
        Column(_("Number of"), lambda line: Unit(line.figure.unit).label),
    ]
    for at, place in enumerate(places):
        columns += _number_and_share(place, _in_line(at))
    return Listing(name, columns)


def _by_place(name: str, sheet: Sheet) -> Listing:
    """A row per place; per figure its number and its share."""
    columns = [Column(_("Region"), lambda row: row[0].name)]
    for at, line in enumerate(sheet.lines):
        numbers = _number_and_share(line.figure.full_name, _in_row(at))
        columns += numbers if line.figure.has_percentage else numbers[:1]
    return Listing(name, columns)


def _in_line(at: int) -> Callable[[Line], Cell]:
    return lambda line: line.cells[at]


def _in_row(at: int) -> Callable[[tuple[Any, list[tuple[Figure, Cell]]]], Cell]:
    return lambda row: row[1][at][1]


def _places(sheet: Sheet) -> list[str]:
    return [str(column.name) for column in sheet.columns]


def _number_and_share(name: str, cell: Callable[[Any], Cell]) -> list[Column]:
    return [
        Column(name, lambda row: cell(row).number, Kind.NUMBER),
        Column(f"{name} (%)", lambda row: cell(row).percentage, Kind.DECIMAL),
    ]
