"""The pages of the register and one that shows nothing: the floor of `make bench`."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from agii.urls import urlpatterns as pages


def empty(request: HttpRequest) -> HttpResponse:
    return render(request, "base.html")


urlpatterns = [path("bench-empty/", empty), *pages]
