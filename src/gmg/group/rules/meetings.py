"""Meetings: agenda, who took part, quorum, what calendars are told, the programme of a chair."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from gmg.group.rules import seats

LONGEST_PROGRAMME = timedelta(days=366)
DEEPEST = 6
"""Levels of an agenda: 1.1.1.1.1.1 is the last."""


class Status(StrEnum):
    """What has become of a meeting. A cancelled one stays where it was and is not called anew."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class How(StrEnum):
    """How an agency took part."""

    IN_PERSON = "in person"
    REMOTELY = "remotely"
    EXCUSED = "excused"
    ABSENT = "absent"


PRESENT = frozenset((How.IN_PERSON, How.REMOTELY))


class BadMeeting(ValueError):
    """A meeting, an agenda or a programme that cannot be so; the text says what to do."""


@dataclass(frozen=True)
class Called:
    """What calendars show of a meeting: each change of it is a new SEQUENCE of the same UID.

    `starts` and `ends` are instants; `zone` is where their hours are read, a name of the IANA list.
    """

    title: str
    starts: datetime
    ends: datetime
    zone: str = "UTC"
    place: str = ""
    status: Status = Status.PLANNED
    url: str = ""
    description: str = ""


@dataclass(frozen=True)
class Item:
    """An item of an agenda. `order` counts among the items of one parent; an empty parent is none.

    An internal item is seen by the body's seats alone, and so is all beneath it.
    """

    key: str
    title: str
    order: int
    parent: str = ""
    internal: bool = True


@dataclass(frozen=True)
class Numbered:
    """An item as it is shown: `number` 2.1, `depth` 1; `internal` by itself or by one above it."""

    number: str
    depth: int
    internal: bool
    item: Item


@dataclass(frozen=True)
class Attendance:
    """How an agency took part."""

    agency: str
    how: How


@dataclass(frozen=True)
class Quorum:
    """Whether enough members took part. `missing` are the members that did not."""

    present: tuple[str, ...]
    missing: tuple[str, ...]
    needed: int

    @property
    def met(self) -> bool:
        """Whether there is a quorum; where nobody is a member there is none."""
        return bool(self.needed) and len(self.present) >= self.needed


@dataclass(frozen=True)
class Programme:
    """What a chair means to do from the first to the last day, both inside, under one theme."""

    agency: str
    theme: str
    first: date
    last: date


# --- what calendars are told ---------------------------------------------------------------------


