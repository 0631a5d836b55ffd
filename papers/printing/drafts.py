"""Drafts: what has not changed is not printed again."""

from functools import cache
from hashlib import sha256
from pathlib import Path

import weasyprint
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from papers.printing import pdf_of
from papers.printing.fonts import FONTS, font, logo

HERE = Path(__file__).parent


def draft_of(html: str) -> bytes:
    """The PDF of the finished HTML: from the cache where this printer printed it before."""
    drafts, key = caches["papers"], fingerprint(html)
    content: bytes | None = drafts.get(key)
    if content is None:
        content = pdf_of(html)
        drafts.set(key, content)
    return content


def draft_response(request: HttpRequest, html: str, *, filename: str) -> HttpResponse:
    """The draft to look at in the browser; a 304, and no print, for who has it already."""
    etag = f'"{fingerprint(html)}"'
    response = get_conditional_response(request, etag=etag) or HttpResponse(
        draft_of(html),
        content_type="application/pdf",
        headers={
            "Content-Disposition": content_disposition_header(as_attachment=False, filename=filename) or "inline",
            "X-Content-Type-Options": "nosniff",
        },
    )
    # The browser may keep it, and asks each time whether it still holds.
    response["Cache-Control"], response["ETag"] = "private, no-cache", etag
    return response


def fingerprint(html: str) -> str:
    """SHA-256 of all that a draft depends on: its text and style, and the printer."""
    return sha256(_printer() + html.encode()).hexdigest()


@cache
def _printer() -> bytes:
    """The program, its fonts and the logo, as a SHA-256."""
    ours = [one.read_bytes() for one in sorted([*HERE.glob("*.py"), *HERE.glob("*.css")])]
    return sha256(b"\0".join([weasyprint.__version__.encode(), *ours, *map(font, FONTS), logo()])).digest()
