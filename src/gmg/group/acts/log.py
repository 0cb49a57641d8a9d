"""Writing: one transaction, one writer at a time, one event in the chain for each act."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from gmg.group.acts import clock
from gmg.group.rules import chain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db import models

    from gmg.group.acts.hand import Hand
    from gmg.group.store.models import Seat

LOCK = 1_906_2018
"""The key of the advisory lock by which writers on PostgreSQL take turns."""
BATCH = 20_000


@contextmanager
def writing() -> Iterator[datetime]:
    """A transaction that gives the instant of the act.

    Writers take turns, so the order of the log is the order of time: what is written in a round
    before its closing instant is before it in the log. Where the server's clock went back, the
    instant of the event before is kept.
    """
    from django.db import connection, transaction

    from gmg.group.store.models import Event

    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        last = Event.objects.order_by("-number").values_list("at", flat=True).first()
        at = clock.now()
        yield at if last is None else max(at, datetime.fromisoformat(last))


def write(
    action: str, row: models.Model, at: datetime, hand: Hand | None, seat: Seat | None
) -> chain.Event:
    """Add the event of an act to the chain. Call inside `writing`, after the row is saved."""
    from gmg.group.store.models import Event, state_hash

    last = Event.objects.order_by("-number").first()
    event = chain.Event(
        number=1 if last is None else last.number + 1,
        at=at.astimezone(UTC).isoformat(timespec="microseconds"),
        action=action,
        subject=subject_of(row),
        seat=seat.key if seat else "",
        person=hand.person if hand else "",
        state=state_hash(row),
        before=chain.START if last is None else last.hash,
    )
    event = replace(event, hash=chain.hash_of(event))
    Event.objects.create(**{name: getattr(event, name) for name in chain.Event.__slots__})
    return event


def subject_of(row: models.Model) -> str:
    """What the log and notices call a row."""
    return f"{row._meta.model_name}:{getattr(row, 'key', row.pk)}"


def events(first: int = 1) -> Iterator[chain.Event]:
    """The log from an event on, in order, read in batches."""
    from gmg.group.store.models import Event

    names = chain.Event.__slots__
    rows = Event.objects.filter(number__gte=first).order_by("number").values_list(*names)
    for row in rows.iterator(chunk_size=BATCH):
        yield chain.Event(*row)


def last_number() -> int:
    """The number of the newest event; 0 for an empty log."""
    from gmg.group.store.models import Event

    return Event.objects.order_by("-number").values_list("number", flat=True).first() or 0


def hash_at(number: int) -> str:
    """The hash of an event, empty where there is none of that number."""
    from gmg.group.store.models import Event

    return Event.objects.filter(number=number).values_list("hash", flat=True).first() or ""
