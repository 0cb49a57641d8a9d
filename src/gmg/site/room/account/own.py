"""A person's own page: language, mail, calendar, and where they are signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.http import HttpResponseRedirect

from gmg.group.acts import persons
from gmg.site.frame.languages import NAMES
from gmg.site.room.account import sessions
from gmg.site.room.account.links import has_password
from gmg.site.room.account.second import is_set
from gmg.site.room.account.spoken import language
from gmg.site.room.frame import question, shut

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from gmg.site.room.asked import Asked

HOME = "/room/account/"
GUARDED = ("calendar", "end", "end all")
"""Forms before which one shows once more who one is, unless one has just signed in."""
TEMPLATE = "room/account/own.html.j2"


def page(request: HttpRequest) -> HttpResponse:
    """What a person may set for themselves.

    Without a second factor it opens, and shows and makes no secret: the calendar waits.
    """
    asked = question(request, language(request))
    if asked.person is None:
        return shut(asked)
    token = None
    if asked.posted:
        if asked.do in GUARDED:
            raise_if_reauthentication_required(request, app="gmg")
        token = asked.attempt(lambda: done(asked))
        if token == "":
            return HttpResponseRedirect(HOME)
    return drawn(asked, token or "")


def done(asked: Asked) -> str:
    """Do what a form asks; the secret of a new calendar feed where there is one."""
    assert asked.person is not None
    if asked.do == "settings":
        spoken = asked.choice("language", list(NAMES))
        persons.set_own(asked.hand, language=spoken, digest=asked.given.get("digest") == "yes")
    elif asked.do == "calendar" and is_set(asked.request, asked.person):
        return persons.new_calendar(asked.hand)
    elif asked.do == "no calendar":
        persons.end_calendar(asked.hand)
    elif asked.do == "end":
        sessions.end(asked.person, asked.text("session", most=32))
    elif asked.do == "end all":
        sessions.end_all(asked.person, but=asked.request.session.session_key)
    return ""


def drawn(asked: Asked, token: str) -> HttpResponse:
    """The page; the address of a new feed stands on it this once."""
    assert asked.person is not None
    return asked.draw(
        TEMPLATE,
        here_in=lambda spoken: f"{HOME}?lang={spoken}",
        opened=is_set(asked.request, asked.person),
        password=has_password(asked.person),
        languages=list(NAMES.items()),
        feed=f"{asked.to.origin}/room/calendar/{token}.ics" if token else "",
        running=sessions.running(asked.request, asked.person),
    )
