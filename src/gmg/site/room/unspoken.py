"""Addresses that name no language: the door of the room, and calendar feeds."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect

from gmg.axes.where import LANGUAGES
from gmg.group.acts import clock
from gmg.site.application.answers import origin
from gmg.site.application.failures import failure
from gmg.site.room.frame import language_of, private, seats_today
from gmg.site.words import words

if TYPE_CHECKING:
    from django.http import HttpRequest

    from gmg.group.store.models import Person

LONGEST_TOKEN = 100
ABSENT = "There is no such calendar"


def home(request: HttpRequest) -> HttpResponse:
    """To the desk, in the person's language."""
    return private(HttpResponseRedirect(f"/{language_of(request)}/room"))


def feed(request: HttpRequest, token: str) -> HttpResponse:
    """A person's calendar, by a secret that only they know; no session is asked for, and none begun.

    What it holds is what the person's seats open on the day it is asked. A secret that was taken
    back, was never given or cannot be one is answered alike.
    """
    if request.method not in ("GET", "HEAD"):
        return failure(request, 405, "Nothing can be changed here: ask with GET")
    person = owner_of(token)
    if person is None:
        return private(failure(request, 404, ABSENT))
    from gmg.exchange.icalendar import calendar
    from gmg.site.room.calendar import items

    lang = person.language if person.language in LANGUAGES else "en"
    said = words(lang)
    start = f"{origin(request)}/{lang}/room"
    found = items(seats_today(person), clock.now(), said, lambda path: f"{start}/{path}")
    body = calendar(said._("Global Migration Group"), found)
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'inline; filename="gmg.ics"'
    answer.headers["X-Robots-Tag"] = "noindex"
    return private(answer)


def owner_of(token: str) -> Person | None:
    """Whose calendar a secret opens: only its SHA-256 is kept, and compared in constant time."""
    from django.conf import settings

    from gmg.group.acts.persons import hash_of
    from gmg.group.store.models import Person

    if not settings.GMG_ROOM or not (token and token.isascii() and len(token) <= LONGEST_TOKEN):  # type: ignore[misc]
        return None
    wanted = hash_of(token)
    found = Person.objects.filter(calendar=wanted, is_active=True).first()
    if found is None or not hmac.compare_digest(found.calendar, wanted):
        return None
    return found
