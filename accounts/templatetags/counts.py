"""A number that counts something opens the list of what it counts."""

from django import template
from django.utils.html import format_html

register = template.Library()


@register.simple_tag
def counted(number: int | None, url: str) -> str:
    """The number as a link to its list; bare when it is nothing. A test walks them all."""
    if not number:
        return "–" if number is None else "0"
    return format_html('<a data-number href="{}">{}</a>', url, str(number))
