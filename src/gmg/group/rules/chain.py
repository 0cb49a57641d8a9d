"""The log: every act is an event that carries the hash of the one before it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

START = "0" * 64
"""What the first event carries in place of a hash before it."""


@dataclass(frozen=True, slots=True)
class Event:
    """One act. Names of persons stay out of the chain: `seat` and `person` are random ids.

    `at` is ISO 8601 in UTC with microseconds; `state` the SHA-256 of the subject after the act.
    """

    number: int
    at: str
    action: str
    subject: str
    seat: str
    person: str
    state: str
    before: str
    hash: str = ""


@dataclass(frozen=True)
class Flaw:
    """Where a chain does not hold, and why."""

    number: int
    why: str


def hash_of(event: Event) -> str:
    """The SHA-256 of an event: of its eight fields as a JSON list, so that no two run together."""
    fields = [
        event.number,
        event.at,
        event.action,
        event.subject,
        event.seat,
        event.person,
        event.state,
        event.before,
    ]
    return hashlib.sha256(json.dumps(fields, separators=(",", ":")).encode("ascii")).hexdigest()


def flaw(events: Iterable[Event], before: str = START, number: int = 1) -> Flaw | None:
    """The first event at which the chain does not hold, or None.

    `before` and `number` let a part be checked from a hash that is already known. That the newest
    events were cut off cannot be seen from the chain alone: compare its last hash with a published one.
    """
    at = ""
    for event in events:
        if event.number != number:
            return Flaw(number, f"event {number} is missing: {event.number} stands in its place")
        if event.before != before:
            return Flaw(number, f"event {number} does not carry the hash of the one before it")
        if event.hash != hash_of(event):
            return Flaw(number, f"event {number} was changed after it was written")
        if event.at < at:
            return Flaw(number, f"event {number} is older than the one before it")
        before, at, number = event.hash, event.at, number + 1
    return None
