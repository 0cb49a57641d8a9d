"""The addresses of the site and one more: a view that does nothing, for the yardstick."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from gmg.site.application.urls import urlpatterns as site


def empty(_: HttpRequest) -> HttpResponse:
    return HttpResponse(b"", content_type="text/plain")


urlpatterns = [path("empty", empty), *site]
