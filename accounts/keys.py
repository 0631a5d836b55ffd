"""Keys and versions of rows, as they stand in an address or a form."""

from typing import Final

MOST_DIGITS: Final = 18  # every key of so many digits fits in a database


def key_of(typed: str) -> int | None:
    """None for what can be of no row: no digits, or more than a database holds."""
    return int(typed) if typed.isdecimal() and len(typed) <= MOST_DIGITS else None
