"""What the frame of a paper asks from the house style."""

from django import template
from django.conf import settings
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def house_logo() -> SafeString:
    """The agency's logo where one is set. It stands beside the name of the agency, so a reader hears nothing twice."""
    return SafeString('<img class="logo" src="house:logo" alt="">' if getattr(settings, "PAPER_LOGO", "") else "")
