"""Founding a body, giving and ending seats."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from gmg.axes import who
from gmg.group.acts import notices
from gmg.group.acts.hand import Hand, allow
from gmg.group.acts.log import write, writing
from gmg.group.acts.refusals import Conflict
from gmg.group.rules.permissions import Action
from gmg.group.rules.seats import DAY, SERVES, Role, clashes, day_of, held
from gmg.group.store.models import Body, Person, Seat

if TYPE_CHECKING:
    from datetime import datetime

    from gmg.group.rules.seats import Seat as SeatRule


KINDS = ("principals", "working level", "working group", "task team", "secretariat")
"""Kinds of bodies below another."""
CODE = re.compile(r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)*")
LONGEST_SILENCE = 24 * 60
MOST_QUORUM = 200
EARLIEST, LATEST = date(1900, 1, 1), date(2200, 12, 31)
"""Days that a seat may begin and end on."""


def found(
    code: str, name: str, kind: str = "group", silence_hours: int = 0, quorum: int = 0
) -> Body:
    """A new body: the operator's act, by nobody's seat."""
    refuse_rules(silence_hours, quorum, ())
    with writing() as at:
        refuse_code(code)
        body = Body.objects.create(
            code=code, name=name, kind=kind, silence_hours=silence_hours, quorum=quorum
        )
        write("body.found", body, at, None, None)
    return body


def found_under(
    hand: Hand,
    parent: Body,
    code: str,
    name: str,
    kind: str,
    silence_hours: int = 0,
    quorum: int = 0,
    languages: tuple[str, ...] = (),
) -> Body:
    """A body below another, with rules of its own.

    Who founds it holds the seat of its secretariat from today, and gives the other seats from it.
    """
    if kind not in KINDS:
        raise Conflict("A body below another is one of: {kinds}", kinds=", ".join(KINDS))
    refuse_rules(silence_hours, quorum, languages)
    with writing() as at:
        by = allow(hand, parent, Action.SET_BODY)
        refuse_code(code)
        body = Body.objects.create(
            code=code,
            name=name,
            kind=kind,
            parent=parent,
            silence_hours=silence_hours,
            quorum=quorum,
            languages=list(languages),
        )
        write("body.found", body, at, hand, by)
        seat = Seat.objects.create(
            body=body,
            agency=by.agency,
            role=Role.SECRETARIAT.value,
            first=day_of(at),
            person=by.person,
        )
        write("seat.first", seat, at, hand, by)
    return body


def set_rules(
    hand: Hand, body: Body, silence_hours: int, quorum: int, languages: tuple[str, ...]
) -> Body:
    """Other rules for a body, from now on; what runs already keeps those it began with.

    The same rules again are no change, and none is logged.
    """
    refuse_rules(silence_hours, quorum, languages)
    with writing() as at:
        by = allow(hand, body, Action.SET_BODY)
        body.refresh_from_db()
        new = {"silence_hours": silence_hours, "quorum": quorum, "languages": list(languages)}
        if all(getattr(body, name) == value for name, value in new.items()):
            return body
        for name, value in new.items():
            setattr(body, name, value)
        body.save(update_fields=list(new))
        write(Action.SET_BODY, body, at, hand, by)
    return body


def refuse_rules(silence_hours: int, quorum: int, languages: tuple[str, ...]) -> None:
    """Raise Conflict for rules that no body may have."""
    if silence_hours and not 72 <= silence_hours <= LONGEST_SILENCE:
        raise Conflict(
            "A silence lasts 72 hours at least, and {most} at most: or set 0 for none",
            most=LONGEST_SILENCE,
        )
    if not 0 <= quorum <= MOST_QUORUM:
        raise Conflict("A quorum is a number of agencies, from 0 to {most}", most=MOST_QUORUM)
    if unknown := [lang for lang in languages if lang not in who.LANGUAGES]:
        raise Conflict("{lang} is none of the six languages", lang=unknown[0])


def refuse_code(code: str) -> None:
    """Raise Conflict for a code that cannot stand in an address, or is another body's."""
    if not CODE.fullmatch(code):
        raise Conflict("A code is made of capital letters, digits and hyphens: GMG-WG-DATA")
    if Body.objects.filter(code=code).exists():
        raise Conflict("There is a body with the code {code} already", code=code)


def enrol(email: str, language: str = "en") -> Person:
    """A person who may be given seats: the operator's act."""
    with writing() as at:
        person = Person.objects.create(email=email.strip().lower(), language=language)
        write("person.enrol", person, at, None, None)
    return person


def first_seat(body: Body, agency: str, person: Person, first: date) -> Seat:
    """The secretariat's seat of a new body, from which all others are given: the operator's act."""
    if Seat.objects.filter(body=body, person__isnull=False).exists():
        raise Conflict(
            "{code} has seats: its chair or secretariat gives the others", code=body.code
        )
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
    refuse_far(first, last)
    if last is not None and last < first:
        raise Conflict("A seat ends on the day it begins or later")
    with writing() as at:
        by = allow(hand, body, Action.GIVE_SEAT, agency, serving(role))
        seat = Seat(
            body=body, agency=agency, role=role.value, first=first, last=last, person=person
        )
        refuse_double(seat)
        refuse_clash(body, seat)
        seat.save()
        write(Action.GIVE_SEAT, seat, at, hand, by)
        tell(at, seat, hand)
    return seat


