from django.urls import URLPattern, path

from municipalities.views import contacts, places, planned_mergers, targets, visits

app_name = "municipalities"

places_and_people: list[URLPattern] = [
    path("municipalities/<str:nis>/edit/", places.municipality_update, name="municipality_update"),
    path("municipalities/<str:nis>/contacts/new/", contacts.contact_create, name="contact_create"),
    path("contacts/<int:pk>/", contacts.contact_detail, name="contact_detail"),
    path("contacts/<int:pk>/edit/", contacts.contact_update, name="contact_update"),
    path("contacts/<int:pk>/archive/", contacts.contact_archive, name="contact_archive"),
    path("contacts/<int:pk>/history/", contacts.contact_history, name="contact_history"),
]

plans: list[URLPattern] = [
    path("regions/<int:pk>/targets/<int:term>/", targets.target_update, name="target_update"),
    path("regions/<int:pk>/targets/<int:term>/history/", targets.target_history, name="target_history"),
]

visits_of_the_agency: list[URLPattern] = [
    path("visits/", visits.visit_list, name="visit_list"),
    path("visits/new/", visits.visit_create, name="visit_create"),
    path("visits/contacts/", visits.visit_contacts, name="visit_contacts"),
    path("visits/<int:pk>/", visits.visit_detail, name="visit_detail"),
    path("visits/<int:pk>/edit/", visits.visit_update, name="visit_update"),
    path("visits/<int:pk>/history/", visits.visit_history, name="visit_history"),
    path("visits/<int:pk>/cancel/", visits.visit_cancel, name="visit_cancel"),
    path("visits/<int:pk>/outcome/", visits.visit_outcome, name="visit_outcome"),
    path("visits/<int:pk>/next-step-done/", visits.visit_next_step_done, name="visit_next_step_done"),
]

mergers_to_come: list[URLPattern] = [
    path("mergers/planned/new/", planned_mergers.planned_merger_create, name="planned_merger_create"),
    path("mergers/planned/<int:pk>/edit/", planned_mergers.planned_merger_update, name="planned_merger_update"),
    path("mergers/planned/<int:pk>/delete/", planned_mergers.planned_merger_delete, name="planned_merger_delete"),
]

urlpatterns = [*places_and_people, *plans, *visits_of_the_agency, *mergers_to_come]
