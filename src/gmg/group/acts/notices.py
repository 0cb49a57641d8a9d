"""Notices: what happened, told to those whom it concerns in the transaction in which it happened.

A notice is for one person and holds plain values, not a sentence: it is said in the reader's
language when it is read. Nothing of it goes into the chain.
"""

from __future__ import annotations

import json
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Q

from gmg.group.acts import clock
from gmg.group.acts.log import subject_of
from gmg.group.rules.seats import SERVES, day_of
from gmg.group.store.models import Body, Notice, Seat

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from django.db import models
    from django.db.models import QuerySet

    from gmg.group.acts.hand import Hand


class Kind(StrEnum):
    """What is told."""

    OPENED = "round opened"
    EXTENDED = "round extended"
    WITHDRAWN = "round withdrawn"
    BROKEN = "silence broken"
    ADOPTED = "round adopted"
    CLOSED = "round closed"
    PUBLISHED = "text published"
    ANSWERED = "remark answered"
    DUE = "commitment due"
    MOVED = "citation moved"
    REOPEN = "review asks to reopen"
    SEATED = "seat given"
    MEETING = "meeting called"


def tell(
    at: datetime,
    to: Body | Iterable[Seat],
    kind: Kind,
    subject: models.Model,
    facts: Mapping[str, str],
    agencies: Iterable[str] | None = None,
) -> int:
    """Tell all who hold a seat in a body at an instant, or the holders of some seats; how many.

    With `agencies`, those who sit for them and those who serve all: chairs and secretariat. Observers
    of a body are told nothing that is not theirs to answer. Call inside `writing`.
    """
    told = {"kind": kind.value, "subject": subject_of(subject), "facts": dict(facts), "at": at}
    if isinstance(to, Body):
        return tell_all(holders(to, at, agencies), told)
    persons = dict.fromkeys(seat.person_id for seat in to if seat.person_id)
    Notice.objects.bulk_create([Notice(person_id=person, **told) for person in persons])
    return len(persons)


def holders(body: Body, at: datetime, agencies: Iterable[str] | None = None) -> QuerySet[Seat, Any]:
    """Who holds a seat in a body at an instant, each once, by their number."""
    day = day_of(at)
    rows = Seat.objects.filter(
        Q(last__isnull=True) | Q(last__gte=day), body=body, first__lte=day, person__isnull=False
    ).exclude(role="observer")
    if agencies is not None:
        rows = rows.filter(Q(agency__in=list(agencies)) | Q(role__in=[r.value for r in SERVES]))
    return rows.order_by("person").values("person_id").distinct()


def tell_all(persons: QuerySet[Seat, Any], told: Mapping[str, Any]) -> int:
    """One notice for each person of a query, written by the database itself: a thousand at a time."""
    named, given = persons.query.get_compiler(connection=connection).as_sql()
    postgres = connection.vendor == "postgresql"
    key = "replace(gen_random_uuid()::text, '-', '')" if postgres else "lower(hex(randomblob(16)))"
    facts = "%s::jsonb" if postgres else "%s"
    at = connection.ops.adapt_datetimefield_value(told["at"])
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {Notice._meta.db_table} (key, person_id, kind, subject, facts, at) "
            f"SELECT {key}, person_id, %s, %s, {facts}, %s FROM ({named}) AS seated",
            [told["kind"], told["subject"], json.dumps(told["facts"]), at, *given],
        )
        return int(cursor.rowcount)


def told_already(kind: Kind, subject: models.Model, **facts: str) -> bool:
    """Whether anyone was told of this: what is told by the hour alone is told once."""
    rows = Notice.objects.filter(kind=kind.value, subject=subject_of(subject))
    if not facts:
        return rows.exists()
    return any(
        all(told.get(name) == value for name, value in facts.items())
        for told in rows.values_list("facts", flat=True).distinct()
    )


def unread(hand: Hand) -> models.QuerySet[Notice]:
    """What a person was told and has not put aside, newest first."""
    rows = Notice.objects.filter(person__key=hand.person, read__isnull=True)
    return rows.order_by("-id")


def put_aside(hand: Hand, keys: Iterable[str] | None = None) -> int:
    """Mark notices of one's own as read, those named or all; how many. Others' are left alone."""
    rows = unread(hand).order_by()
    if keys is not None:
        rows = rows.filter(key__in=list(keys))
    return rows.update(read=clock.now())
