"""What was given out, as it leaves the house."""

from typing import Any, Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dashboards.listings import by_figure, definition_of
from exports.columns import Column, Kind, Listing
from exports.extracts import Extract
from publications import sheets
from publications.models import Publication


def told(publication: Any, total: str) -> int | None:
    """`visited` or `concluded` in a list; nothing where the last verification found the seal broken, or no number."""
    number = getattr(publication, total)
    return number if isinstance(number, int) and not publication.is_seal_broken else None


PUBLICATIONS: Final = Listing(
    _("Publications"),
    (
        Column(_("Publication"), lambda publication: publication.title),
        Column(_("Kind"), lambda publication: publication.get_kind_display()),
        Column(_("Number"), lambda publication: publication.number),
        Column(_("Asked by"), lambda publication: publication.asked_by),
        Column(_("Figures on"), lambda publication: publication.figures_on, Kind.DAY),
        Column(_("As known on"), lambda publication: publication.known_at, Kind.MOMENT),
        Column(_("Asked on"), lambda publication: publication.asked_on, Kind.DAY),
        Column(_("Answered on"), lambda publication: publication.answered_on, Kind.DAY),
        Column(_("Visited"), lambda publication: told(publication, "visited"), Kind.NUMBER),
        Column(_("Agreements"), lambda publication: told(publication, "concluded"), Kind.NUMBER),
        Column(_("SHA-256"), lambda publication: publication.sha256),
        Column(_("Seal"), lambda publication: gettext("seal broken") if publication.is_seal_broken else ""),
    ),
)
LISTED: Final = Listing(
    _("Municipalities"),
    (
        Column(_("NIS"), lambda listed: listed.place.nis),
        Column(_("Municipality"), lambda listed: listed.place.name),
        Column(_("Province"), lambda listed: listed.place.province),
        Column(_("Counts for"), lambda listed: listed.number, Kind.NUMBER),
    ),
)


def figures_of(publication: Publication) -> Extract:
    """Every figure as it was given."""
    sheet = sheets.sheet_of(publication)
    listing = by_figure(gettext("Published figures"), [str(column.name) for column in sheet.columns])
    return _given(publication, listing, sheet.lines, sheets.definitions_of(publication))


def municipalities_of(publication: Publication, figure: sheets.Definition) -> Extract:
    """The municipalities that a figure counted, as they were called then, under their provinces."""
    rows = [listed for one in sheets.by_province(publication, figure.code) for listed in one.places]
    return _given(publication, LISTED, rows, [figure])


def _given(publication: Publication, listing: Listing, rows: list[Any], figures: list[sheets.Definition]) -> Extract:
    return Extract(
        listing=listing,
        rows=rows,
        filter_words=[(gettext("Publication"), publication.title)],
        day=publication.figures_on,
        known_at=publication.known_at,
        definitions=[definition_of(one) for one in figures],
    )
