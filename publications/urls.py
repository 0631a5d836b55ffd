from django.urls import URLPattern, path

from publications import views

app_name = "publications"

urlpatterns: list[URLPattern] = [
    path("publications/", views.publication_list, name="publication_list"),
    path("publications/<int:pk>/", views.publication_detail, name="publication_detail"),
    path("publications/<int:pk>/figures/<str:code>/", views.publication_figure, name="publication_figure"),
    path("publications/<int:pk>/document/", views.publication_document, name="publication_document"),
]
