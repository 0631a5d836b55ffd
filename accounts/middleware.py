"""A session that ended while someone typed leads through login back to the filled form."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.http.response import HttpResponseRedirectBase

SESSION_KEY = "typed_before_login"
LARGEST_KEPT = 200_000
NEVER_KEPT = ("password", "csrfmiddlewaretoken")


class LoginKeepsWhatWasTyped(LoginRequiredMiddleware):
    """Closed unless opened; what an ended session posted is shown again, unsaved, once that person is back.

    The posted data waits in the new, still anonymous session. After login the first GET of the same path
    carries it as request.POST, so a view that builds its form with `request.POST or None` shows it filled in,
    and saves nothing because the method is GET.
    """

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseRedirectBase:
        if request.method == "POST":
            typed = request.POST.copy()
            for name in [key for key in typed if key.startswith(NEVER_KEPT)]:
                del typed[name]
            encoded = typed.urlencode()
            if len(encoded) <= LARGEST_KEPT:
                request.session[SESSION_KEY] = {"path": request.get_full_path(), "data": encoded}
        return super().handle_no_permission(request, view_func)

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        if request.method == "GET" and request.user.is_authenticated:
            self._give_back(request)
        return super().process_view(request, view_func, view_args, view_kwargs)

    @staticmethod
    def _give_back(request: HttpRequest) -> None:
        kept = request.session.get(SESSION_KEY)
        if kept and kept["path"] == request.get_full_path():
            del request.session[SESSION_KEY]
            request.POST = QueryDict(kept["data"])
            request.typed_before_login = True
