"""Zones as VTIMEZONE (RFC 5545, section 3.6.5): every change of the clocks in the years that are needed.

Changes are found in the zone's own data, second by second where a day holds one, and written one by
one: no rule of recurrence is guessed. The hour of a change is that of the clock before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from gmg.exchange.icalendar.lines import line, wall

DAY = timedelta(days=1)
Clock = tuple[timedelta, str, bool]
"""Offset from UTC, name, and whether it is summer time."""


@dataclass(frozen=True)
class Change:
    """Clocks that go from one offset to another at an instant in UTC."""

    at: datetime
    before: Clock
    after: Clock


@lru_cache(maxsize=256)
def vtimezone(zone: str, first: int, last: int) -> str:
    """The component of a zone, from the start of the first to the end of the last year."""
    start, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)
    there = ZoneInfo(zone)
    opening = clock(there, start)
    onsets: dict[tuple[Clock, Clock], list[datetime]] = {(opening, opening): [start]}
    for change in changes(there, start, end):
        onsets.setdefault((change.before, change.after), []).append(change.at)
    parts = "".join(observance(before, after, at) for (before, after), at in onsets.items())
    return f"BEGIN:VTIMEZONE\r\n{line('TZID', zone)}{parts}END:VTIMEZONE\r\n"


def observance(before: Clock, after: Clock, onsets: list[datetime]) -> str:
    """The instants at which clocks go from one offset to another."""
    kind = "DAYLIGHT" if after[2] else "STANDARD"
    first, *more = (wall(at + before[0]) for at in onsets)
    lines = [line("DTSTART", first)]
    lines += [line("RDATE", ",".join(more))] if more else []
    lines += [line("TZOFFSETFROM", offset(before[0])), line("TZOFFSETTO", offset(after[0]))]
    lines += [line("TZNAME", after[1])] if after[1] else []
    return f"BEGIN:{kind}\r\n{''.join(lines)}END:{kind}\r\n"


def changes(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[Change]:
    """Every change of the clocks after one instant and before another."""
    at = start
    while at < end:
        later = at + DAY
        before, after = clock(zone, at), clock(zone, later)
        if before != after:
            yield Change(moment(zone, at, later), before, after)
        at = later


def moment(zone: ZoneInfo, early: datetime, late: datetime) -> datetime:
    """The second at which the clocks change between two instants."""
    held = clock(zone, early)
    while late - early > timedelta(seconds=1):
        middle = early + timedelta(seconds=(late - early) // timedelta(seconds=2))
        if clock(zone, middle) == held:
            early = middle
        else:
            late = middle
    return late


def clock(zone: ZoneInfo, at: datetime) -> Clock:
    """What the clocks show at an instant."""
    there = at.astimezone(zone)
    return there.utcoffset() or timedelta(), there.tzname() or "", bool(there.dst())


def offset(of: timedelta) -> str:
    """An offset as hours and minutes, and seconds where there are some."""
    seconds = abs(int(of.total_seconds()))
    sign = "-" if of < timedelta() else "+"
    text = f"{sign}{seconds // 3600:02d}{seconds // 60 % 60:02d}"
    return f"{text}{seconds % 60:02d}" if seconds % 60 else text
