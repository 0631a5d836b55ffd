"""Text out of a stranger's file, as a database and a page can hold it. Runs apart (papers.apart) too."""

import re
from typing import Final

UNPRINTED: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def plain(text: str) -> str:
    """With the sign for "unknown" in the place of control signs and of halves of pairs, which PostgreSQL refuses."""
    return UNPRINTED.sub("\ufffd", text)
