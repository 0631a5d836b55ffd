from django.urls import URLPattern

app_name = "agreements"

urlpatterns: list[URLPattern] = []

# Agreements and their stages.
urlpatterns += []

# What an agreement holds: content, people, decisions, reviews.
urlpatterns += []

# Paper.
urlpatterns += []
