"""The house style of the paper comes from outside: each file must be there and be what it should."""

import re
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import ParseError, fromstring

from django.core.exceptions import ImproperlyConfigured

FONT_FILES: Final = ("Regular.ttf", "Italic.ttf", "Semibold.ttf", "Bold.ttf")
TRUETYPE: Final = b"\x00\x01\x00\x00"
PNG: Final = b"\x89PNG\r\n\x1a\n"
OPEN_DOCUMENT: Final = re.compile(rb"^PK.*mimetypeapplication/vnd\.oasis\.opendocument\.text", re.DOTALL)
LARGEST_LOGO: Final = 1024 * 1024


def checked_logo(setting: str, value: str) -> str:
    """The path of an SVG or PNG of at most 1 MB, or nothing; raises ImproperlyConfigured."""
    if not value:
        return ""
    path = Path(value)
    if path.suffix.lower() not in {".svg", ".png"}:
        raise ImproperlyConfigured(f"{setting} must be the path of an .svg or .png file.")
    content = _read(setting, path)
    if len(content) > LARGEST_LOGO:
        raise ImproperlyConfigured(f"{setting} {value} is larger than 1 MB: each paper would carry that.")
    if not (_is_svg(content) if path.suffix.lower() == ".svg" else content.startswith(PNG)):
        raise ImproperlyConfigured(f"{setting} {value} is not the picture that its name says.")
    return value


def checked_fonts(setting: str, value: str) -> str:
    """The directory of four TrueType files, or nothing; raises ImproperlyConfigured."""
    for name in FONT_FILES if value else ():
        if not _read(setting, Path(value) / name).startswith(TRUETYPE):
            raise ImproperlyConfigured(f"{setting} needs TrueType files: {name} in {value} is something else.")
    return value


def checked_document(setting: str, value: str) -> str:
    """The path of an OpenDocument text or a template of one, or nothing; raises ImproperlyConfigured."""
    if value and not OPEN_DOCUMENT.search(_read(setting, Path(value))[:200]):
        raise ImproperlyConfigured(f"{setting} must be the path of an .odt or .ott file.")
    return value


def _read(setting: str, path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ImproperlyConfigured(f"{setting}: {path} cannot be read.") from error


def _is_svg(content: bytes) -> bool:
    try:
        return fromstring(content).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314 - a file of our own machine
    except ParseError:
        return False
