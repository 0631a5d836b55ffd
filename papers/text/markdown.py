"""Markdown of a small subset to HTML: paragraph, bold, italic, lists, links, footnotes."""

from collections.abc import Mapping

from django.utils.safestring import SafeString


def to_html(text: str, *, values: Mapping[str, str], heading: bool = False) -> SafeString:
    """The text with its merge fields filled in, capital first where a field begins a sentence. Never raises.

    `heading`: one line without block elements. The values are escaped here unless they are safe strings.
    """
    raise NotImplementedError
