"""Addresses: every page in six languages, of the newest release or of a named one."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path

from gmg.site.api import api
from gmg.site.application import converters, outside, views
from gmg.site.application.catalogue import catalogue
from gmg.site.application.sdmx import sdmx
from gmg.site.pages import ROUTES, Route
from gmg.site.room import urls as room


def of_route(route: Route) -> list[URLPattern]:
    """The addresses of a page of its tables and of its picture, with and without a release."""
    pattern = route.path.replace("<", "<str:").replace("<str:figure>", "<path:figure>")
    known = {"route": route}
    found = []
    for before in ("", "r/<str:release>/"):
        page = f"{before}<language:lang>/{pattern}".rstrip("/")
        tables = f"{page}/table/<str:name>.<form:form>"
        picture = f"{page}/picture.png"
        found += [
            path(tables, views.table, known),
            path(picture, views.picture, known),
            path(page, views.page, known),
        ]
    return found


converters.register()
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home),
    path("health", views.health),
    path("static/<str:name>", views.static),
    path("api/v1", views.openapi),
    path("api/v1/", views.openapi),
    path("api/v1/", api().urls),
    path("openapi.json", views.openapi),
    re_path(r"^sdmx(?P<rest>/.*)?$", sdmx),
    path("robots.txt", outside.robots),
    path("sitemap.xml", outside.sitemap),
    path("sitemap-<str:part>.xml", outside.sitemap_part),
    path("catalogue.jsonld", catalogue),
    *(pattern for route in ROUTES for pattern in of_route(route)),
    *room.urlpatterns,
    re_path(r"^(?P<path>(?s:.*))\Z", views.nothing),
]
handler400 = views.refused
handler403 = views.refused
handler404 = views.absent
handler500 = views.failed
