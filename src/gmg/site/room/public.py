"""What public pages show of the room, read again only when the room or the day has changed."""

from __future__ import annotations

import hashlib
import json
import threading
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gmg.records.said import Said


@dataclass(frozen=True, slots=True)
class Public:
    """What was public, the mark by which pages made of it are known, and how long it holds."""

    said: tuple[Said, ...] = ()
    mark: str = ""
    room: str = ""
    event: int = 0
    day: date = date.min
    until: datetime | None = None


_LOCK = threading.Lock()
_KEPT = Public()


def public() -> Public:
    """What is public now; nothing where no room is served."""
    from django.conf import settings

    room = str(settings.GMG_ROOM)  # type: ignore[misc]
    if not room:
        return Public()
    from gmg.group.acts import clock
    from gmg.group.acts import public as acts
    from gmg.group.rules.seats import day_of

    global _KEPT
    now = clock.now()
    event, day = acts.last_event(), day_of(now)
    kept = _KEPT
    same = (kept.room, kept.event, kept.day) == (room, event, day)
    if same and (kept.until is None or now < kept.until):
        return kept
    with _LOCK:
        said = acts.public()
        text = json.dumps([one.as_json() for one in said], sort_keys=True)
        mark = hashlib.sha256(text.encode()).hexdigest()[:16] if said else ""
        _KEPT = Public(said, mark, room, event, day, acts.next_change())
        return _KEPT


def of_place(code: str) -> tuple[Said, ...]:
    """What the group said about a place."""
    return tuple(one for one in public().said if code in one.places)


def of_agency(code: str) -> tuple[Said, ...]:
    """What an agency signed, promised or submitted."""
    return tuple(one for one in public().said if code in one.agencies)
