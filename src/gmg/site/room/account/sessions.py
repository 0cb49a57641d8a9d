"""Where a person is signed in. Sessions are rows that only their key opens; each says whose it is."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.contrib.sessions.models import Session
    from django.http import HttpRequest

    from gmg.group.store.models import Person

BEGAN, WAY = "began", "way"
"""Where a session keeps when and how it was signed in to."""
LONGEST = timedelta(hours=12)
"""After so long one signs in again, whatever was done meanwhile. The machine's clock counts here."""


@dataclass(frozen=True, slots=True)
class Running:
    """A session: `name` says nothing of its key, `way` is password, passkey or an agency's code."""

    name: str
    began: datetime
    way: str
    this: bool


def begun(request: HttpRequest, way: str) -> None:
    """Note in a session when and how it was signed in to; what has expired is cleared away."""
    from django.contrib.sessions.models import Session
    from django.utils import timezone

    request.session[BEGAN] = datetime.now(UTC).isoformat(timespec="seconds")
    request.session[WAY] = way
    Session.objects.filter(expire_date__lt=timezone.now()).delete()


def over(request: HttpRequest) -> bool:
    """Whether a session has run for as long as any may."""
    held = request.session
    return BEGAN in held and datetime.now(UTC) - instant(held) >= LONGEST


def running(request: HttpRequest, person: Person) -> list[Running]:
    """Where a person is signed in, newest first."""
    mine = request.session.session_key
    found = [
        Running(named(row.session_key), instant(held), held.get(WAY, ""), row.session_key == mine)
        for row, held in rows(person)
    ]
    return sorted(found, key=lambda one: one.began, reverse=True)


def end(person: Person, name: str) -> None:
    """End one session of a person."""
    for row, _ in rows(person):
        if named(row.session_key) == name:
            row.delete()


def end_all(person: Person, but: str | None = None) -> int:
    """End the sessions of a person, but for one by its key; how many were ended."""
    ended = [row for row, _ in rows(person) if row.session_key != but]
    for row in ended:
        row.delete()
    return len(ended)


def rows(person: Person) -> Iterator[tuple[Session, dict[str, Any]]]:
    """The rows of a person's sessions, with what they hold."""
    from django.contrib.auth import SESSION_KEY
    from django.contrib.sessions.models import Session
    from django.utils import timezone

    for row in Session.objects.filter(expire_date__gte=timezone.now()).iterator():
        held = row.get_decoded()
        if held.get(SESSION_KEY) == str(person.pk):
            yield row, held


def named(key: str) -> str:
    """A name for a session from which its key cannot be found."""
    return hashlib.sha256(f"name of {key}".encode()).hexdigest()[:16]


def instant(held: Mapping[str, Any]) -> datetime:
    """When a session was signed in to; the beginning of time where it does not say."""
    try:
        return datetime.fromisoformat(held[BEGAN])
    except (LookupError, TypeError, ValueError):
        return datetime.fromtimestamp(0, UTC)