def check(called: Called) -> None:
    """Raise BadMeeting for a meeting that no calendar could show."""
    if not called.title.strip():
        raise BadMeeting("A meeting needs a title")
    if called.starts.tzinfo is None or called.ends.tzinfo is None:
        raise BadMeeting("A meeting starts and ends at instants: give them with their zone")
    there = at_utc(called)  # two instants of one zone compare as its clocks show them
    if there.ends <= there.starts:
        raise BadMeeting("A meeting ends after it starts")
    try:
        ZoneInfo(called.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadMeeting("No time zone has that name: Europe/Geneva is Europe/Zurich") from None


def changed(before: Called, after: Called) -> bool:
    """Whether calendars have to be told: instants count as instants, however they are written."""
    return at_utc(before) != at_utc(after)


def sequence(number: int, before: Called, after: Called) -> int:
    """The SEQUENCE of a meeting after a change: one up where calendars show it, else as it was.

    Raises BadMeeting for what cannot follow, and for a meeting that cannot be.
    """
    check(after)
    if before.status is Status.CANCELLED and changed(before, after):
        raise BadMeeting("A cancelled meeting stays as it was: call another one")
    if before.status is Status.HELD and after.status is not Status.HELD:
        raise BadMeeting("A meeting that was held was held")
    return number + 1 if changed(before, after) else number


def at_utc(called: Called) -> Called:
    """The same with its instants in UTC."""
    return replace(called, starts=called.starts.astimezone(UTC), ends=called.ends.astimezone(UTC))


# --- agenda --------------------------------------------------------------------------------------


def agenda(items: Iterable[Item], *, public: bool = False) -> tuple[Numbered, ...]:
    """The agenda in order, numbered 1, 1.1, 1.2, 2.

    The public sees no internal item and nothing beneath one; numbers are those of the whole agenda,
    so that an item has one number for everybody. Raises BadMeeting for items that make no tree.
    """
    every = tuple(items)
    beneath = children(every)
    shown: list[Numbered] = []

    def walk(parent: str, ahead: str, depth: int, *, hidden: bool) -> int:
        count = 0
        for place, item in enumerate(beneath.get(parent, ()), 1):
            number = f"{ahead}{place}"
            internal = hidden or item.internal
            shown.append(Numbered(number, depth, internal, item))
            count += 1 + walk(item.key, f"{number}.", depth + 1, hidden=internal)
        return count

    if deepest(beneath) > DEEPEST:
        raise BadMeeting(f"An agenda has {DEEPEST} levels at most")
    if walk("", "", 0, hidden=False) < len(every):
        raise BadMeeting("An item of the agenda stands beneath itself, or beneath one that is gone")
    return tuple(one for one in shown if not (public and one.internal))


def children(items: tuple[Item, ...]) -> dict[str, list[Item]]:
    """The items of every parent, in their order; those of one place by their key."""
    if len({item.key for item in items}) < len(items) or any(not item.key for item in items):
        raise BadMeeting("Every item of an agenda has a key of its own")
    found: dict[str, list[Item]] = {}
    for item in sorted(items, key=lambda item: (item.order, item.key)):
        found.setdefault(item.parent, []).append(item)
    return found


def deepest(beneath: dict[str, list[Item]]) -> int:
    """How many levels the tree has, one more than allowed at most."""
    level = [item.key for item in beneath.get("", ())]
    depth = 0
    while level and depth <= DEEPEST:
        depth += 1
        level = [item.key for key in level for item in beneath.get(key, ())]
    return depth


def moved(items: Iterable[Item], key: str, parent: str, place: int) -> tuple[Item, ...]:
    """The agenda with an item, and all beneath it, at a place (from 0) among those of a parent.

    Orders of its new neighbours are counted anew. Raises BadMeeting for a place beneath itself.
    """
    every = {item.key: item for item in items}
    if key not in every or (parent and parent not in every):
        raise BadMeeting("There is no such item on the agenda")
    above, steps = parent, 0
    while above:
        if above == key or steps > len(every):
            raise BadMeeting("An item cannot stand beneath itself")
        above, steps = every[above].parent if above in every else "", steps + 1
    rest = [item for item in children(tuple(every.values())).get(parent, []) if item.key != key]
    rest.insert(max(0, place), replace(every[key], parent=parent))
    for order, item in enumerate(rest, 1):
        every[item.key] = replace(item, order=order)
    found = tuple(every.values())
    agenda(found)
    return found


# --- who took part -------------------------------------------------------------------------------


def quorum(
    members: Iterable[str], attendance: Iterable[Attendance], needed: int | None = None
) -> Quorum:
    """Whether enough members took part: more than half unless the body's rules name a number.

    An agency counts once, however many came; observers and guests do not count.
    """
    entitled = tuple(sorted(set(members)))
    came = {row.agency for row in attendance if row.how in PRESENT}
    asked = len(entitled) // 2 + 1 if needed is None else needed
    return Quorum(
        tuple(agency for agency in entitled if agency in came),
        tuple(agency for agency in entitled if agency not in came),
        max(asked, 1) if entitled else 0,
    )


# --- the programme of a chair --------------------------------------------------------------------


def check_programme(
    programme: Programme,
    sitting: tuple[seats.Seat, ...],
    body: str,
    others: Iterable[Programme] = (),
) -> None:
    """Raise BadMeeting for a programme that is not its agency's to make.

    It has a theme, lasts a year at most, and the agency chairs the body on every day of it. An
    agency has one programme a day; co-chairs have one each or one of them for both.
    """
    if not programme.theme.strip():
        raise BadMeeting("A programme needs a theme")
    if programme.last < programme.first:
        raise BadMeeting("A programme ends on or after the day that it begins")
    if programme.last - programme.first >= LONGEST_PROGRAMME:
        raise BadMeeting("A programme lasts a year at most")
    day = unchaired(programme, sitting, body)
    if day is not None:
        raise BadMeeting(f"{programme.agency} does not chair the body on {day:%Y-%m-%d}")
    if any(other.agency == programme.agency and overlap(programme, other) for other in others):
        raise BadMeeting("The chair has a programme for some of these days already")


def unchaired(programme: Programme, sitting: tuple[seats.Seat, ...], body: str) -> date | None:
    """The first day of a programme on which its agency does not chair; None where it always does."""
    theirs = [
        s for s in sitting
        if s.body == body and s.agency == programme.agency and s.role in seats.CHAIRS
    ]  # fmt: skip
    day = programme.first
    while day <= programme.last:
        running = [s for s in theirs if seats.held(s, day)]
        if not running:
            return day
        if any(s.last is None or s.last >= programme.last for s in running):
            return None
        day = max(s.last for s in running if s.last is not None) + timedelta(days=1)
    return None


def overlap(one: Programme, other: Programme) -> bool:
    """Whether two programmes have a day in common."""
    return one.first <= other.last and other.first <= one.last


def within(programme: Programme, called: Called) -> bool:
    """Whether a meeting starts on a day of a programme, in the zone that it is called in."""
    day = called.starts.astimezone(ZoneInfo(called.zone)).date()
    return programme.first <= day <= programme.last


def upcoming(meetings: Iterable[Called], now: datetime) -> tuple[Called, ...]:
    """Meetings that have not ended and were not cancelled, the nearest first."""
    waiting = (m for m in meetings if m.ends > now and m.status is Status.PLANNED)
    return tuple(sorted(waiting, key=lambda m: (m.starts, m.title)))
