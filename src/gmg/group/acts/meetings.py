"""Meetings: called, changed, cancelled; their agenda, who took part, what was decided, the minutes."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from django.db.models import Max

from gmg.group.acts import notices, texts
from gmg.group.acts.hand import Hand, allow
from gmg.group.acts.log import write, writing
from gmg.group.acts.refusals import Conflict
from gmg.group.rules import meetings as rules
from gmg.group.rules import seats
from gmg.group.rules.permissions import Action
from gmg.group.store.models import AgendaItem, Attendance, Decision, Meeting, Seat, state_hash

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from django.db import models

    from gmg.group.store.models import Body, Document, Issue, Programme

MINUTES = "minutes"


# --- the meeting ---------------------------------------------------------------------------------


def call(
    hand: Hand, body: Body, called: rules.Called, programme: Programme | None = None
) -> Meeting:
    """A meeting to come, or one that was held and is entered afterwards."""
    with ruled():
        rules.check(called)
    refuse_programme(body, programme)
    with writing() as at:
        by = allow(hand, body, Action.CALL)
        row = Meeting.objects.create(
            body=body,
            programme=programme,
            title=called.title,
            starts=called.starts,
            ends=called.ends,
            zone=called.zone,
            place=called.place,
            changed=at,
        )
        write(Action.CALL, row, at, hand, by)
        tell(at, row, "called")
    return row


def change(
    hand: Hand, meeting: Meeting, called: rules.Called, programme: Programme | None, seen: str = ""
) -> Meeting:
    """Another hour, place or title: calendars are told by the next SEQUENCE.

    `seen` is the state that the writer had before them: what another changed meanwhile is not
    overwritten. Nothing changed is no change, and none is logged.
    """
    refuse_programme(meeting.body, programme)
    with writing() as at:
        by = allow(hand, meeting.body, Action.CHANGE)
        fresh(meeting, seen)
        with ruled():
            number = rules.sequence(meeting.sequence, called_of(meeting, at), called)
        if number == meeting.sequence and meeting.programme == programme:
            return meeting
        refuse_over(meeting, at)
        meeting.title, meeting.place, meeting.zone = called.title, called.place, called.zone
        meeting.starts, meeting.ends = called.starts, called.ends
        told = number > meeting.sequence
        meeting.programme, meeting.sequence, meeting.changed = programme, number, at
        meeting.save()
        write(Action.CHANGE, meeting, at, hand, by)
        if told:
            tell(at, meeting, "changed")
    return meeting


def cancel(hand: Hand, meeting: Meeting) -> Meeting:
    """The meeting does not take place. It stays where it was, and says so."""
    with writing() as at:
        by = allow(hand, meeting.body, Action.CHANGE)
        meeting.refresh_from_db()
        before = called_of(meeting, at)
        if before.status is rules.Status.CANCELLED:
            raise Conflict("This meeting is cancelled already")
        with ruled():
            meeting.sequence = rules.sequence(
                meeting.sequence, before, replace(before, status=rules.Status.CANCELLED)
            )
        meeting.status, meeting.changed = rules.Status.CANCELLED.value, at
        meeting.save(update_fields=["status", "sequence", "changed"])
        write(Action.CHANGE, meeting, at, hand, by)
        tell(at, meeting, "cancelled")
    return meeting


def tell(at: datetime, meeting: Meeting, change: str) -> None:
    """Tell the seats of the body of a meeting that is still to end: called, changed or cancelled."""
    if meeting.ends <= at:
        return
    facts = {
        "body": meeting.body.code,
        "title": meeting.title,
        "starts": meeting.starts.isoformat(),
        "change": change,
    }
    notices.tell(at, meeting.body, notices.Kind.MEETING, meeting, facts)


def called_of(meeting: Meeting, at: datetime) -> rules.Called:
    """A meeting as the rules know it; one that has ended and was not cancelled was held."""
    status = rules.Status(meeting.status)
    if status is rules.Status.PLANNED and meeting.ends <= at:
        status = rules.Status.HELD
    return rules.Called(
        meeting.title, meeting.starts, meeting.ends, meeting.zone, meeting.place, status
    )


# --- the agenda ----------------------------------------------------------------------------------


def add_item(
    hand: Hand,
    meeting: Meeting,
    title: str,
    *,
    note: str = "",
    internal: bool = True,
    parent: AgendaItem | None = None,
    issue: Issue | None = None,
    papers: tuple[Document, ...] = (),
) -> AgendaItem:
    """An item at the end of the agenda, or at the end of those below another."""
    refuse_blank(title)
    with writing() as at:
        by = allow(hand, meeting.body, Action.AGENDA)
        meeting.refresh_from_db()
        refuse_over(meeting, at)
        if parent is not None and parent.meeting_id != meeting.pk:
            raise Conflict("The item above is on the agenda of another meeting")
        beside = AgendaItem.objects.filter(meeting=meeting, parent=parent)
        last = beside.aggregate(last=Max("order"))["last"] or 0
        item = AgendaItem.objects.create(
            meeting=meeting,
            parent=parent,
            order=last + 1,
            title=title,
            note=note,
            internal=internal,
            issue=issue,
        )
        with ruled():
            rules.agenda(items_of(meeting))
        for document in papers:
            refuse_elsewhere(meeting, document)
            item.papers.add(document)
        write(Action.AGENDA, item, at, hand, by)
    return item


def change_item(
    hand: Hand,
    item: AgendaItem,
    title: str,
    note: str,
    *,
    internal: bool,
    parent: AgendaItem | None,
    seen: str = "",
) -> AgendaItem:
    """Other words for an item, other readers, or another item above it: then it comes last there."""
    refuse_blank(title)
    with writing() as at:
        by = allow(hand, item.meeting.body, Action.AGENDA)
        refuse_over(item.meeting, at)
        fresh(item, seen)
        if item.parent != parent:
            move_item(hand, item, parent, item.meeting.items.count())
        if (item.title, item.note, item.internal) == (title, note, internal):
            return item
        item.title, item.note, item.internal = title, note, internal
        item.save(update_fields=["title", "note", "internal"])
        write(Action.AGENDA, item, at, hand, by)
    return item


def move_item(hand: Hand, item: AgendaItem, parent: AgendaItem | None, place: int) -> AgendaItem:
    """An item, and all below it, at a place (from 0) among those below another, or at the top."""
    meeting = item.meeting
    with writing() as at:
        by = allow(hand, meeting.body, Action.AGENDA)
        refuse_over(meeting, at)
        before = {one.key: one for one in items_of(meeting)}
        with ruled():
            after = rules.moved(before.values(), item.key, parent.key if parent else "", place)
        rows = {row.key: row for row in meeting.items.all()}
        for one in after:
            if before[one.key] != one:
                row = rows[one.key]
                row.order, row.parent = one.order, rows[one.parent] if one.parent else None
                row.save(update_fields=["order", "parent"])
        item.refresh_from_db()
        write(Action.AGENDA, item, at, hand, by)
    return item


def remove_item(hand: Hand, item: AgendaItem) -> None:
    """Take an item off the agenda, while nothing stands below it and nothing was decided on it."""
    with writing() as at:
        by = allow(hand, item.meeting.body, Action.AGENDA)
        refuse_over(item.meeting, at)
        if item.items.exists():
            raise Conflict("Other items stand below this one: move or remove them first")
        if item.decisions.exists():
            raise Conflict("Something was decided on this item: it stays")
        write("agenda.remove", item, at, hand, by)
        item.papers.clear()
        item.delete()


def set_paper(hand: Hand, item: AgendaItem, document: Document, *, on: bool = True) -> AgendaItem:
    """Put a document before an item, or take it away from there."""
    with writing() as at:
        by = allow(hand, item.meeting.body, Action.AGENDA)
        refuse_over(item.meeting, at)
        refuse_elsewhere(item.meeting, document)
        if on is item.papers.filter(pk=document.pk).exists():
            return item
        if on:
            item.papers.add(document)
        else:
            item.papers.remove(document)
        write(Action.AGENDA, item, at, hand, by)
    return item


def items_of(meeting: Meeting) -> tuple[rules.Item, ...]:
    """The agenda as the rules know it."""
    rows = meeting.items.select_related("parent").order_by("id")
    return tuple(as_rule(row) for row in rows)


def as_rule(row: AgendaItem) -> rules.Item:
    """An item as the rules know it."""
    return rules.Item(
        row.key, row.title, row.order, row.parent.key if row.parent else "", row.internal
    )


# --- who took part, what was decided -------------------------------------------------------------


def attend(hand: Hand, meeting: Meeting, hows: Mapping[str, rules.How]) -> int:
    """Note how agencies took part; gives how many notes are new or changed.

    Before the meeting begins an agency can be excused, and nothing else can be known of it.
    """
    with writing() as at:
        known = {row.agency: row for row in meeting.attendance.all()}
        seated = seated_on(meeting)
        changed = 0
        for agency, how in hows.items():
            by = allow(hand, meeting.body, Action.ATTEND, agency)
            row = known.get(agency)
            if row is not None and row.how == how.value:
                continue
            meeting.refresh_from_db()
            refuse_cancelled(meeting)
            if agency not in seated:
                raise Conflict("{agency} has no seat in this body on that day", agency=agency)
            if at < meeting.starts and how is not rules.How.EXCUSED:
                raise Conflict("Before a meeting begins an agency can only be excused")
            row = row or Attendance(meeting=meeting, agency=agency)
            row.how = how.value
            row.save()
            write(Action.ATTEND, row, at, hand, by)
            changed += 1
    return changed


def seated_on(meeting: Meeting) -> list[str]:
    """The agencies with any seat in the body on the day of a meeting, by code."""
    day = seats.day_of(meeting.starts)
    rows = Seat.objects.filter(body=meeting.body, first__lte=day).exclude(last__lt=day)
    return sorted(rows.values_list("agency", flat=True).distinct())


def quorum_of(meeting: Meeting) -> rules.Quorum:
    """Whether enough members took part, by the number that the body's rules name; 0 asks for none."""
    day = seats.day_of(meeting.starts)
    speaking = [role.value for role in seats.SPEAKS]
    rows = Seat.objects.filter(body=meeting.body, first__lte=day, role__in=speaking)
    members = rows.exclude(last__lt=day).values_list("agency", flat=True).distinct()
    came = [rules.Attendance(row.agency, rules.How(row.how)) for row in meeting.attendance.all()]
    return rules.quorum(members, came, meeting.body.quorum)


