from typing import Any

from django import template

from dashboards.days import clock_query
from dashboards.sheets import list_url as register_list_url
from municipalities.models import Province
from publications.models import Publication, Verification
from publications.sheets import list_url
from publications.templatetags.numbers_said import said

register = template.Library()
register.simple_tag(said)


@register.inclusion_tag("publications/_alarm.html")
def broken_publications() -> dict[str, Any]:
    """The answers that no longer come out of the register as they were given; nothing when all do."""
    found = Verification.objects.alarming().for_list().order_by("publication_id", "-pk")
    by_publication = {one.publication_id: one for one in found}
    return {"verifications": list(by_publication.values())}


@register.filter
def clocks(publication: Publication) -> str:
    """For the address of a page that looks at the day of the figures, from the moment they were given."""
    return clock_query(publication.figures_on, publication.known_at)


@register.simple_tag
def said_total(publication: Publication, code: str) -> str:
    return said(publication.content.total(code), list_url(publication, code))


@register.simple_tag
def compared(found: Verification) -> list[dict[str, Any]]:
    """The numbers that differ, each with both lists. What a night found was counted then and opens none of now.

    Behind a broken seal stands no list that was given.
    """
    given = found.publication if found.publication.is_intact else None
    now = "" if found.pk else clock_query(found.publication.figures_on, None)
    provinces = {one.name: one for one in Province.objects.all()} if now else {}
    return [
        one
        | {"said_url": list_url(given, one["code"], one["province"]) if given else ""}
        | {"now_url": _now_url(now, one, provinces)}
        for one in found.totals
    ]


def _now_url(clocks: str, one: dict[str, Any], provinces: dict[str, Province]) -> str:
    """None of a province that is called otherwise now."""
    if not clocks or (one["province"] and one["province"] not in provinces):
        return ""
    return register_list_url(clocks, one["code"], provinces.get(one["province"]))
