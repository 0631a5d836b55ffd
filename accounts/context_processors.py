from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static

from accounts.models import User
from accounts.permissions import is_administrator, writes_somewhere


def house_style(request: HttpRequest) -> dict[str, object]:
    """What every page shows: the name and logo of the house, and what this user may open in the menu."""
    someone = getattr(request, "user", None)
    user = someone if isinstance(someone, User) else None
    return {
        "site_name": settings.SITE_NAME,
        "site_notice": settings.SITE_NOTICE,
        "site_logo": _address(settings.SITE_LOGO),
        "is_administrator": user is not None and is_administrator(user),
        "writes_somewhere": user is not None and writes_somewhere(user),
    }


def _address(logo: str) -> str:
    """The logo is a path on this site, or the name of a static file."""
    return logo if logo.startswith("/") or not logo else static(logo)
