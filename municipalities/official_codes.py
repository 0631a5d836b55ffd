"""Codes that authorities give out."""

import re


def is_kbo_number(text: str) -> bool:
    """Ten digits, of which the last two check the others."""
    return bool(re.fullmatch(r"[0-9]{10}", text)) and int(text[:8]) % 97 == 97 - int(text[8:])


def is_ovo_code(text: str) -> bool:
    return bool(re.fullmatch(r"OVO[0-9]{6}", text))
