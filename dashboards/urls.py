from django.urls import URLPattern, path

from dashboards.views import figures, municipalities

app_name = "dashboards"

urlpatterns: list[URLPattern] = [
    path("", figures.overview, name="overview"),
    path("provinces/<str:nis>/", figures.province_detail, name="province_detail"),
    path("regions/<int:pk>/", figures.region_detail, name="region_detail"),
    path("municipalities/", municipalities.municipality_list, name="municipality_list"),
    path("municipalities/<str:nis>/", municipalities.municipality_detail, name="municipality_detail"),
    path("municipalities/<str:nis>/history/", municipalities.municipality_history, name="municipality_history"),
]
