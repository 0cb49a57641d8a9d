"""Seats: who speaks for an agency in a body, on a day. All rights follow from the seats held now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from itertools import combinations


class Role(StrEnum):
    """What a seat is for."""

    PRINCIPAL = "principal"
    FOCAL_POINT = "focal point"
    ALTERNATE = "alternate"
    CHAIR = "chair"
    CO_CHAIR = "co-chair"
    INTERIM_CHAIR = "interim chair"
    SECRETARIAT = "secretariat"
    PENHOLDER = "penholder"
    OBSERVER = "observer"


CHAIRS = frozenset((Role.CHAIR, Role.CO_CHAIR, Role.INTERIM_CHAIR))
SPEAKS = frozenset((Role.PRINCIPAL, Role.FOCAL_POINT, Role.ALTERNATE))
"""Roles that enter their agency's position. Chair and secretariat serve all; observers hold none."""
SERVES = CHAIRS | {Role.SECRETARIAT}
"""Roles that serve all agencies: no agency gives itself one."""
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Seat:
    """A seat from the first to the last day, both held; `last` None is open-ended.

    `person` is None while nobody holds it.
    """

    body: str
    agency: str
    role: Role
    first: date
    last: date | None = None
    person: str | None = None
    key: str = ""


@dataclass(frozen=True)
class Clash:
    """Two seats that may not be held at once, and the first day on which they are."""

    one: Seat
    other: Seat
    day: date


@dataclass(frozen=True)
class Term:
    """Who chairs a body from one day to another, both inside; no agency means that nobody did."""

    agencies: tuple[str, ...]
    role: Role | None
    first: date
    last: date


def day_of(instant: datetime) -> date:
    """The day of an instant. Seats change at midnight UTC, wherever their holders are."""
    if instant.tzinfo is None:
        raise ValueError("An instant needs its zone")
    return instant.astimezone(UTC).date()


def held(seat: Seat, day: date) -> bool:
    """Whether a seat runs on a day."""
    return seat.first <= day and (seat.last is None or day <= seat.last)


def on(seats: tuple[Seat, ...], day: date, body: str | None = None) -> tuple[Seat, ...]:
    """The seats that run on a day, of one body or of all."""
    return tuple(s for s in seats if held(s, day) and body in (None, s.body))


def chairs(seats: tuple[Seat, ...], body: str, day: date) -> tuple[Seat, ...]:
    """Who chairs a body on a day: one seat, several co-chairs, or none: a vacancy is a state."""
    return tuple(s for s in on(seats, day, body) if s.role in CHAIRS)


def members(seats: tuple[Seat, ...], body: str, day: date) -> tuple[str, ...]:
    """The agencies that are entitled to a position in a body on a day, by name."""
    return tuple(sorted({s.agency for s in on(seats, day, body) if s.role in SPEAKS}))


def roles(seats: tuple[Seat, ...], person: str, day: date, body: str) -> frozenset[Role]:
    """What a person may act as in a body on a day."""
    return frozenset(s.role for s in on(seats, day, body) if s.person == person)


def former(seats: tuple[Seat, ...], person: str, day: date, body: str) -> bool:
    """Whether a person once held a seat in a body and holds none there now."""
    theirs = [s for s in seats if s.person == person and s.body == body and s.first <= day]
    return bool(theirs) and not any(held(s, day) for s in theirs)


def clashes(seats: tuple[Seat, ...]) -> tuple[Clash, ...]:
    """Chairs of one body that run at once, unless both are co-chairs."""
    found = []
    taking = [s for s in seats if s.role in CHAIRS]
    for one, other in combinations(taking, 2):
        if one.body != other.body or one.role is other.role is Role.CO_CHAIR:
            continue
        day = max(one.first, other.first)
        if held(one, day) and held(other, day):
            found.append(Clash(one, other, day))
    return tuple(found)


def terms(seats: tuple[Seat, ...], body: str, first: date, last: date) -> tuple[Term, ...]:
    """The chair of every day from `first` to `last`, as the longest spans without a change.

    A chair that passes from one person to another of the same agency is one term.
    """
    taking = tuple(s for s in seats if s.body == body and s.role in CHAIRS)
    cuts = {first} | {s.first for s in taking if first < s.first <= last}
    cuts |= {s.last + DAY for s in taking if s.last is not None and first <= s.last < last}
    begins = sorted(cuts)
    found: list[Term] = []
    for begin, end in zip(begins, [*(day - DAY for day in begins[1:]), last], strict=True):
        sitting = chairs(taking, body, begin)
        agencies = tuple(dict.fromkeys(s.agency for s in sitting))
        role = sitting[0].role if sitting else None
        if found and (found[-1].agencies, found[-1].role) == (agencies, role):
            found[-1] = Term(agencies, role, found[-1].first, end)
        else:
            found.append(Term(agencies, role, begin, end))
    return tuple(found)
