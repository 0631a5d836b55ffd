from django.urls import URLPattern, path

from dashboards.views import counted, figures, mergers, municipalities, trends

app_name = "dashboards"

urlpatterns: list[URLPattern] = [
    path("", figures.overview, name="overview"),
    path("provinces/<str:nis>/", figures.province_detail, name="province_detail"),
    path("regions/<int:pk>/", figures.region_detail, name="region_detail"),
    path("trends/", trends.trends, name="trends"),
    path("trends/way/<str:stage>/<str:counted>/", trends.way_list, name="way_list"),
    path("provinces/<str:nis>/trends/", trends.province_trends, name="province_trends"),
    path("regions/<int:pk>/trends/", trends.region_trends, name="region_trends"),
    path("definitions/", counted.definition_list, name="definition_list"),
    path("figures/<str:code>/", counted.figure_detail, name="figure_detail"),
    path("municipalities/", municipalities.municipality_list, name="municipality_list"),
    path("municipalities/<str:nis>/", municipalities.municipality_detail, name="municipality_detail"),
    path("municipalities/<str:nis>/counted/", counted.municipality_counted, name="municipality_counted"),
    path("municipalities/<str:nis>/history/", municipalities.municipality_history, name="municipality_history"),
    path("mergers/", mergers.merger_list, name="merger_list"),
    path("mergers/<str:day>/", mergers.merger_day, name="merger_day"),
    path("mergers/planned/<int:pk>/", mergers.planned_merger_detail, name="planned_merger_detail"),
]
