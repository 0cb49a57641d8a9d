"""Addresses of the room: each page in six languages, and the pages of sign-in, which have no language."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from gmg.site.application import converters
from gmg.site.room.frame import answer
from gmg.site.room.routes import ROUTES
from gmg.site.room.unspoken import feed, home

converters.register()
urlpatterns: list[URLPattern | URLResolver] = [
    path("room", home),
    path("room/account/", include("gmg.site.room.account.urls")),
    path("room/calendar/<str:token>.ics", feed),
    *(path(f"<language:lang>/{route.path}", answer, {"route": route}) for route in ROUTES),
]
