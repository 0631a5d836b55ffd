"""From finished HTML to PDF: our fonts, nothing fetched, the archive form for what is kept."""

from datetime import datetime

from papers.printing.archive import ArchiveMetadata
from papers.printing.fonts import FontsOnly
from papers.printing.press import the_press
from papers.printing.watermark import put_under

__all__ = ["FontsOnly", "pdf_of"]


def pdf_of(
    html: str, *, archive: bool = False, created: datetime | None = None, fetcher: FontsOnly | None = None
) -> bytes:
    """Print the document; the same input gives the same bytes, on any machine. A body of class `draft` is marked so.

    `archive` is for what is kept: PDF/A-3a and PDF/UA-1 in one file; `created` the moment, with its zone, that the
    file then tells. The clock is never asked.
    """
    variant = "pdf/a-3a" if archive else "pdf/ua-1"
    with the_press(quick=not archive) as press:
        document, is_draft = press.lay_out(html, fetcher=fetcher or FontsOnly(), variant=variant)
        if archive:
            document.metadata = ArchiveMetadata(**vars(document.metadata))
        if created:
            document.metadata.created = document.metadata.modified = created.isoformat(timespec="seconds")
        content: bytes = document.write_pdf(pdf_variant=variant, finisher=put_under if is_draft else None)
    return content
