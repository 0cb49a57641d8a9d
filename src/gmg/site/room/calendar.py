"""What is in a person's calendar today: meetings, closing hours of rounds, commitments that fall due.

One answer for the page and for the feed: what the seats of today may open, and nothing else. A feed
that was subscribed to years ago shows what its owner may see now.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from gmg.exchange.icalendar import BadItem, Item, Kind, Status
from gmg.exchange.icalendar.item import check
from gmg.group.acts import commitments, outcomes, records
from gmg.group.acts.reading import STATES, with_state
from gmg.group.rules import rounds
from gmg.group.rules.meetings import Status as Called
from gmg.group.rules.permissions import Action, allowed
from gmg.group.rules.seats import day_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from django.db.models import QuerySet

    from gmg.group.rules.rounds import Outcome
    from gmg.group.store.models import Commitment, Document, Meeting, Round, Seat
    from gmg.site.words import Words

MEETINGS_BACK = timedelta(days=400)
DEADLINES_BACK = timedelta(days=60)
MOST = 500
"""Entries of a kind in a feed."""
LONGEST_TITLE = 200
STOPPED = (rounds.State.WITHDRAWN, rounds.State.BROKEN)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the calendar page: `path` opens it, `state` is what has become of it."""

    when: datetime
    kind: Kind
    title: str
    body: str
    path: str
    state: str
    row: Meeting | Round | Commitment


# --- what may be seen ----------------------------------------------------------------------------


def meetings_of(seats: Iterable[Seat]) -> QuerySet[Meeting]:
    """The meetings of the bodies in which a person sits today."""
    from gmg.group.store.models import Meeting

    open_to = bodies_open(seats, Action.PAGE_MEETING)
    return Meeting.objects.select_related("body").filter(body__in=open_to)


def rounds_of(seats: Sequence[Seat], since: datetime) -> QuerySet[Round]:
    """The rounds on texts that a person may read today, that close after an instant, in order.

    `ends` is when each closes, with its extensions.
    """
    from gmg.group.store.models import Extension

    later = Extension.objects.filter(round=OuterRef("pk")).order_by("-closes").values("closes")
    return (
        records.rounds_of(seats)
        .annotate(ends=Coalesce(Subquery(later[:1]), F("closes")))
        .filter(ends__gt=since)
        .order_by("ends", "id")
    )


def commitments_of(seats: Sequence[Seat]) -> QuerySet[Commitment]:
    """What the person's own agencies lead or support and have not done, from texts they may read."""
    from gmg.group.store.models import Commitment

    whole, part = bodies_read(seats)
    readable = Q(origin__body__in=whole)
    if part:
        readable |= Q(origin__in=documents_of(seats).values("pk"))
    mine = Q(pk__in=[])
    for agency in sorted({seat.agency for seat in seats}):
        mine |= commitments.concerns(agency)
    rows = Commitment.objects.select_related("origin__body").filter(readable, mine)
    return rows.exclude(status="completed")


def documents_of(seats: Sequence[Seat]) -> QuerySet[Document]:
    """The documents that a person may read today, over all bodies."""
    from gmg.group.store.models import Document

    whole, part = bodies_read(seats)
    if not part:
        return Document.objects.filter(body__in=whole)
    may = Q(body__in=whole)
    for body, states in part.items():
        may |= Q(body=body, state_now__in=states)
    return with_state(Document.objects.all()).filter(may)


def bodies_read(seats: Iterable[Seat]) -> tuple[list[int], dict[int, list[str]]]:
    """The bodies of which every document may be read, and by body the states of those that may be."""
    roles: dict[int, set[str]] = defaultdict(set)
    for seat in seats:
        roles[seat.body_id].add(seat.role)
    whole, part = [], {}
    for body, held in roles.items():
        may = [s for s in STATES if any(allowed(Action.READ, s, r, own=True) for r in held)]
        if len(may) == len(STATES):
            whole.append(body)
        else:
            part[body] = may
    return whole, part


def bodies_open(seats: Iterable[Seat], page: Action) -> set[int]:
    """The bodies of which the seats of today open such a page."""
    return {seat.body_id for seat in seats if allowed(page, "any", seat.role, own=True)}


# --- the page ------------------------------------------------------------------------------------


def coming(seats: Sequence[Seat], now: datetime, count: int) -> list[Entry]:
    """The next entries from now on, in order of time; meetings that run now are among them."""
    meetings = meetings_of(seats).filter(ends__gt=now).order_by("starts", "id")
    closing = rounds_of(seats, since=now).filter(withdrawn__isnull=True)
    due = commitments_of(seats).filter(due__gte=day_of(now)).order_by("due", "id")
    found = [
        *map(of_meeting, meetings[:count]),
        *closings(closing[:count], now),
        *map(of_due, due[:count]),
    ]
    return sorted(found, key=lambda entry: (entry.when, entry.kind, entry.path))[:count]


