"""Meetings to come and past, with closing hours and due dates; calling one; the calendar feed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

from gmg.group.acts import clock, meetings, persons
from gmg.group.rules import meetings as rules
from gmg.group.rules.permissions import Action
from gmg.site.room import calendar
from gmg.site.room.asked import BadForm, plain
from gmg.site.room.meeting_words import statuses
from gmg.site.room.paging import EACH, paged

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpResponse

    from gmg.group.store.models import Body, Meeting, Programme
    from gmg.site.room.asked import Asked

LONGEST_TITLE = 300
FARTHEST = 200
"""Entries to come that one page shows at most, where all are asked for."""
OFTEN = (
    "UTC", "Europe/Zurich", "America/New_York", "Europe/Rome", "Europe/Vienna", "Europe/Paris",
    "Europe/London", "Africa/Nairobi", "Africa/Addis_Ababa", "Africa/Cairo", "Asia/Beirut",
    "Asia/Bangkok", "Asia/Tokyo", "America/Santiago",
)  # fmt: skip
"""Zones in which the members have their seats: these are offered, any other may be written."""
FIRST_YEAR, LAST_YEAR = 1970, 2200
"""Years that every calendar shows."""


def page(asked: Asked) -> HttpResponse:
    """What is to come, what was, and the forms to call a meeting and to subscribe."""
    secret = ""
    if asked.posted:
        done = asked.attempt(lambda: act(asked))
        if done is not None:
            if done.startswith("/"):
                return asked.go(done)
            secret = done
    now = clock.now()
    every = asked.request.GET.get("all", "") == "yes"
    count = FARTHEST if every else EACH
    coming = calendar.coming(asked.seats, now, count + 1)
    past = calendar.meetings_of(asked.seats).filter(ends__lte=now).order_by("-starts", "-id")
    callers = [body for body in asked.bodies() if asked.may(Action.CALL, body)]
    return asked.draw(
        "room/meetings.html.j2",
        coming=coming[:count],
        more=len(coming) > count,
        every=every,
        past=paged(asked, past),
        now=now,
        local=local,
        state=lambda row: state_of(row, now),
        states=statuses(asked.words),
        callers=callers,
        body_options=[(body.code, body.name) for body in callers],
        programmes=(planned := programmes_of(callers)),
        programme_options=options_of(asked, planned),
        zones=OFTEN,
        secret=secret,
        feed=bool(asked.person and asked.person.calendar),
        address=feed_address(asked, secret) if secret else "",
    )


def act(asked: Asked) -> str:
    """Do what a form asks for; gives the address to go to, or the new secret of the feed."""
    match asked.do:
        case "call":
            body = body_of(asked)
            called = called_from(asked)
            row = meetings.call(asked.hand, body, called, programme_of(asked, body))
            return asked.at(f"meeting/{row.key}")
        case "feed":
            return persons.new_calendar(asked.hand)
        case "end feed":
            persons.end_calendar(asked.hand)
            return asked.at("meetings") + "#feed"
    raise BadForm("do", "Choose one of those offered")


def feed_address(asked: Asked, secret: str) -> str:
    """The address of a feed."""
    return f"{asked.to.origin}/room/calendar/{secret}.ics"


def body_of(asked: Asked) -> Body:
    """The body that a form names, among those in which the person may call a meeting."""
    bodies = {body.code: body for body in asked.bodies() if asked.may(Action.CALL, body)}
    return bodies[asked.choice("body", [*bodies] or [""])]


def called_from(asked: Asked) -> rules.Called:
    """The meeting that a form describes."""
    zone = asked.text("zone", most=60)
    if zone not in available_timezones():
        raise BadForm("zone", "No time zone has that name; one is Europe/Zurich")
    starts, ends = asked.instant("starts", zone), asked.instant("ends", zone)
    for name, instant in (("starts", starts), ("ends", ends)):
        if not FIRST_YEAR <= instant.year < LAST_YEAR:
            raise BadForm(name, "No calendar shows that year")
    if ends <= starts:
        raise BadForm("ends", "A meeting ends after it starts")
    return rules.Called(
        asked.text("title", most=LONGEST_TITLE),
        starts,
        ends,
        zone,
        asked.text("place", most=LONGEST_TITLE, needed=False),
    )


def programme_of(asked: Asked, body: Body) -> Programme | None:
    """The programme that a form names."""
    from gmg.group.store.models import Programme

    key = asked.given.get("programme", "")
    if not key:
        return None
    found = Programme.objects.filter(body=body, key=plain(key)).first()
    if found is None:
        raise BadForm("programme", "Choose one of those offered")
    return found


def programmes_of(bodies: list[Body]) -> list[Programme]:
    """The programmes of some bodies that run or are to come."""
    from gmg.group.rules.seats import day_of
    from gmg.group.store.models import Programme

    if not bodies:
        return []
    rows = Programme.objects.filter(body__in=bodies, last__gte=day_of(clock.now()))
    return list(rows.order_by("first", "id")[:EACH])


def options_of(asked: Asked, planned: list[Programme]) -> list[tuple[str, str]]:
    """Programmes to choose from, and none."""
    return [("", asked.words._("none")), *((row.key, row.theme) for row in planned)]


def local(row: Meeting) -> tuple[datetime, datetime]:
    """When a meeting starts and ends, by the clocks of where it is."""
    there = ZoneInfo(row.zone)
    return row.starts.astimezone(there), row.ends.astimezone(there)


def state_of(row: Meeting, now: datetime) -> str:
    """What has become of a meeting: `running` between its start and its end."""
    status = meetings.called_of(row, now).status.value
    return "running" if status == "planned" and row.starts <= now else status
