"""The names of files on the disks of whoever takes a batch: sorted, and safe on every system."""

import re
import unicodedata
from typing import Final

from batches.models import Batch

INDEX: Final = "00-inhoud.pdf"
WORDS: Final = {Batch.What.DRAFTS: "ontwerpen", Batch.What.FINALS: "definitief", Batch.What.COPIES: "getekend"}
LONGEST: Final = 60


def paper_name(*, position: int, total: int, reference: str, place: str, kind: str) -> str:
    """001_OVL-2021-0007_Zulte_ontwerp.pdf, with as many digits as sorting needs."""
    digits = max(3, len(str(total)))
    return f"{position:0{digits}}_{safe(reference)}_{safe(place)}_{safe(kind)}.pdf"


def zip_name(batch: Batch) -> str:
    return f"bundel-{batch.pk}_{WORDS[Batch.What(batch.what)]}_{batch.day.isoformat()}.zip"


def safe(words: str) -> str:
    """Letters and digits without accents, and hyphens between them."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:LONGEST] or "x"
