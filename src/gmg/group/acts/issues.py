"""The issues list: what a member wants spoken of, until it is on an agenda or closed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gmg.group.acts.hand import Hand, allow
from gmg.group.acts.log import write, writing
from gmg.group.acts.meetings import add_item, refuse_blank
from gmg.group.acts.refusals import Conflict
from gmg.group.rules.permissions import Action
from gmg.group.store.models import Issue

if TYPE_CHECKING:
    from gmg.group.store.models import AgendaItem, Body, Meeting

FINDING, GAP, OTHER = "finding", "gap", "other"
KINDS = (FINDING, GAP, OTHER)
OPEN, CLOSED = "open", "closed"
LONGEST_TITLE = 300


@dataclass(frozen=True)
class Matter:
    """What is to be spoken of.

    Of a finding or a gap: its lasting id, its page, what was said of it, and the release that said
    it. Of another matter only the words.
    """

    words: str
    kind: str = OTHER
    subject: str = ""
    path: str = ""
    release: str = ""


def raise_issue(hand: Hand, body: Body, agency: str, matter: Matter, note: str = "") -> Issue:
    """Put a matter on the issues list of a body, once while it is open."""
    if matter.kind not in KINDS:
        raise Conflict("There is no such kind of issue")
    refuse_blank(matter.words)
    with writing() as at:
        by = allow(hand, body, Action.RAISE, agency)
        same = Issue.objects.filter(body=body, kind=matter.kind, subject=matter.subject, state=OPEN)
        if matter.subject and same.exists():
            raise Conflict("This is on the issues list of the body already")
        row = Issue.objects.create(
            body=body,
            kind=matter.kind,
            subject=matter.subject,
            path=matter.path,
            words=matter.words,
            release=matter.release,
            agency=agency,
            note=note,
            at=at,
            state=OPEN,
        )
        write(Action.RAISE, row, at, hand, by)
    return row


def put_on_agenda(
    hand: Hand,
    issue: Issue,
    meeting: Meeting,
    parent: AgendaItem | None = None,
    *,
    internal: bool = True,
) -> AgendaItem:
    """An item of a meeting to come that speaks of an issue; the issue stays open until it is closed."""
    if meeting.body_id != issue.body_id:
        raise Conflict("That is the meeting of another body")
    with writing():
        allow(hand, meeting.body, Action.AGENDA)
        issue.refresh_from_db()
        if issue.state != OPEN:
            raise Conflict("This issue is closed: raise it anew")
        if issue.items.filter(meeting=meeting).exists():
            raise Conflict("This issue is on the agenda of that meeting already")
        return add_item(
            hand, meeting, title_of(issue), parent=parent, issue=issue, internal=internal
        )


def title_of(issue: Issue) -> str:
    """The first line of what is said of an issue, as long as a title may be."""
    line = issue.words.strip().split("\n", 1)[0]
    return line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 1] + "…"


def close(hand: Hand, issue: Issue, why: str) -> Issue:
    """Close an issue, saying what came of it. A closed one stays on the list of closed ones."""
    refuse_blank(why)
    with writing() as at:
        by = allow(hand, issue.body, Action.CLOSE)
        issue.refresh_from_db()
        if issue.state != OPEN:
            raise Conflict("This issue is closed already")
        issue.state, issue.closing = CLOSED, why
        issue.save(update_fields=["state", "closing"])
        write(Action.CLOSE, issue, at, hand, by)
    return issue
