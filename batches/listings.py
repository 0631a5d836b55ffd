"""The batches, and what is in one, as they leave the house."""

from typing import Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from batches.index import lines_of
from batches.models import Batch
from exports.columns import Column, Kind, Listing
from exports.extracts import Extract

BATCHES: Final = Listing(
    _("Batches"),
    (
        Column(_("Batch"), lambda batch: batch.pk, Kind.NUMBER),
        Column(_("Papers"), lambda batch: batch.get_what_display()),
        Column(_("State"), lambda batch: batch.state.label),
        Column(_("List"), lambda batch: batch.filter_words or _("all agreements")),
        Column(_("Agreements"), lambda batch: batch.total, Kind.NUMBER),
        Column(_("Asked by"), lambda batch: batch.made_by),
        Column(_("Asked at"), lambda batch: batch.made_at, Kind.MOMENT),
    ),
)
# As the sheet on top of a batch says it.
CONTENTS: Final = Listing(
    _("Contents of a batch"),
    (
        Column(_("Position"), lambda line: line.position, Kind.NUMBER),
        Column(_("Number"), lambda line: line.reference),
        Column(_("Municipality"), lambda line: line.place),
        Column(_("Domains"), lambda line: line.domains),
        Column(_("Period"), lambda line: line.period),
        Column(_("Stage"), lambda line: line.stage),
        Column(_("Files"), lambda line: "\n".join(paper["name"] for paper in line.papers)),
        Column(_("Pages"), lambda line: sum(paper["pages"] or 0 for paper in line.papers), Kind.NUMBER),
        Column(_("Why there is no paper"), lambda line: line.reason),
    ),
)


def contents_of(batch: Batch) -> Extract:
    lines = lines_of(batch, list(batch.items.select_related("agreement__municipality")))
    words = [(gettext("Batch"), str(batch.pk)), (gettext("List"), batch.filter_words or gettext("all agreements"))]
    return Extract(listing=CONTENTS, rows=lines, filter_words=words, day=batch.day)
