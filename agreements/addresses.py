from django.urls import reverse

from municipalities.models import Succession


def address(view: str, key: int | str | None = None, *, query: str = "", anchor: str = "") -> str:
    """The address of a page: of the row with this key, filled in by the query, at the anchor."""
    page = reverse(view, args=[] if key is None else [key])
    return f"{page}{f'?{query}' if query else ''}{f'#{anchor}' if anchor else ''}"


def merger_page(succession: Succession) -> str:
    """The work list of the day of a merger, at the successor."""
    return address(
        "dashboards:merger_day",
        succession.took_effect_on.isoformat(),
        anchor=f"successor-{succession.successor.nis}",
    )
