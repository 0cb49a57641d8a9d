"""Commitments: a list by agency and status, and the form that makes one from a text or a decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from gmg.axes import what
from gmg.group.acts import clock, commitments, reading, records
from gmg.group.acts.refusals import NotAllowed
from gmg.group.rules.commitments import Kind, Status
from gmg.group.rules.seats import day_of
from gmg.site.room.asked import BadForm
from gmg.site.room.codes import places, topics
from gmg.site.room.paging import paged

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpResponse

    from gmg.group.store.models import Commitment, Decision, Document
    from gmg.site.room.asked import Asked

SHOWN = (Status.YET, Status.ONGOING, Status.OVERDUE, Status.COMPLETED, Status.VERIFIED)


@dataclass(frozen=True, slots=True)
class Line:
    """A commitment in a list, with its status on this day."""

    row: Commitment
    status: str


def page(asked: Asked) -> HttpResponse:
    """The commitments of the person's bodies, soonest due first."""
    if asked.posted:
        made = asked.attempt(lambda: make(asked))
        if made is not None:
            return asked.go(asked.at(f"commitment/{made.key}"))
    day = day_of(clock.now())
    chosen = {name: asked.request.GET.get(name, "") for name in ("agency", "status")}
    found = paged(asked, asked_for(asked, day, **chosen))
    origin = origin_of(asked)
    return asked.draw(
        "room/commitments.html.j2",
        lines=[Line(row, commitments.seen(row, day)) for row in found.rows],
        slice=found,
        chosen=chosen,
        shown=[status.value for status in SHOWN],
        agencies=agencies_of(asked),
        origin=origin,
        decision=decision_of(asked, origin),
        kinds=[kind.value for kind in Kind],
        themes=what.themes(),
        today=day,
    )


def asked_for(asked: Asked, day: date, agency: str, status: str) -> QuerySet[Commitment]:
    """What the query string asks for, among what may be read."""
    from gmg.group.store.models import Commitment

    readable = [reading.readable(asked.hand, body).values("pk") for body in asked.bodies()]
    rows = Commitment.objects.none()
    if readable:
        ids = readable[0].union(*readable[1:]) if len(readable) > 1 else readable[0]
        rows = Commitment.objects.select_related("origin", "decision").filter(origin__in=ids)
    if agency:
        rows = commitments.of_agency(rows, agency)
    match status:
        case Status.OVERDUE.value:
            rows = rows.filter(due__lt=day).exclude(status=Status.COMPLETED.value)
        case Status.VERIFIED.value:
            rows = rows.exclude(verified_by="")
        case Status.COMPLETED.value:
            rows = rows.filter(status=status, verified_by="")
        case Status.YET.value | Status.ONGOING.value:
            rows = rows.filter(status=status, due__gte=day)
    return rows.order_by("due", "id")


def agencies_of(asked: Asked) -> list[str]:
    """The agencies that may lead: those with a seat in the person's bodies today."""
    from gmg.group.acts.rounds import seats_of
    from gmg.group.rules import seats

    day = day_of(clock.now())
    found: set[str] = set()
    for body in asked.bodies():
        found |= {seat.agency for seat in seats.on(seats_of(body), day)}
    return sorted(found)


def origin_of(asked: Asked) -> Document | None:
    """The document that a new commitment follows from, where the address names one."""
    decision = decision_named(asked)
    key = asked.given.get("document", "")
    if decision is not None and decision.meeting.minutes is not None and not key:
        key = decision.meeting.minutes.key
    return records.document(asked.hand, key) if key else None


def decision_named(asked: Asked) -> Decision | None:
    """The decision that the address names."""
    from gmg.group.store.models import Decision

    key = asked.given.get("decision", "")
    if not key:
        return None
    row = Decision.objects.select_related("meeting__body", "meeting__minutes").filter(key=key)
    found = row.first()
    if found is None or found.meeting.body not in asked.bodies():
        raise NotAllowed("There is no such decision, or no seat of yours may read it")
    return found


def decision_of(asked: Asked, origin: Document | None) -> Decision | None:
    """The decision of the form; only of the body of its document."""
    found = decision_named(asked)
    if found is not None and origin is not None and found.meeting.body_id != origin.body_id:
        raise NotAllowed("This decision is of another body")
    return found


def make(asked: Asked) -> Commitment:
    """The commitment that the form describes."""
    origin = origin_of(asked)
    if origin is None:
        raise BadForm("document", "A commitment follows from a text: choose one")
    due = asked.day("due")
    if due is None:
        raise BadForm("due", "Fill in this field")
    return commitments.make(
        asked.hand,
        origin,
        asked.choice("lead", agencies_of(asked)),
        asked.text("text", most=2_000),
        due,
        kind=asked.choice("kind", [kind.value for kind in Kind]),
        support=tuple(asked.choices("support", agencies_of(asked))),
        high=asked.given.get("high") == "yes",
        decision=decision_of(asked, origin),
        places=places(asked),
        topics=topics(asked),
    )
