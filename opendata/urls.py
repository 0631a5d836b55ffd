from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.http import require_safe

from opendata import views
from opendata.api import api
from opendata.doors import opened
from opendata.problems import not_found

app_name = "opendata"


def _of_the_api() -> list[URLPattern | URLResolver]:
    """The addresses that ninja makes, each opened to who has no login."""
    patterns: list[URLPattern | URLResolver] = api.urls[0]
    for pattern in patterns:
        assert isinstance(pattern, URLPattern)  # noqa: S101  for the types
        pattern.callback = opened(pattern.callback)
    return patterns


urlpatterns: list[URLPattern | URLResolver] = [
    path("open-data/tokens/", views.token_list, name="token_list"),
    path("open-data/tokens/new/", views.token_create, name="token_create"),
    path("open-data/tokens/<int:pk>/revoke/", views.token_revoke, name="token_revoke"),
    path("api/v1/", login_not_required(views.reference), name="reference"),
    path("api/v1/openapi.json", opened(require_safe(views.openapi)), name="openapi"),
    path("api/v1/context.jsonld", opened(require_safe(views.vocabulary)), name="context"),
    path("api/v1/", include(_of_the_api())),
    path("api/v1/<path:elsewhere>", opened(not_found)),
]
