"""The group: its bodies and who sits in them on any date, and who has held the chair."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from gmg.axes import who
from gmg.group.acts import clock
from gmg.group.rules.seats import CHAIRS, SPEAKS, Role, day_of
from gmg.site.frame.errors import NotFound
from gmg.site.room.ribbon import Row, ribbon, spans

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet
    from django.http import HttpResponse

    from gmg.group.rules.seats import Term
    from gmg.group.store.models import Body, Programme, Seat
    from gmg.site.room.asked import Asked

ORDER = {role.value: place for place, role in enumerate(Role)}


@dataclass(slots=True)
class Line:
    """A body in the tree: who chairs it on the day, how many agencies sit in it, if any seat runs."""

    body: Body
    depth: int
    chair: list[tuple[str, str]] = field(default_factory=list)
    members: int = 0
    observers: int = 0
    works: bool = False


@dataclass(slots=True)
class Sits:
    """The seats of an agency in a body: by role how many, and how many of them vacant."""

    agency: str
    seats: dict[str, int] = field(default_factory=dict)
    vacant: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Held:
    """A term of the chair with what is known of it."""

    term: Term
    programmes: list[Programme] = field(default_factory=list)
    theme: str = ""
    confidence: str = ""
    source: str = ""


def page(asked: Asked) -> HttpResponse:
    """The bodies on a day, and one of them with its agencies and its chairs."""
    today = day_of(clock.now())
    day = asked.attempt(lambda: asked.day("on", needed=False)) or today
    bodies = every_body()
    if not bodies:
        raise NotFound("There is no body yet")
    body = chosen(asked, bodies)
    taking = chairs_of(body)
    return asked.draw(
        "room/group.html.j2",
        day=day,
        today=today,
        lines=tree(bodies, day),
        body=body,
        sits=sitting(body, day),
        past=day < today,
        ribbon=years(taking, body, today),
        held=terms_held(taking, body, today),
    )


def every_body() -> list[Body]:
    """All bodies: how the group is made is no secret among those who sit in it."""
    from gmg.group.store.models import Body

    return list(Body.objects.order_by("id"))


def chosen(asked: Asked, bodies: list[Body]) -> Body:
    """The body that is asked for, else the first of the person's, else the first."""
    code = asked.request.GET.get("body", "")
    if code:
        found = next((body for body in bodies if body.code == code), None)
        if found is None:
            raise NotFound("There is no such body")
        return found
    return (asked.bodies() or bodies)[0]


def on_day(day: date) -> QuerySet[Seat]:
    """The seats that run on a day, in all bodies."""
    from gmg.group.store.models import Seat

    return Seat.objects.filter(Q(last__isnull=True) | Q(last__gte=day), first__lte=day)


def tree(bodies: list[Body], day: date) -> list[Line]:
    """The bodies, each below its parent, with who chairs it and how many agencies sit in it."""
    lines = {body.pk: Line(body, 0) for body in bodies}
    speaking, watching = Counter[int](), Counter[int]()
    seen: set[tuple[int, str, bool]] = set()
    rows = on_day(day).order_by("id").values_list("body_id", "agency", "role").distinct()
    for pk, agency, role in rows:
        lines[pk].works = True
        if role in CHAIRS:
            lines[pk].chair.append((agency, role))
        if role in SPEAKS and (pk, agency, True) not in seen:
            seen.add((pk, agency, True))
            speaking[pk] += 1
        if role == Role.OBSERVER.value and (pk, agency, False) not in seen:
            seen.add((pk, agency, False))
            watching[pk] += 1
    for pk, line in lines.items():
        line.members, line.observers = speaking[pk], watching[pk]
        line.chair = list(dict.fromkeys(line.chair))
    return list(ordered(lines))


def ordered(lines: dict[int, Line]) -> list[Line]:
    """Parents before what is below them, by code."""
    beneath: dict[int | None, list[Line]] = {}
    for line in lines.values():
        beneath.setdefault(line.body.parent_id, []).append(line)
    found: list[Line] = []

    def walk(parent: int | None, depth: int) -> None:
        for line in sorted(beneath.get(parent, []), key=lambda one: one.body.code):
            line.depth = depth
            found.append(line)
            walk(line.body.pk, depth + 1)

    walk(None, 0)
    return found


def sitting(body: Body, day: date) -> list[Sits]:
    """The agencies with a seat in a body on a day: a row each, however many people they send."""
    rows = (
        on_day(day)
        .filter(body=body)
        .values("agency", "role")
        .annotate(seats=Count("id"), vacant=Count("id", filter=Q(person__isnull=True)))
    )
    found: dict[str, Sits] = {}
    for row in sorted(rows, key=lambda one: (one["agency"], ORDER[one["role"]])):
        sits = found.setdefault(row["agency"], Sits(row["agency"]))
        sits.seats[row["role"]], sits.vacant[row["role"]] = row["seats"], row["vacant"]
    return list(found.values())


def chairs_of(body: Body) -> tuple[Seat, ...]:
    """The seats that ever chaired a body."""
    from gmg.group.store.models import Seat

    roles = [role.value for role in CHAIRS]
    rows = Seat.objects.select_related("body", "person").filter(body=body, role__in=roles)
    return tuple(rows.order_by("first", "id"))


def years(taking: tuple[Seat, ...], body: Body, today: date) -> tuple[Row, ...]:
    """The ribbon of chairs."""
    return ribbon(tuple(seat.as_rule() for seat in taking), body.code, today)


def terms_held(taking: tuple[Seat, ...], body: Body, today: date) -> list[Held]:
    """Every term with its theme, and for the terms of the past with where it is known from."""
    from gmg.group.store.models import Programme

    found = spans(tuple(seat.as_rule() for seat in taking), body.code, today)
    planned = list(Programme.objects.filter(body=body).order_by("first", "id"))
    facts = {one.starts.first: one for one in who.chairs()} if body.code == who.GROUP else {}
    return [held(term, planned, facts) for term in found]


def held(term: Term, planned: list[Programme], facts: dict[date, who.Chair]) -> Held:
    """A term with the theme of its programme, else of the facts of the past."""
    fact = facts.get(term.first)
    if fact is not None and tuple(one.code for one in fact.agencies) != term.agencies:
        fact = None
    mine = [
        one
        for one in planned
        if one.agency in term.agencies and one.first <= term.last and term.first <= one.last
    ]
    return Held(
        term,
        programmes=mine[:4],
        theme=fact.theme if fact and not mine else "",
        confidence=fact.confidence if fact else "",
        source=fact.source if fact else "",
    )
