"""The history of the real group, loaded as facts: its bodies, its members, its chairs 2006-2018.

The facts are those of `gmg.axes.who`, each with its source there. Nobody holds a seat of the past:
it is the agency's. A shortened date (`2007-11`, `2014`) counts from its first day to its last, as
`who.members` reads it. A vacancy of the chair is no row: it is the days of which no row speaks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from gmg.axes import who
from gmg.group.acts.log import write, writing
from gmg.group.acts.seats import refuse_clash
from gmg.group.rules.seats import Role
from gmg.group.store.models import Body, Programme, Seat

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

ROLES_OF_CHAIRS = {
    "chair": Role.CHAIR,
    "co-chair": Role.CO_CHAIR,
    "interim": Role.INTERIM_CHAIR,
}


@dataclass(frozen=True)
class Loaded:
    """How many rows were added; none where all were there."""

    bodies: int = 0
    seats: int = 0
    programmes: int = 0


@dataclass(frozen=True)
class Sat:
    """A seat of the past."""

    body: str
    agency: str
    role: Role
    first: date
    last: date


def load_history() -> Loaded:
    """Add what the facts say of the group and was not added before: the operator's act.

    Raises Conflict where a chair of the past would sit beside one that the room knows already.
    """
    with writing() as at:
        bodies, new = bodies_of(at)
        return Loaded(new, seats_of(bodies, at), programmes_of(bodies[who.GROUP], at))


def bodies_of(at: datetime) -> tuple[dict[str, Body], int]:
    """The group and what is below it, parents first, and how many of them are new."""
    found: dict[str, Body] = {}
    new = 0
    for fact in facts():
        row = Body.objects.filter(code=fact.code).first()
        if row is None:
            row = Body.objects.create(
                code=fact.code,
                name=fact.name,
                kind=fact.kind,
                parent=found[fact.parent] if fact.parent else None,
            )
            write("history.body", row, at, None, None)
            new += 1
        found[fact.code] = row
    return found, new


def facts() -> tuple[who.Body, ...]:
    """The group, then the bodies below it."""
    below = (body for body in who.bodies() if body.parent == who.GROUP)
    return (who.body(who.GROUP), *below)


def seats_of(bodies: dict[str, Body], at: datetime) -> int:
    """The seats of the past, and how many of them are new."""
    known = {
        (row.body_id, row.agency, row.role, row.first, row.last)
        for row in Seat.objects.filter(body__in=bodies.values(), person__isnull=True)
    }
    new = 0
    for sat in sittings():
        body = bodies[sat.body]
        if (body.pk, sat.agency, sat.role.value, sat.first, sat.last) in known:
            continue
        row = Seat(
            body=body, agency=sat.agency, role=sat.role.value, first=sat.first, last=sat.last
        )
        refuse_clash(body, row)
        row.save()
        write("history.seat", row, at, None, None)
        new += 1
    return new


def sittings() -> Iterator[Sat]:
    """Every seat that the facts tell of: chairs of the group, then members and observers of each body.

    Who co-chairs a working group is a member of it too. An agency that was offered a seat, or of
    which the membership is not verified, has none.
    """
    for term in who.chairs():
        for agency in term.agencies:
            role = ROLES_OF_CHAIRS[term.kind]
            yield Sat(who.GROUP, agency.code, role, term.starts.first, term.ends.last)
    known = {body.code for body in facts()}
    for one in who.memberships():
        begins = one.starts or one.ends
        if one.body not in known or begins is None or one.ends is None:
            continue
        span = (begins.first, one.ends.last)
        if one.status == "co-chair":
            yield Sat(one.body, one.agency, Role.CO_CHAIR, *span)
        if one.status in who.SEATED:
            yield Sat(one.body, one.agency, speaks_as(one.body), *span)
        elif one.status == "observer":
            yield Sat(one.body, one.agency, Role.OBSERVER, *span)


def speaks_as(body: str) -> Role:
    """The group is one of heads of agencies; below it their focal points meet."""
    return Role.PRINCIPAL if body == who.GROUP else Role.FOCAL_POINT


def programmes_of(group: Body, at: datetime) -> int:
    """The theme of each term of the chair, and how many of them are new."""
    known = set(Programme.objects.filter(body=group).values_list("agency", "first", "last"))
    new = 0
    for term in who.chairs():
        for agency in term.agencies:
            span = (term.starts.first, term.ends.last)
            if (agency.code, *span) in known:
                continue
            row = Programme.objects.create(
                body=group, agency=agency.code, theme=term.theme, first=span[0], last=span[1]
            )
            write("history.programme", row, at, None, None)
            new += 1
    return new
