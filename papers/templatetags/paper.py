"""What the frame of a paper asks from the house style."""

from html import unescape

from django import template
from django.conf import settings
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString

from papers.printing.fonts import LOGO

register = template.Library()


@register.simple_tag
def house_logo() -> SafeString:
    """The logo of the house where one is set, read out as the name of its owner."""
    if not settings.PAPER_LOGO:
        return SafeString("")
    return format_html('<img class="logo" src="{}" alt="{}">', LOGO, settings.PAPER_OWNER)


@register.simple_tag
def paper_owner() -> str:
    """Whose papers these are, as the file itself says."""
    owner: str = settings.PAPER_OWNER
    return owner


@register.filter
def plain(words: SafeString) -> str:
    """The words of a line of HTML, for an attribute."""
    return unescape(strip_tags(words))
