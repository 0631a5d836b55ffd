from django.urls import URLPattern

app_name = "municipalities"

places_and_people: list[URLPattern] = []

visits_of_the_agency: list[URLPattern] = []

urlpatterns = [*places_and_people, *visits_of_the_agency]
