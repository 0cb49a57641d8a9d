"""The addresses of the site and two more: a view and a page of the room that do nothing."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from gmg.group.rules.permissions import Action
from gmg.site.application.urls import urlpatterns as site
from gmg.site.room.asked import Asked
from gmg.site.room.frame import answer
from gmg.site.room.routes import Route


def empty(_: HttpRequest) -> HttpResponse:
    return HttpResponse(b"", content_type="text/plain")


def page(asked: Asked) -> HttpResponse:
    return asked.draw("room/layout.html.j2")


ROUTE = Route("room/empty", Action.PAGE_DESK, page)
urlpatterns = [
    path("empty", empty),
    path("en/room/empty", answer, {"route": ROUTE, "lang": "en"}),
    *site,
]
