"""Items as iCalendar (RFC 5545, https://www.rfc-editor.org/rfc/rfc5545).

The same items give the same bytes, so that a feed has one ETag until something changes. Hours of a
named zone come with the VTIMEZONE that they need; where a clock shows an hour twice in autumn and the
second one is meant, the instant is written in UTC, for a local time can only mean the first.

The writer is our own: `icalendar` 7.3 writes the hour of a change to summer time by the clock after
it, and leaves commas in the name of a calendar as they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from gmg.exchange.icalendar.item import BadItem, Item, Kind, Status, check, zone_of
from gmg.exchange.icalendar.lines import day, instant, line, text, wall
from gmg.exchange.icalendar.zones import vtimezone

PRODUCER = "-//Global Migration Group//gmg//EN"
HOURLY = "PT1H"
"""How often a calendar that subscribes is asked to come back."""
AT_UTC = ("UTC", "Etc/UTC", "Etc/GMT", "GMT")


def calendar(name: str, items: Iterable[Item]) -> bytes:
    """A calendar to subscribe to, its items in order of time. Raises BadItem.

    Cancelled items stay, with STATUS:CANCELLED.
    """
    return written(name, list(items), "PUBLISH")


def cancelled(name: str, item: Item) -> bytes:
    """The message by which one cancelled item is taken back (METHOD:CANCEL). Raises BadItem."""
    if item.status is not Status.CANCELLED:
        raise BadItem(f"{item.uid} is not cancelled")
    return written(name, [item], "CANCEL")


def written(name: str, items: list[Item], method: str) -> bytes:
    """The calendar with its properties, the zones of its items, and the items."""
    for item in items:
        check(item)
    if len({item.uid for item in items}) < len(items):
        raise BadItem("Two items have the same UID")
    zones = (vtimezone(zone, *years) for zone, years in sorted(spans(items).items()))
    parts = [
        "BEGIN:VCALENDAR\r\n",
        line("VERSION", "2.0"),
        line("PRODID", PRODUCER),
        line("CALSCALE", "GREGORIAN"),
        line("METHOD", method),
        line("NAME", text(name)),
        line("X-WR-CALNAME", text(name)),
        line("REFRESH-INTERVAL;VALUE=DURATION", HOURLY),
        line("X-PUBLISHED-TTL", HOURLY),
        *zones,
        *(event(item) for item in sorted(items, key=in_time)),
        "END:VCALENDAR\r\n",
    ]
    return "".join(parts).encode("utf-8")


def event(item: Item) -> str:
    """One item. Deadlines and due dates take no time from anybody (TRANSP)."""
    lines = [
        line("UID", item.uid),
        line("SEQUENCE", str(item.sequence)),
        line("DTSTAMP", instant(item.stamp)),
        line("LAST-MODIFIED", instant(item.stamp)),
        hour("DTSTART", item, item.start),
    ]
    if item.end is not None:
        lines.append(hour("DTEND", item, item.end))
    elif item.kind is Kind.DUE:
        lines.append(hour("DTEND", item, item.start + timedelta(days=1)))
    lines.append(line("SUMMARY", text(item.summary)))
    for name, value in (("DESCRIPTION", item.description), ("LOCATION", item.location)):
        if value:
            lines.append(line(name, text(value)))
    if item.url:
        lines.append(line("URL", item.url))
    lines += [
        line("STATUS", item.status.value.upper()),
        line("CATEGORIES", item.kind.value.upper()),
        line("TRANSP", "OPAQUE" if item.kind is Kind.MEETING else "TRANSPARENT"),
    ]
    return f"BEGIN:VEVENT\r\n{''.join(lines)}END:VEVENT\r\n"


def hour(name: str, item: Item, at: date) -> str:
    """A day, an instant in the item's zone, or one in UTC."""
    if not isinstance(at, datetime):
        return line(f"{name};VALUE=DATE", day(at))
    there = at.astimezone(UTC).astimezone(zone_of(item))
    if not local(item) or there.fold:
        return line(name, instant(at))
    return line(f"{name};TZID={item.zone}", wall(there))


def local(item: Item) -> bool:
    """Whether an item's hours are those of a named zone."""
    return item.kind is Kind.MEETING and item.zone not in AT_UTC


def spans(items: Iterable[Item]) -> dict[str, tuple[int, int]]:
    """The named zones, each with the years that it is needed for and one more on either side."""
    found: dict[str, tuple[int, int]] = {}
    for item in items:
        if local(item) and item.end is not None:
            first, last = found.get(item.zone, (item.start.year, item.end.year))
            found[item.zone] = min(first, item.start.year), max(last, item.end.year)
    return {zone: (first - 1, last + 1) for zone, (first, last) in found.items()}


def in_time(item: Item) -> tuple[str, str]:
    """The order of items: by their instant, a day as its first, then by UID."""
    if isinstance(item.start, datetime):
        return instant(item.start), item.uid
    return day(item.start), item.uid
