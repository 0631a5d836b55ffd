import logging
from typing import Final

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import REASON_CSRF_TOKEN_MISSING, REASON_NO_CSRF_COOKIE
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views import defaults
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect

from accounts.middleware import is_for_a_part, keep_what_was_typed, page_of

logger = logging.getLogger(__name__)

# The form came from a page of ours, but from before the last login. Other reasons smell of another site.
FROM_BEFORE_LOGIN: Final = "CSRF token from POST incorrect."


@login_not_required
@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """For the load balancer: answers when the database does."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        logger.exception("The database does not answer")
        return HttpResponse("database does not answer", content_type="text/plain", status=503)
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@require_safe
@cache_control(public=True, max_age=3600)
def theme(request: HttpRequest) -> HttpResponse:
    """The accent colour of the house as a style sheet: the content policy allows no style in the page itself."""
    css = f":root{{--accent:light-dark({settings.SITE_ACCENT},{settings.SITE_ACCENT_DARK})}}\n"
    return HttpResponse(css, content_type="text/css")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Who logged in again in another tab gets the form back, filled in; anything else is refused."""
    if reason == FROM_BEFORE_LOGIN and request.user.is_authenticated:
        view = request.resolver_match.func if request.resolver_match else None
        page = page_of(request)
        if getattr(view, "login_required", True):
            keep_what_was_typed(request, by=request.user.pk, path=page)
        return HttpResponseClientRedirect(page) if is_for_a_part(request) else redirect(page)
    no_cookie = reason in {REASON_NO_CSRF_COOKIE, REASON_CSRF_TOKEN_MISSING}
    return render(request, "403_csrf.html", {"no_cookie": no_cookie}, status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Who sent too much hears how much is right; anything else makes no sense to us."""
    if isinstance(exception, RequestDataTooBig):
        return HttpResponse(render_to_string("413.html"), status=413)
    return defaults.bad_request(request, exception)
