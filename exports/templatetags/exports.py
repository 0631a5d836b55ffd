"""The way out of a page with a table: `{% export_links %}`, where its list follows the filter."""

from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import reverse

from accounts.models import User
from exports.models import Export
from exports.permissions import sees_exports
from exports.sending import FIELD, TABLE_FIELD, address_of

register = template.Library()


@register.inclusion_tag("exports/_links.html", takes_context=True)
def export_links(context: template.Context, table: str = "") -> dict[str, Any]:
    """A link per format to the whole table as it is filtered; `table` says which, for all but the first of a page."""
    request: HttpRequest = context["request"]
    which = {TABLE_FIELD: table} if table else {}
    return {
        "links": [(how.label, address_of(request, **{FIELD: how.value}, **which)) for how in Export.Format],
        "seen_at": "" if table else _seen_at(request, context["user"]),
    }


def _seen_at(request: HttpRequest, user: User) -> str:
    page = reverse("exports:export_list")
    return page if sees_exports(user) and request.path != page else ""
