from django.urls import reverse


def address(view: str, key: int | str | None = None, *, query: str = "", anchor: str = "") -> str:
    """Of a page, with the key of its row if it has one, what it begins with and the place on it."""
    page = reverse(view, args=[] if key is None else [key])
    return f"{page}{f'?{query}' if query else ''}{f'#{anchor}' if anchor else ''}"
