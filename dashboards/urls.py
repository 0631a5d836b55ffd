from django.urls import URLPattern, path

from dashboards.views import municipalities

app_name = "dashboards"

urlpatterns: list[URLPattern] = [
    path("municipalities/", municipalities.municipality_list, name="municipality_list"),
    path("municipalities/<str:nis>/", municipalities.municipality_detail, name="municipality_detail"),
    path("municipalities/<str:nis>/history/", municipalities.municipality_history, name="municipality_history"),
]
