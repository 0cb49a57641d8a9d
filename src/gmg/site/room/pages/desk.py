"""My desk: what waits for my agency."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gmg.group.acts import clock, commitments, notices
from gmg.group.acts.versions import key_of
from gmg.group.rules.permissions import Action
from gmg.group.rules.rounds import Kind
from gmg.group.rules.seats import day_of
from gmg.site.room.asked import BadForm
from gmg.site.room.clocks import exact, running
from gmg.site.room.notice_words import page_of, said
from gmg.site.room.waits import waiting

if TYPE_CHECKING:
    from django.http import HttpResponse

    from gmg.site.room.asked import Asked
    from gmg.site.room.waits import Running

MOST_KEYS = 50


def page(asked: Asked) -> HttpResponse:
    """What waits; notices are put aside here."""
    if asked.posted and asked.attempt(lambda: put_aside(asked)) is not None:
        return asked.go(asked.at())
    now = clock.now()
    return asked.draw(
        "room/desk.html.j2",
        waits=waiting(asked.hand, asked.seats, now),
        clock_of=lambda each: running(asked.words, each.closes, now),
        under_silence=silent,
        status_of=lambda row: commitments.seen(row, day_of(now)),
        told=lambda notice: said(asked.words, notice),
        page_of=page_of,
        may_log=any(asked.may(Action.READ_LOG, body) for body in asked.bodies()),
        exact=exact,
        today=day_of(now),
    )


def put_aside(asked: Asked) -> int:
    """Mark notices as read: one, or all that were shown."""
    if asked.do != "read":
        raise BadForm("do", "There is no such form")
    keys = [key_of(key) for key in asked.request.POST.getlist("notice")[:MOST_KEYS]]
    return notices.put_aside(asked.hand, keys)


def silent(each: Running) -> bool:
    """Whether the title of the text says that it is under silence."""
    return each.kind == Kind.SILENCE
