from collections.abc import Callable
from functools import update_wrapper
from typing import Any, TypeVar, cast

from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from accounts.models import User
from accounts.permissions import is_administrator, require

_View = TypeVar("_View", bound=Callable[..., HttpResponseBase])


class AdministratorsSite(AdminSite):
    """The admin site is for administrators, who come in through the one login; all others get a 403."""

    site_title = site_header = _("Administration")
    index_title = _("Users, regions, lists")
    enable_nav_sidebar = True

    def has_permission(self, request: HttpRequest) -> bool:
        return isinstance(request.user, User) and is_administrator(request.user)

    def admin_view(self, view: _View, cacheable: bool = False) -> _View:
        inner = super().admin_view(view, cacheable)

        def for_administrators(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            require(self.has_permission(request))
            return inner(request, *args, **kwargs)

        return cast(_View, update_wrapper(for_administrators, inner))

    @method_decorator(never_cache)
    @login_not_required
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """There is one login, and this is not it."""
        return redirect_to_login(request.GET.get("next", "/beheer/"))
