"""What the frame of a paper asks from the house style."""

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString

from papers.printing.fonts import LOGO

register = template.Library()


@register.simple_tag
def house_logo(owner: str) -> SafeString:
    """The logo of the house where one is set, read out as the name of its owner."""
    return format_html('<img class="logo" src="{}" alt="{}">', LOGO, owner) if settings.PAPER_LOGO else SafeString("")
