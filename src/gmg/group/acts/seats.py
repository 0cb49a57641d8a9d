"""Founding a body, giving and ending seats."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from gmg.axes import who
from gmg.group.acts.hand import Hand, allow
from gmg.group.acts.log import write, writing
from gmg.group.acts.refusals import Conflict
from gmg.group.rules.permissions import Action
from gmg.group.rules.seats import Role, clashes
from gmg.group.store.models import Body, Person, Seat

if TYPE_CHECKING:
    from gmg.group.rules.seats import Seat as SeatRule


def found(code: str, name: str, kind: str = "group", silence_hours: int = 0) -> Body:
    """A new body: the operator's act, by nobody's seat."""
    if silence_hours and silence_hours < 72:
        raise Conflict("A silence lasts 72 hours at least: set 72 or more, or 0 for none")
    with writing() as at:
        body = Body.objects.create(code=code, name=name, kind=kind, silence_hours=silence_hours)
        write("body.found", body, at, None, None)
    return body


def enrol(email: str, language: str = "en") -> Person:
    """A person who may be given seats: the operator's act."""
    with writing() as at:
        person = Person.objects.create(email=email.strip().lower(), language=language)
        write("person.enrol", person, at, None, None)
    return person


def first_seat(body: Body, agency: str, person: Person, first: date) -> Seat:
    """The secretariat's seat of a new body, from which all others are given: the operator's act."""
    if Seat.objects.filter(body=body).exists():
        raise Conflict(f"{body.code} has seats: its chair or secretariat gives the others")
    who.agency(agency)
    with writing() as at:
        seat = Seat.objects.create(
            body=body, agency=agency, role=Role.SECRETARIAT.value, first=first, person=person
        )
        write("seat.first", seat, at, None, seat)
    return seat


def give(
    hand: Hand,
    body: Body,
    agency: str,
    role: Role,
    first: date,
    last: date | None = None,
    person: Person | None = None,
) -> Seat:
    """A dated seat. Raises Conflict where two would chair at once, or the dates are no span."""
    who.agency(agency)
    if last is not None and last < first:
        raise Conflict("A seat ends on the day it begins or later")
    with writing() as at:
        by = allow(hand, body, Action.GIVE_SEAT, agency)
        seat = Seat(
            body=body, agency=agency, role=role.value, first=first, last=last, person=person
        )
        refuse_clash(body, seat)
        seat.save()
        write(Action.GIVE_SEAT, seat, at, hand, by)
    return seat


def end(hand: Hand, seat: Seat, last: date) -> Seat:
    """The last day of a seat. The day before its first means that it was never held."""
    if last < seat.first - timedelta(days=1):
        raise Conflict("A seat does not end before it begins")
    with writing() as at:
        by = allow(hand, seat.body, Action.END_SEAT, seat.agency)
        seat.last = last
        seat.save(update_fields=["last"])
        write(Action.END_SEAT, seat, at, hand, by)
    return seat


def refuse_clash(body: Body, seat: Seat) -> None:
    """Raise Conflict where a new seat would be a second chair."""
    there: tuple[SeatRule, ...] = tuple(
        row.as_rule() for row in Seat.objects.select_related("body", "person").filter(body=body)
    )
    new = replace(seat.as_rule(), key=seat.key)
    mine = [clash for clash in clashes((*there, new)) if new in (clash.one, clash.other)]
    if mine:
        other = mine[0].one if mine[0].other == new else mine[0].other
        raise Conflict(
            f"{other.agency} holds the chair of {body.code} on {mine[0].day.isoformat()}: "
            "end that seat first, or make both co-chairs"
        )
