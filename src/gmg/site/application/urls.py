"""Addresses: every page in six languages, of the newest release or of a named one."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path, register_converter

from gmg.axes.where import LANGUAGES
from gmg.site.application import views
from gmg.site.pages import ROUTES, Route


class Language:
    """One of the six languages."""

    regex = "|".join(LANGUAGES)

    def to_python(self, value: str) -> str:
        """As it stands."""
        return value

    to_url = to_python


class Form:
    """The form of a file."""

    regex = "csv|json|parquet"

    def to_python(self, value: str) -> str:
        """As it stands."""
        return value

    to_url = to_python


register_converter(Language, "language")
register_converter(Form, "form")


def of_route(route: Route) -> list[URLPattern]:
    """The addresses of a page and of its tables, with and without a release."""
    pattern = route.path.replace("<", "<str:")
    known = {"route": route}
    found = []
    for before in ("", "r/<str:release>/"):
        page = f"{before}<language:lang>/{pattern}".rstrip("/")
        tables = f"{page}/table/<str:name>.<form:form>"
        found += [path(page, views.page, known), path(tables, views.table, known)]
    return found


urlpatterns = [
    path("", views.home),
    path("health", views.health),
    path("static/<str:name>", views.static),
    *(pattern for route in ROUTES for pattern in of_route(route)),
    re_path(r"^(?P<path>.*)$", views.nothing),
]
