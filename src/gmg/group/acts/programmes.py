"""The programme of a chair: what it means to do in its half-year or year, under one theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gmg.group.acts.hand import Hand, allow
from gmg.group.acts.log import write, writing
from gmg.group.acts.meetings import fresh, ruled
from gmg.group.acts.refusals import Conflict
from gmg.group.rules import meetings as rules
from gmg.group.rules.permissions import Action
from gmg.group.rules.seats import CHAIRS
from gmg.group.store.models import Programme, Seat

if TYPE_CHECKING:
    from datetime import date

    from gmg.group.store.models import Body


def plan(
    hand: Hand, body: Body, agency: str, theme: str, first: date, last: date, text: str = ""
) -> Programme:
    """A programme for days on which the agency chairs the body, a year of them at most."""
    with writing() as at:
        by = allow(hand, body, Action.PLAN, agency)
        check(body, rules.Programme(agency, theme, first, last))
        row = Programme.objects.create(
            body=body, agency=agency, theme=theme, text=text, first=first, last=last
        )
        write(Action.PLAN, row, at, hand, by)
    return row


def replan(hand: Hand, row: Programme, theme: str, text: str, seen: str = "") -> Programme:
    """Another theme or text; `seen` is the state that the writer had before them."""
    with writing() as at:
        by = allow(hand, row.body, Action.PLAN, row.agency)
        fresh(row, seen)
        if (row.theme, row.text) == (theme, text):
            return row
        row.theme, row.text = theme, text
        row.save(update_fields=["theme", "text"])
        write(Action.PLAN, row, at, hand, by)
    return row


def check(body: Body, programme: rules.Programme) -> None:
    """Raise Conflict for a programme that is not its agency's to make."""
    chairing = Seat.objects.select_related("body", "person").filter(
        body=body, role__in=[role.value for role in CHAIRS]
    )
    sitting = tuple(row.as_rule() for row in chairing)
    others = Programme.objects.filter(body=body, first__lte=programme.last)
    day = rules.unchaired(programme, sitting, body.code)
    if day is not None and programme.first <= programme.last:
        raise Conflict(
            "{agency} does not chair the body on {day}",
            agency=programme.agency,
            day=day.isoformat(),
        )
    with ruled():
        rules.check_programme(
            programme,
            sitting,
            body.code,
            [rules.Programme(r.agency, r.theme, r.first, r.last) for r in others],
        )
