"""From finished HTML to PDF: our fonts, nothing fetched, the archive form for what is kept."""

from typing import Any

from weasyprint import HTML

from papers.printing.fonts import FontsOnly

__all__ = ["FontsOnly", "pdf_of"]


def pdf_of(html: str, *, archive: bool = False, fetcher: FontsOnly | None = None) -> bytes:
    """Print the document. `archive` is for what is kept: PDF/A-3a and PDF/UA-1 in one file."""
    options: dict[str, Any] = {"pdf_variant": "pdf/a-3a" if archive else "pdf/ua-1"}
    document: bytes = HTML(string=html, url_fetcher=fetcher or FontsOnly()).write_pdf(**options)
    return document
