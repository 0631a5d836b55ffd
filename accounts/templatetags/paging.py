from collections.abc import Iterable

from django import template
from django.core.paginator import Page
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.paging import ALL, SIZE_FIELD, SIZES

register = template.Library()


@register.filter
def nearby(page: Page) -> Iterable[int | str]:
    """The numbers of the pages around this one, with … for those left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.simple_tag(takes_context=True)
def page_sizes(context: template.Context, page: Page) -> list[tuple[str, str | Promise, bool]]:
    """The page sizes on offer: how the address says it, how the screen says it, whether it is the present one."""
    request: HttpRequest = context["request"]
    sizes: list[tuple[str, str | Promise]] = [(str(size), str(size)) for size in SIZES]
    sizes.append((ALL, _("all")))
    present = ALL if request.GET.get(SIZE_FIELD) == ALL else str(page.paginator.per_page)
    return [(value, label, value == present) for value, label in sizes]
