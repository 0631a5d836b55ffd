from django.contrib import admin
from django.urls import include, path

from agii import views

urlpatterns = [
    path("", include("dashboards.urls")),
    path("", include("municipalities.urls")),
    path("", include("agreements.urls")),
    path("", include("batches.urls")),
    path("", include("publications.urls")),
    path("", include("opendata.urls")),
    path("", include("exports.urls")),
    path("account/", include("accounts.urls")),
    path("beheer/", admin.site.urls),
    path("healthz", views.healthz, name="healthz"),
    path("theme.css", views.theme, name="theme"),
]

handler400 = "agii.views.bad_request"
