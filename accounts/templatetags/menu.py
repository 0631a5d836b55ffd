from typing import Final, NamedTuple

from django import template
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

register = template.Library()


class Entry(NamedTuple):
    label: str | Promise
    url: str
    current: bool


# Each entry with the names of the pages that belong to it: the longest beginning that fits wins.
ENTRIES: Final[list[tuple[str | Promise, str, tuple[str, ...]]]] = [
    (_("Overview"), "dashboards:overview", ("dashboards:",)),
    (
        _("Municipalities"),
        "dashboards:municipality_list",
        (
            "dashboards:municipality_",
            "dashboards:merger_",
            "dashboards:planned_",
            "municipalities:",
            "agreements:merger_",
        ),
    ),
    (_("Visits"), "municipalities:visit_list", ("municipalities:visit_",)),
    (_("Agreements"), "agreements:agreement_list", ("agreements:", "batches:")),
    (_("Publications"), "publications:publication_list", ("publications:",)),
    (_("Templates"), "agreements:template_list", ("agreements:template_", "agreements:clause_")),
]
# Everybody can read these pages; in the menu of who works with municipalities they would stand in the way.
FOR_ADMINISTRATORS: Final = {"agreements:template_list"}


@register.simple_tag(takes_context=True)
def menu_entries(context: template.Context) -> list[Entry]:
    """The main menu, with the entry that the present page belongs to."""
    request: HttpRequest | None = context.get("request")
    here = request.resolver_match.view_name if request is not None and request.resolver_match else ""
    current = _best(here)
    return [
        Entry(label, reverse(name), name == current)
        for label, name, _beginnings in ENTRIES
        if context.get("is_administrator") or name not in FOR_ADMINISTRATORS
    ]


def _best(here: str) -> str:
    fitting: list[tuple[int, str]] = [
        (len(beginning), name)
        for _label, name, beginnings in ENTRIES
        for beginning in beginnings
        if here.startswith(beginning)
    ]
    return max(fitting)[1] if fitting else ""