def decide(hand: Hand, meeting: Meeting, text: str, item: AgendaItem | None = None) -> Decision:
    """The next decision of a meeting; it is never changed. Without the body's quorum there is none."""
    refuse_blank(text)
    with writing() as at:
        by = allow(hand, meeting.body, Action.DECIDE)
        meeting.refresh_from_db()
        refuse_cancelled(meeting)
        if at < meeting.starts:
            raise Conflict("A meeting decides once it has begun")
        if item is not None and item.meeting_id != meeting.pk:
            raise Conflict("That item is on the agenda of another meeting")
        quorum = quorum_of(meeting)
        if meeting.body.quorum and not quorum.met:
            raise Conflict(
                "No quorum: {present} of the {needed} members that the rules ask for are noted "
                "as present",
                present=len(quorum.present),
                needed=quorum.needed,
            )
        last = meeting.decisions.aggregate(last=Max("number"))["last"] or 0
        row = Decision.objects.create(meeting=meeting, item=item, number=last + 1, text=text, at=at)
        write(Action.DECIDE, row, at, hand, by)
    return row


# --- minutes -------------------------------------------------------------------------------------


def start_minutes(hand: Hand, meeting: Meeting, title: str, penholder: str) -> Document:
    """A new document of kind minutes, that is written in versions as all documents are."""
    with writing():
        document = texts.start(hand, meeting.body, MINUTES, title, penholder)
        attach_minutes(hand, meeting, document)
    return document


