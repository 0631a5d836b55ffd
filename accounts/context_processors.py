from django.conf import settings
from django.http import HttpRequest

from accounts.models import User
from accounts.permissions import is_administrator, writes_somewhere


def house_style(request: HttpRequest) -> dict[str, object]:
    """What every page shows: the name and logo of the house, and what this user may open in the menu."""
    user = getattr(request, "user", None)
    known = isinstance(user, User)
    return {
        "site_name": settings.SITE_NAME,
        "site_logo": settings.SITE_LOGO,
        "is_administrator": known and is_administrator(user),
        "writes_somewhere": known and writes_somewhere(user),
    }
