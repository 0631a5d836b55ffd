"""What the scanner says of a draft: reading one takes as long as printing it, so each is asked once."""

from django.core.cache import caches

from papers.printing import pdf_of
from papers.printing.drafts import fingerprint
from papers.scan import Hit, scan_pdf


def scan_draft(html: str) -> list[Hit]:
    """The places that `scan_pdf` finds in a print of the finished HTML; raises what it raises."""
    drafts, key = caches["papers"], f"scan-{fingerprint(html)}"
    hits: list[Hit] | None = drafts.get(key)
    if hits is None:
        hits = scan_pdf(pdf_of(html))
        drafts.set(key, hits)
    return hits
