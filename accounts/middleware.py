"""A session that ended while someone typed leads through login back to the filled form."""

from collections.abc import Callable
from typing import Any, Final, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseNotAllowed, QueryDict
from django.http.response import HttpResponseRedirectBase
from django.shortcuts import redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from accounts.requests import ReturningRequest

SESSION_KEY: Final = "typed_before_login"
COOKIE: Final = "worked_here"
COOKIE_AGE: Final = 60 * 60 * 24 * 30
LARGEST_KEPT: Final = 200_000
LONGEST_KEPT: Final = 60 * 60  # seconds between sending the form and being back
NEVER_KEPT: Final = ("password", "csrfmiddlewaretoken")


class LoginKeepsWhatWasTyped(LoginRequiredMiddleware):
    """Closed unless opened; what an ended session posted is shown again, unsaved, once that person is back.

    The posted data waits in the new, still anonymous session. After login the first GET of the same path
    carries it as request.POST, so a view that builds its form with `request.POST or None` shows it filled in,
    and saves nothing because the method is GET. A signed cookie tells whose session it was: what a stranger
    posts is not kept, and what one person typed is not shown to the next.
    """

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        if not getattr(view_func, "login_required", True):
            return None  # not even a look at the session
        if not request.user.is_authenticated:
            return self.handle_no_permission(request, view_func)
        cast(ReturningRequest, request).worked_here = request.user.pk
        if request.method == "GET":
            _give_back(request)
        return None

    def handle_no_permission(  # type: ignore[override]  # htmx is redirected by a header
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseRedirectBase:
        path = page_of(request)
        if request.method == "POST":
            keep_what_was_typed(request, by=_last_worker(request), path=path)
        if is_for_a_part(request):  # the whole page goes to the login, not the part that was asked for
            return HttpResponseClientRedirect(f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': path})}")
        return super().handle_no_permission(request, view_func)

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if isinstance(response, HttpResponseNotAllowed) and getattr(request, "typed_before_login", False):
            # A button without a page of its own: lead back to where it stood.
            messages.warning(request, _("You were logged out, so nothing was done. Do it once more."))
            response = redirect(cast(ReturningRequest, request).typed_from)
        worker = getattr(request, "worked_here", None)
        if worker is not None and worker != _last_worker(request):
            response.set_signed_cookie(
                COOKIE,
                str(worker),
                max_age=COOKIE_AGE,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response


def no_null_characters(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """An address with a NUL in it leads nowhere; PostgreSQL would stumble when asked for it."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise Http404
        return get_response(request)

    return answer


def is_for_a_part(request: HttpRequest) -> bool:
    """Whether htmx asks, for a part of the page that it was asked from."""
    return request.headers.get("HX-Request") == "true"


def page_of(request: HttpRequest) -> str:
    """The address of the page that shows what was sent once more."""
    return _page_around(request) if is_for_a_part(request) else request.get_full_path()


def keep_what_was_typed(request: HttpRequest, *, by: int | None, path: str) -> None:
    """Let the posted form wait in the session for this person, but for passwords and what is too large."""
    if by is None:
        return
    typed = request.POST.copy()
    for name in [key for key in typed if any(never in key for never in NEVER_KEPT)]:
        del typed[name]
    encoded = typed.urlencode()
    if len(encoded) <= LARGEST_KEPT:
        request.session[SESSION_KEY] = {
            "by": by,
            "path": path,
            "from": _page_around(request),
            "data": encoded,
            "at": now().timestamp(),
        }


def _give_back(request: HttpRequest) -> None:
    kept = request.session.get(SESSION_KEY)
    if kept is None:
        return
    if kept["by"] != request.user.pk or now().timestamp() - kept["at"] > LONGEST_KEPT:
        del request.session[SESSION_KEY]
    elif kept["path"] == request.get_full_path():
        del request.session[SESSION_KEY]
        request.POST = QueryDict(kept["data"])
        returning = cast(ReturningRequest, request)
        returning.typed_before_login = True
        returning.typed_from = kept["from"]


def _last_worker(request: HttpRequest) -> int | None:
    """Who was logged in last in this browser."""
    value = request.get_signed_cookie(COOKIE, default="", max_age=COOKIE_AGE)
    return int(value) if value else None


def _page_around(request: HttpRequest) -> str:
    """The page of ours that this request was made from."""
    address = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure()):
        return "/"
    return urlsplit(address)._replace(scheme="", netloc="", fragment="").geturl() or "/"
