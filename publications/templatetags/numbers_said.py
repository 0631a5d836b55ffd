"""Numbers that were given."""

import re
from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html

from accounts.templatetags.counts import counted

if TYPE_CHECKING:
    from publications.answer.blocks import Count
    from publications.answer.screen import Lists

register = template.Library()
NUMBER = re.compile(r"\d+")


@register.simple_tag
def said(number: int | None, url: str) -> str:
    """A number that was given, which opens the list that was frozen with it; alone where none was given."""
    if url or not number:
        return counted(number, url)
    return format_html("<span data-said>{}</span>", str(number))


@register.simple_tag
def with_list(words: str, count: "Count | None", lists: "Lists | None") -> str:
    """The words, their number as a link to the list that it counts."""
    number = NUMBER.search(words)
    if count is None or lists is None or number is None:
        return words
    before, after = words[: number.start()], words[number.end() :]
    return format_html("{}{}{}", before, said(int(number[0]), lists.of(count)), after)