def attach_minutes(hand: Hand, meeting: Meeting, document: Document) -> Meeting:
    """Make a document of kind minutes those of a meeting, once."""
    with writing() as at:
        by = allow(hand, meeting.body, Action.CHANGE)
        meeting.refresh_from_db()
        if meeting.minutes is not None:
            raise Conflict("This meeting has minutes: write a new version of them")
        if document.kind != MINUTES:
            raise Conflict("Only a document of kind minutes can be the minutes")
        refuse_elsewhere(meeting, document)
        if Meeting.objects.filter(minutes=document).exists():
            raise Conflict("These are the minutes of another meeting")
        if at < meeting.starts:
            raise Conflict("A meeting has minutes once it has begun")
        meeting.minutes = document
        meeting.save(update_fields=["minutes"])
        write(Action.CHANGE, meeting, at, hand, by)
    return meeting


# --- what is refused -----------------------------------------------------------------------------


@contextmanager
def ruled() -> Iterator[None]:
    """What the rules refuse, as a refusal of the act."""
    try:
        yield
    except rules.BadMeeting as no:
        raise Conflict(str(no)) from None


def fresh(row: models.Model, seen: str) -> None:
    """Bring a row up to date; raise Conflict where it is not as the writer saw it."""
    row.refresh_from_db()
    if seen and seen != state_hash(row):
        raise Conflict("Somebody changed this meanwhile: look at it, then send yours again")


def refuse_programme(body: Body, programme: Programme | None) -> None:
    """Raise Conflict for the programme of another body."""
    if programme is not None and programme.body_id != body.pk:
        raise Conflict("That is the programme of another body")


def refuse_elsewhere(meeting: Meeting, document: Document) -> None:
    """Raise Conflict for the document of another body: its readers are others."""
    if document.body_id != meeting.body_id:
        raise Conflict("That document is of another body, and has other readers")


def refuse_blank(text: str) -> None:
    """Raise Conflict where nothing is said."""
    if not text.strip():
        raise Conflict("Say what it is about")


def refuse_cancelled(meeting: Meeting) -> None:
    """Raise Conflict for a meeting that does not take place."""
    if meeting.status == rules.Status.CANCELLED.value:
        raise Conflict("This meeting is cancelled")


def refuse_over(meeting: Meeting, at: datetime) -> None:
    """Raise Conflict for what comes too late: the meeting is cancelled, or has ended."""
    refuse_cancelled(meeting)
    if meeting.ends <= at:
        raise Conflict("This meeting is over: what was on its agenda stays as it was")
