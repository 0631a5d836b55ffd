from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """For the load balancer: answers when the database does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@require_safe
@cache_control(public=True, max_age=3600)
def theme(request: HttpRequest) -> HttpResponse:
    """The accent colour of the house as a style sheet: the content policy allows no style in the page itself."""
    css = (
        f":root{{--accent:{settings.SITE_ACCENT}}}\n"
        f"@media (prefers-color-scheme:dark){{:root{{--accent:{settings.SITE_ACCENT_DARK}}}}}\n"
    )
    return HttpResponse(css, content_type="text/css")
