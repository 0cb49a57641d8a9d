"""Addresses that name no language: the door of the room, and calendar feeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponseRedirect

from gmg.site.application.failures import failure
from gmg.site.room.frame import language_of, private

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def home(request: HttpRequest) -> HttpResponse:
    """To the desk, in the person's language."""
    return private(HttpResponseRedirect(f"/{language_of(request)}/room"))


def feed(request: HttpRequest, token: str) -> HttpResponse:
    """A person's calendar."""
    return failure(request, 404, "There is no such calendar")
