from typing import Any

from django import template

from publications.models import Verification

register = template.Library()


@register.inclusion_tag("publications/_alarm.html")
def broken_publications() -> dict[str, Any]:
    """The answers that no longer come out of the register as they were given; nothing when all do."""
    found = Verification.objects.alarming().for_list().order_by("publication_id", "-pk")
    by_publication = {one.publication_id: one for one in found}
    return {"verifications": list(by_publication.values())}