def end(hand: Hand, seat: Seat, last: date) -> Seat:
    """The last day of a seat. The day before its first means that it was never held.

    What was held was held: a seat ends yesterday at the earliest, which takes it away at once, and
    one that has ended ends no later.
    """
    refuse_far(last)
    with writing() as at:
        by = allow(hand, seat.body, Action.END_SEAT, seat.agency, serving(Role(seat.role)))
        seat.refresh_from_db()
        today = day_of(at)
        if last < seat.first - DAY:
            raise Conflict("A seat does not end before it begins")
        if seat.last is not None and seat.last < today:
            raise Conflict("This seat ended on {day}: give a new one", day=seat.last.isoformat())
        if seat.first <= today and last < today - DAY:
            raise Conflict("What was held was held: a seat ends yesterday at the earliest")
        seat.last = last
        refuse_clash(seat.body, seat)
        refuse_lockout(seat, today)
        seat.save(update_fields=["last"])
        write(Action.END_SEAT, seat, at, hand, by)
    return seat


def hand_over(hand: Hand, seat: Seat, first: date, person: Person | None) -> Seat:
    """The same seat with another person from a day on, or with nobody: then it is vacant.

    The seat of before ends the day before, and stays in the history with who held it.
    """
    with writing() as at:
        by = allow(hand, seat.body, Action.GIVE_SEAT, seat.agency, serving(Role(seat.role)))
        seat.refresh_from_db()
        if not held(seat.as_rule(), first):
            raise Conflict("The seat does not run on that day")
        if first < day_of(at):
            raise Conflict("A seat passes to another today or later")
        if seat.person == person:
            raise Conflict("That is how the seat is held already")
        new = Seat(
            body=seat.body,
            agency=seat.agency,
            role=seat.role,
            first=first,
            last=seat.last,
            person=person,
        )
        refuse_double(new)
        seat.last = first - DAY
        if person is None:
            refuse_lockout(seat, day_of(at))
        seat.save(update_fields=["last"])
        write(Action.END_SEAT, seat, at, hand, by)
        new.save()
        write(Action.GIVE_SEAT, new, at, hand, by)
        tell(at, new, hand)
    return new


def tell(at: datetime, seat: Seat, hand: Hand) -> None:
    """Tell a person of a seat that another gave them."""
    if seat.person is None or seat.person.key == hand.person:
        return
    facts = {
        "body": seat.body.code,
        "title": seat.body.name,
        "agency": seat.agency,
        "role": seat.role,
        "first": seat.first.isoformat(),
    }
    notices.tell(at, [seat], notices.Kind.SEATED, seat, facts)


def refuse_far(*days: date | None) -> None:
    """Raise Conflict for days that no seat can have."""
    if any(day is not None and not EARLIEST <= day <= LATEST for day in days):
        raise Conflict(
            "A seat is of the days from {first} to {last}",
            first=EARLIEST.isoformat(),
            last=LATEST.isoformat(),
        )


def serving(role: Role) -> str:
    """The state of the matrix by which a seat is given: those that serve all are nobody's own."""
    return "serving" if role in SERVES else "any"


def refuse_double(seat: Seat) -> None:
    """Raise Conflict where a person would hold one seat twice on a day."""
    if seat.person is None:
        return
    same = Seat.objects.filter(
        body=seat.body, agency=seat.agency, role=seat.role, person=seat.person
    )
    if any(
        (row.last is None or row.first <= row.last)
        and (row.last is None or seat.first <= row.last)
        and (seat.last is None or row.first <= seat.last)
        for row in same
    ):
        raise Conflict("This person holds that seat in those days already")


def refuse_lockout(seat: Seat, today: date) -> None:
    """Raise Conflict where nobody would be left to give seats in the body."""
    if seat.role not in {role.value for role in SERVES} or seat.last is None:
        return
    day = max(today, seat.last + DAY)
    others = Seat.objects.filter(body=seat.body, role__in=SERVES, person__isnull=False)
    left = [row for row in others.exclude(pk=seat.pk) if row.last is None or row.last >= day]
    if not left:
        raise Conflict(
            "Nobody could give a seat after that: give a chair or a secretariat first, "
            "one that lasts longer"
        )


def refuse_clash(body: Body, seat: Seat) -> None:
    """Raise Conflict where a seat would be a second chair."""
    rows = Seat.objects.select_related("body", "person").filter(body=body).exclude(pk=seat.pk)
    there: tuple[SeatRule, ...] = tuple(row.as_rule() for row in rows)
    new = replace(seat.as_rule(), key=seat.key)
    mine = [clash for clash in clashes((*there, new)) if new in (clash.one, clash.other)]
    if mine:
        other = mine[0].one if mine[0].other == new else mine[0].other
        raise Conflict(
            "{agency} holds the chair of {body} on {day}: "
            "end that seat first, or make both co-chairs",
            agency=other.agency,
            body=body.code,
            day=mine[0].day.isoformat(),
        )
