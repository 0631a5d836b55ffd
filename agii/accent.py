"""The accent colour comes from outside: it must be a colour, and readable."""

import re
from typing import Final

from django.core.exceptions import ImproperlyConfigured

PAPER: Final = {"light": "#fcfbf9", "dark": "#14181b"}  # as in static/css/house.css
READABLE: Final = 4.5  # WCAG 2.2, 1.4.3


def checked_accent(setting: str, value: str, *, on: str) -> str:
    """The colour, when it is written as #rrggbb and can be read on the paper; raises ImproperlyConfigured."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        raise ImproperlyConfigured(f"{setting} must be a colour such as #0b5c6b.")
    reached = contrast(value, PAPER[on])
    if reached < READABLE:
        raise ImproperlyConfigured(
            f"{setting} {value} has a contrast of {reached:.1f} on a {on} page; {READABLE} is needed to read it."
        )
    return value


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21, as WCAG defines it."""
    dark, light = sorted([_luminance(one), _luminance(other)])
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
