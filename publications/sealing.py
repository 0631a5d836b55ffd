"""What the seal of a publication is taken of."""

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publications.models import Publication


def canonical(publication: "Publication") -> bytes:
    """All that was said, as the bytes that the SHA-256 is taken of: docs/decisions/publications.md."""
    said = {
        "format": 1,
        "kind": publication.kind,
        "number": publication.number,
        "asked_by": publication.asked_by,
        "asked_on": _day(publication.asked_on),
        "answered_on": _day(publication.answered_on),
        "figures_on": _day(publication.figures_on),
        "known_at": _moment(publication.known_at),
        "before_register": publication.before_register,
        "parts": publication.parts,
        "paragraph": publication.paragraph,
        "text": publication.text,
        "corrects": publication.succeeds.sha256 if publication.succeeds else None,
        "reason": publication.reason,
        "frozen": publication.frozen,
    }
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode(errors="surrogatepass")  # half a sign is in nothing that was sealed, but may be put there


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _moment(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat(timespec="microseconds") if moment else None
