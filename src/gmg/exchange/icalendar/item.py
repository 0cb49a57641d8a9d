"""What a calendar shows, before it is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

LONGEST_ADDRESS = 2_000
FIRST_YEAR, LAST_YEAR = 1970, 2200


class Kind(StrEnum):
    """What an item is: a meeting, the hour at which a round closes, the day something is due."""

    MEETING = "meeting"
    DEADLINE = "deadline"
    DUE = "due"


class Status(StrEnum):
    """Whether it takes place. What is cancelled stays in the calendar and says so."""

    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


class BadItem(ValueError):
    """An item that no calendar could show; the text says what is wrong."""


@dataclass(frozen=True)
class Item:
    """An entry of a calendar.

    `uid` never changes and `sequence` is one up with each change. A meeting starts and ends at
    instants, its hours written in `zone` (a name of the IANA list); a deadline is one instant, always
    written in UTC, and has no end; a due date is a day. `stamp` is when it was last changed.
    """

    uid: str
    sequence: int
    kind: Kind
    start: datetime | date
    stamp: datetime
    summary: str
    end: datetime | None = None
    zone: str = "UTC"
    description: str = ""
    location: str = ""
    url: str = ""
    status: Status = Status.CONFIRMED


def check(item: Item) -> None:
    """Raise BadItem for an item that cannot be written so that every calendar reads the same."""
    if not item.uid or len(item.uid) > 255 or not item.uid.isascii() or not item.uid.isprintable():
        raise BadItem(f"{item.uid!r} is no UID: 1 to 255 printable signs of ASCII")
    if not 0 <= item.sequence < 2**31:
        raise BadItem(f"{item.uid}: a SEQUENCE is a whole number from 0")
    if item.stamp.tzinfo is None:
        raise BadItem(f"{item.uid}: the stamp is an instant, with its zone")
    if item.kind is Kind.DUE:
        if isinstance(item.start, datetime) or item.end is not None:
            raise BadItem(f"{item.uid}: what is due is due on a day, and has no end")
    elif not isinstance(item.start, datetime) or item.start.tzinfo is None:
        raise BadItem(f"{item.uid}: a {item.kind} starts at an instant, with its zone")
    elif item.kind is Kind.DEADLINE:
        if item.end is not None:
            raise BadItem(f"{item.uid}: a deadline is one instant")
    elif item.end is None or item.end.tzinfo is None or not after(item.end, item.start):
        raise BadItem(f"{item.uid}: a meeting ends after it starts, at an instant")
    if not FIRST_YEAR <= item.start.year <= LAST_YEAR:
        raise BadItem(f"{item.uid}: its year is none of {FIRST_YEAR} to {LAST_YEAR}")
    if item.end is not None and item.end.year > LAST_YEAR:
        raise BadItem(f"{item.uid}: it ends after {LAST_YEAR}")
    if item.url and not web_address(item.url):
        raise BadItem(f"{item.uid}: an address begins with https:// and has no blanks in it")
    zone_of(item)


def after(end: datetime, start: datetime) -> bool:
    """Whether one instant is after another; two of one zone compare as its clocks show them."""
    return end.astimezone(UTC) > start.astimezone(UTC)


def web_address(text: str) -> bool:
    """Whether a text is an address of the web that needs no escaping in a line of its own."""
    if len(text) > LONGEST_ADDRESS or not text.isascii() or not text.isprintable() or " " in text:
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def zone_of(item: Item) -> ZoneInfo:
    """The zone that an item's hours are written in. Raises BadItem."""
    try:
        return ZoneInfo(item.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadItem(f"{item.uid}: no time zone is called {item.zone!r}") from None
