from django.urls import URLPattern, path

from municipalities.views import contacts, places

app_name = "municipalities"

places_and_people: list[URLPattern] = [
    path("municipalities/<str:nis>/edit/", places.municipality_update, name="municipality_update"),
    path("municipalities/<str:nis>/contacts/new/", contacts.contact_create, name="contact_create"),
    path("contacts/<int:pk>/", contacts.contact_detail, name="contact_detail"),
    path("contacts/<int:pk>/edit/", contacts.contact_update, name="contact_update"),
    path("contacts/<int:pk>/archive/", contacts.contact_archive, name="contact_archive"),
    path("contacts/<int:pk>/history/", contacts.contact_history, name="contact_history"),
]

visits_of_the_agency: list[URLPattern] = []

urlpatterns = [*places_and_people, *visits_of_the_agency]