def of_meeting(row: Meeting) -> Entry:
    """A meeting as a line."""
    return Entry(
        row.starts, Kind.MEETING, row.title, row.body.name, f"meeting/{row.key}", row.status, row
    )


def closings(rows: Iterable[Round], now: datetime) -> list[Entry]:
    """Rounds that run, as lines; one of which the silence is broken has closed."""
    known = list(rows)
    found = outcomes.outcomes(known, now)
    return [
        Entry(
            found[row.pk].closes,
            Kind.DEADLINE,
            row.version.document.title,
            row.body.name,
            f"round/{row.key}",
            row.kind,
            row,
        )
        for row in known
        if found[row.pk].decided is None
    ]


def of_due(row: Commitment) -> Entry:
    """A commitment as a line: it is due by the end of its day."""
    at = datetime.combine(row.due, time(23, 59, 59), UTC)
    title = row.text.split("\n", 1)[0][:LONGEST_TITLE]
    return Entry(
        at, Kind.DUE, title, row.origin.body.name, f"commitment/{row.key}", row.status, row
    )


# --- the feed ------------------------------------------------------------------------------------


def items(
    seats: Sequence[Seat], now: datetime, words: Words, at: Callable[[str], str]
) -> list[Item]:
    """The entries of a feed: the past year of meetings, what closed or fell due of late, all to come.

    `at` gives the address of a page of the room. Cancelled meetings and rounds that were stopped
    stay, and say so. What no calendar could show is left out.
    """
    meetings = meetings_of(seats).filter(ends__gte=now - MEETINGS_BACK).order_by("-starts")[:MOST]
    closing = rounds_of(seats, since=now - DEADLINES_BACK).reverse()
    since = day_of(now - DEADLINES_BACK)
    due = list(commitments_of(seats).filter(due__gte=since).order_by("-due")[:MOST])
    known = list(closing.prefetch_related("extensions")[:MOST])
    decided = outcomes.outcomes(known, now)
    changes = changes_of(due)
    found = [
        *(meeting_item(row, at) for row in meetings),
        *(round_item(row, decided[row.pk], words, at) for row in known),
        *(due_item(row, changes.get(row.pk, (1, now)), words, at) for row in due),
    ]
    return [item for item in found if shown(item)]


def shown(item: Item) -> bool:
    """Whether a calendar can show an item at all."""
    try:
        check(item)
    except BadItem:
        return False
    return True


def meeting_item(row: Meeting, at: Callable[[str], str]) -> Item:
    """A meeting."""
    stopped = row.status == Called.CANCELLED.value
    return Item(
        uid=f"{row.uid}@gmg",
        sequence=row.sequence,
        kind=Kind.MEETING,
        start=row.starts,
        end=row.ends,
        zone=row.zone,
        stamp=row.changed,
        summary=row.title,
        description=row.body.name,
        location=row.place,
        url=at(f"meeting/{row.key}"),
        status=Status.CANCELLED if stopped else Status.CONFIRMED,
    )


def round_item(row: Round, came: Outcome, words: Words, at: Callable[[str], str]) -> Item:
    """The hour at which a round closes. Each extension is a change, and so is an early end."""
    stopped = came.state in STOPPED
    changed = [e.at for e in row.extensions.all()]
    if stopped and came.decided is not None:
        changed.append(came.decided)
    return Item(
        uid=f"round-{row.key}@gmg",
        sequence=len(changed),
        kind=Kind.DEADLINE,
        start=row.ends if stopped else came.closes,  # type: ignore[attr-defined]
        stamp=max([row.opens, *changed]),
        summary=words._("Round closes: {title}").format(title=row.version.document.title),
        description=row.body.name,
        url=at(f"round/{row.key}"),
        status=Status.CANCELLED if stopped else Status.CONFIRMED,
    )


def due_item(
    row: Commitment, changes: tuple[int, datetime], words: Words, at: Callable[[str], str]
) -> Item:
    """The day on which a commitment falls due; each entry of it in the log is a change."""
    title = row.text.split("\n", 1)[0][:LONGEST_TITLE]
    return Item(
        uid=f"commitment-{row.key}@gmg",
        sequence=changes[0] - 1,
        kind=Kind.DUE,
        start=row.due,
        stamp=changes[1],
        summary=words._("Due: {title}").format(title=title),
        description=row.origin.body.name,
        url=at(f"commitment/{row.key}"),
    )


def changes_of(rows: list[Commitment]) -> dict[int, tuple[int, datetime]]:
    """How often the log speaks of each commitment, and when last; one question for all."""
    from gmg.group.store.models import Event

    subject = {f"commitment:{row.key}": row.pk for row in rows}
    told = (
        Event.objects.filter(subject__in=list(subject))
        .values_list("subject")
        .annotate(Count("number"), Max("at"))
        .order_by()
    )
    return {subject[name]: (count, datetime.fromisoformat(at)) for name, count, at in told}
