"""The log: every act, newest first, verified on the spot and exported with its chain."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, cast

from django.http import StreamingHttpResponse

from gmg.group.acts import log, records
from gmg.group.acts.refusals import NotAllowed
from gmg.group.rules import chain
from gmg.group.rules.permissions import Action
from gmg.site.frame.errors import BadQuery
from gmg.site.room.asked import BadForm
from gmg.site.room.clocks import exact

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.http import HttpResponse

    from gmg.group.store.models import Body, Seat
    from gmg.site.room.asked import Asked

EACH = 50
VERIFIED = 20_000
"""Events that are verified while a reader waits; `gmg log verify` verifies all."""
LONGEST_SUBJECT = 80
SUBJECT = re.compile(r"[a-z]{1,30}:[0-9a-f]{1,32}")
PAGES = {
    "round": "round/{key}",
    "document": "document/{key}",
    "commitment": "commitment/{key}",
    "meeting": "meeting/{key}",
}
"""What an event is about, and its page in the room."""


@dataclass(frozen=True, slots=True)
class Line:
    """An event with the seat that acted, where it is one of a body of the reader's, and then its page."""

    event: chain.Event
    at: datetime
    kind: str
    agency: str
    role: str
    page: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What was verified: the first and the last event, its hash, and the first flaw."""

    first: int
    last: int
    hash: str
    flaw: chain.Flaw | None


def page(asked: Asked) -> HttpResponse:
    """The newest events, or those before a number; of one subject where one is asked for."""
    body = body_of(asked, Action.READ_LOG)
    verified = asked.attempt(lambda: verify(asked)) if asked.posted else None
    before, subject = number(asked), asked.request.GET.get("subject", "")[:LONGEST_SUBJECT]
    found = records.events_before(asked.hand, body, before, subject_of(subject), EACH + 1)
    return asked.draw(
        "room/log.html.j2",
        lines=lines(asked, found[:EACH]),
        older=found[EACH - 1].number if len(found) > EACH else None,
        before=before,
        subject=subject,
        verified=verified,
        most=VERIFIED,
        may_export=any(asked.may(Action.EXPORT_LOG, each) for each in asked.bodies()),
        exact=exact,
    )


def body_of(asked: Asked, action: Action) -> Body:
    """A body in which a seat of the person may do this: the log of the room is one."""
    for body in asked.bodies():
        if asked.may(action, body):
            return body
    raise NotAllowed("No seat of yours may read the log")


def number(asked: Asked) -> int | None:
    """The event before which the list begins; None for the newest."""
    text = asked.request.GET.get("before", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 12):
        raise BadQuery("before: give the number of an event")
    return int(text)


def subject_of(text: str) -> str:
    """The text where it can be a subject of an event; else one that none has."""
    return text if not text or SUBJECT.fullmatch(text) else "none"


def verify(asked: Asked) -> Verified:
    """Recompute the hashes of the newest events."""
    if asked.do != "verify":
        raise BadForm("do", "There is no such form")
    newest = log.last_number()
    first = max(1, newest - VERIFIED + 1)
    before = chain.START if first == 1 else log.hash_at(first - 1)
    seen = first - 1, before

    def counted() -> Iterator[chain.Event]:
        nonlocal seen
        for event in log.events(first):
            seen = event.number, event.hash
            yield event

    flaw = chain.flaw(counted(), before, first)
    return Verified(first, seen[0], seen[1], flaw)


def lines(asked: Asked, events: Iterable[chain.Event]) -> list[Line]:
    """Events with the seats that acted, by one query; of other bodies only that somebody did."""
    from gmg.group.store.models import Seat

    known = list(events)
    keys = {event.seat for event in known if event.seat}
    bodies = [body.pk for body in asked.bodies()]
    rows = Seat.objects.filter(key__in=keys, body__in=bodies)
    seats: dict[str, Seat] = {row.key: row for row in rows}
    return [line(event, seats.get(event.seat)) for event in known]


def line(event: chain.Event, seat: Seat | None) -> Line:
    """An event as it is shown."""
    kind, _, key = event.subject.partition(":")
    return Line(
        event=event,
        at=datetime.fromisoformat(event.at),
        kind=kind,
        agency=seat.agency if seat else "",
        role=seat.role if seat else "",
        page=PAGES.get(kind, "").format(key=key) if seat else "",
    )


def export(asked: Asked) -> HttpResponse:
    """The whole log as JSON lines, each event with its hash and the one before it."""
    body = body_of(asked, Action.EXPORT_LOG)
    events = records.log(asked.hand, body)
    answer = StreamingHttpResponse(
        (json.dumps(asdict(event)) + "\n" for event in events),
        content_type="application/jsonl; charset=utf-8",
    )
    answer.headers["Content-Disposition"] = 'attachment; filename="log.jsonl"'
    answer.headers["Cache-Control"] = "private, no-store"
    return cast("HttpResponse", answer)
