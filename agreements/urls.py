from django.urls import URLPattern, path

from agreements.views import pdf

app_name = "agreements"

urlpatterns: list[URLPattern] = []

# Agreements and their stages.
urlpatterns += []

# What an agreement holds: content, people, decisions, reviews.
urlpatterns += []

# Paper.
urlpatterns += [
    path("agreements/<int:pk>/pdf/", pdf.agreement_pdf, name="agreement_pdf"),
]
