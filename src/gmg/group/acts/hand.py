"""Who acts: a person, by the seats that are held at this instant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from gmg.group.acts import clock
from gmg.group.acts.refusals import NotAllowed
from gmg.group.rules.permissions import Action, allowed
from gmg.group.rules.seats import day_of
from gmg.group.store.models import Seat

if TYPE_CHECKING:
    from datetime import date

    from gmg.group.store.models import Body


@dataclass(frozen=True)
class Hand:
    """A person by random id; empty for the public."""

    person: str = ""


def seats_now(hand: Hand, body: Body, day: date | None = None) -> list[Seat]:
    """The seats that a person holds in a body today."""
    if not hand.person:
        return []
    day = day or day_of(clock.now())
    running = Q(last__isnull=True) | Q(last__gte=day)
    return list(
        Seat.objects.select_related("person", "body")
        .filter(running, body=body, person__key=hand.person, first__lte=day)
        .order_by("id")
    )


def once_held(hand: Hand, body: Body) -> bool:
    """Whether a person ever held a seat in a body."""
    return bool(hand.person) and Seat.objects.filter(body=body, person__key=hand.person).exists()


def allow(hand: Hand, body: Body, action: Action, agency: str = "", state: str = "any") -> Seat:
    """The seat by which a person may do this. Raises NotAllowed where there is none."""
    for seat in seats_now(hand, body):
        if allowed(action, state, seat.role, own=agency in ("", seat.agency)):
            return seat
    raise NotAllowed(
        f"{action.value} needs a seat in {body.code} that may do it; "
        "the chair and the secretariat of the body say who holds which"
    )


def may_read(hand: Hand, body: Body, action: Action, state: str) -> bool:
    """Whether anyone, seated or not, may read."""
    held = seats_now(hand, body)
    if not held:
        role = "former" if once_held(hand, body) else "public"
        return allowed(action, state, role, own=False)
    return any(allowed(action, state, seat.role, own=True) for seat in held)
