"""Programmes of the chairs: what each means to do in its half-year or year, under one theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gmg.axes import who
from gmg.group.acts import clock, programmes
from gmg.group.acts.refusals import NotAllowed
from gmg.group.rules.permissions import Action
from gmg.group.rules.seats import CHAIRS, day_of
from gmg.group.store.models import state_hash
from gmg.site.room import calendar
from gmg.site.room.asked import BadForm, plain
from gmg.site.room.meeting_words import statuses
from gmg.site.room.pages.meetings import local, state_of
from gmg.site.room.paging import paged

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet
    from django.http import HttpResponse

    from gmg.group.store.models import Programme
    from gmg.site.room.asked import Asked

LONGEST_THEME = 300


def listed(asked: Asked) -> HttpResponse:
    """The programmes of all bodies, the newest first, and the form to write one."""
    if asked.posted:
        done = asked.attempt(lambda: plan(asked))
        if done is not None:
            return asked.go(asked.at(f"programme/{done.key}"))
    today = day_of(clock.now())
    return asked.draw(
        "room/programme.html.j2",
        row=None,
        slice=paged(asked, every()),
        planners=planners(asked),
        span=half_year(today),
    )


def page(asked: Asked, key: str) -> HttpResponse:
    """One programme: its theme, its text, its meetings."""
    row = every().filter(key=plain(key)).first()
    if row is None:
        raise NotAllowed("There is no such programme, or no seat of yours may see it")
    if asked.posted:
        done = asked.attempt(lambda: replan(asked, row))
        if done is not None:
            return asked.go(asked.at(f"programme/{row.key}"))
        row.refresh_from_db()
    now = clock.now()
    meetings = calendar.meetings_of(asked.seats).filter(programme=row).order_by("starts", "id")
    return asked.draw(
        "room/programme.html.j2",
        row=row,
        seen=state_hash(row),
        meetings=paged(asked, meetings),
        local=local,
        state=lambda one: state_of(one, now),
        states=statuses(asked.words),
        writes=asked.may(Action.PLAN, row.body, row.agency),
        fact=fact_of(row),
    )


def every() -> QuerySet[Programme]:
    """The programmes of all bodies: what a chair means to do is no secret among those who sit here."""
    from gmg.group.store.models import Programme

    return Programme.objects.select_related("body").order_by("-first", "agency", "id")


def planners(asked: Asked) -> list[tuple[str, str]]:
    """Who may be planned for: `body agency` of each chair, now or to come, that the person may."""
    from gmg.group.store.models import Seat

    today = day_of(clock.now())
    bodies = [body for body in asked.bodies() if asked.may(Action.PLAN, body)]
    seats = Seat.objects.filter(body__in=bodies, role__in=[role.value for role in CHAIRS])
    rows = seats.exclude(last__lt=today).select_related("body").order_by("first", "id")
    found: dict[str, str] = {}
    for seat in rows:
        if asked.may(Action.PLAN, seat.body, seat.agency):
            name = f"{asked.words.agency(seat.agency)} · {seat.body.name}"
            found.setdefault(f"{seat.body.code} {seat.agency}", name)
    return list(found.items())


def plan(asked: Asked) -> Programme:
    """The programme that the form describes."""
    if asked.do != "plan":
        raise BadForm("do", "Choose one of those offered")
    for_whom = asked.choice("chair", [code for code, _ in planners(asked)] or [""])
    code, _, agency = for_whom.partition(" ")
    body = next(body for body in asked.bodies() if body.code == code)
    first, last = asked.day("first"), asked.day("last")
    if first is None or last is None:
        raise BadForm("first" if first is None else "last", "Fill in this field")
    return programmes.plan(
        asked.hand,
        body,
        agency,
        asked.text("theme", most=LONGEST_THEME),
        first,
        last,
        asked.text("text", needed=False),
    )


def replan(asked: Asked, row: Programme) -> Programme:
    """The programme as the form has it now."""
    if asked.do != "replan":
        raise BadForm("do", "Choose one of those offered")
    theme = asked.text("theme", most=LONGEST_THEME)
    text = asked.text("text", needed=False)
    return programmes.replan(asked.hand, row, theme, text, asked.given.get("seen", ""))


def half_year(day: date) -> tuple[date, date]:
    """The half-year that a day lies in: what a form offers first."""
    if day.month <= 6:
        return day.replace(month=1, day=1), day.replace(month=6, day=30)
    return day.replace(month=7, day=1), day.replace(month=12, day=31)


def fact_of(row: Programme) -> who.Chair | None:
    """What is known of a term of the group's past, with its source; None for what was planned here."""
    if row.body.code != who.GROUP:
        return None
    return next(
        (
            term
            for term in who.chairs()
            if (term.starts.first, term.ends.last) == (row.first, row.last)
            and row.agency in {one.code for one in term.agencies}
        ),
        None,
    )
