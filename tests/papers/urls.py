"""The pages of the register, and one that hands over any document."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path

from agii.urls import urlpatterns as pages_of_the_register
from papers.models import Document
from papers.serving import serve


def document(request: HttpRequest, pk: int, how: str) -> HttpResponseBase:
    document = get_object_or_404(Document, pk=pk)
    return serve(request, document, as_attachment=how == "attachment", filename="OVL-2020-0007.pdf")


urlpatterns = [*pages_of_the_register, path("test/documents/<int:pk>/<str:how>/", document)]
