"""The tables beside the pictures as they leave the house."""

from collections.abc import Callable
from typing import Any, Final

from django.utils.translation import gettext as _

from agreements.models import Stage
from dashboards.definitions import BY_CODE
from dashboards.figures import Figures
from dashboards.listings import definition_of
from dashboards.pictures.coming_reviews import coming_reviews_of
from dashboards.pictures.funnel import funnel_of
from dashboards.pictures.progress import PLANNED, Bar, Progress, progress_of
from dashboards.pictures.trend import trend_of
from dashboards.places import Place
from exports.columns import Column, Kind, Listing, yes_or_no
from exports.extracts import Extract
from municipalities.models import Province

Table = tuple[Listing, list[Any]]


def of_pictures(place: Place | None, found: Figures, table: str) -> Extract:
    """The table asked for; month after month when none is."""
    listing, rows = TABLES.get(table, _trend)(place, found)
    return Extract(
        listing=listing,
        rows=rows,
        filter_words=[(_kind(place), place.name)] if place else [],
        day=found.on,
        known_at=found.known_at,
        definitions=[definition_of(BY_CODE[code]) for code in PLANNED] if table in COUNT_MUNICIPALITIES else [],
    )


def _kind(place: Place) -> str:
    return _("Province") if isinstance(place, Province) else _("Region")


def _trend(place: Place | None, found: Figures) -> Table:
    """The last day first, as on the page."""
    points = [point for _term, some in trend_of(place, found.asked).terms for point in some]
    columns = (
        Column(_("Day"), lambda point: point.on, Kind.DAY),
        Column(_("Municipalities"), lambda point: point.municipalities, Kind.NUMBER),
        Column(str(BY_CODE["visited"]), lambda point: point.visited, Kind.NUMBER),
        Column(str(BY_CODE["concluded"]), lambda point: point.concluded, Kind.NUMBER),
    )
    return Listing(_("Month after month"), columns), sorted(points, key=lambda point: point.on, reverse=True)


def _progress(place: Place | None, found: Figures) -> Table:
    columns = [
        Column(_("Region"), lambda row: row.region.name),
        Column(_("Municipalities"), lambda row: row.municipalities, Kind.NUMBER),
    ]
    for at, code in enumerate(PLANNED):
        columns += _bar_columns(str(BY_CODE[code]), at)
    return Listing(_("The regions and their target"), columns), list(progress_of(found, place))


def _bar_columns(name: str, at: int) -> list[Column]:
    def bar(row: Progress) -> Bar:
        return row.bars[at]

    return [
        Column(name, lambda row: bar(row).number, Kind.NUMBER),
        Column(f"{name} (%)", lambda row: bar(row).percentage, Kind.DECIMAL),
        Column(_("%(figure)s, target") % {"figure": name}, lambda row: bar(row).target, Kind.NUMBER),
    ]


def _funnel(place: Place | None, found: Figures) -> Table:
    columns = (
        Column(_("Stage"), lambda row: Stage(row.stage).label),
        Column(_("Reached"), lambda row: row.reached, Kind.NUMBER),
        Column(_("Reached (%)"), lambda row: row.percentage, Kind.DECIMAL),
        Column(_("Stands there now"), lambda row: row.here, Kind.NUMBER),
        Column(_("No agreement after that"), lambda row: row.refused, Kind.NUMBER),
        Column(_("Days spent in it (median)"), lambda row: row.days, Kind.NUMBER),
        Column(_("Went on"), lambda row: row.stays, Kind.NUMBER),
    )
    return Listing(_("The way to an agreement"), columns), list(funnel_of(place, found.asked))


def _reviews(place: Place | None, found: Figures) -> Table:
    """A row for each review, where the page has one for each month."""
    months = coming_reviews_of(place, found)
    columns = (
        Column(_("Due on"), lambda review: review.due_on, Kind.DAY),
        Column(_("Municipality"), lambda review: review.municipality),
        Column(_("Number"), lambda review: review.agreement.reference),
        Column(_("Overdue"), lambda review: yes_or_no(review.due_on < found.on)),
    )
    rows = [review for month in months for review in month.reviews]
    return Listing(_("Yearly reviews in the coming year"), columns), list(rows)


TABLES: Final[dict[str, Callable[[Place | None, Figures], Table]]] = {
    "progress": _progress,
    "funnel": _funnel,
    "reviews": _reviews,
}
COUNT_MUNICIPALITIES: Final = ("", "progress")
