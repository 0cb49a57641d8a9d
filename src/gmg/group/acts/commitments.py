"""Commitments: who promised what by when; another agency than the one that acts verifies it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gmg.group.acts.hand import Hand, allow
from gmg.group.acts.log import write, writing
from gmg.group.acts.refusals import Conflict
from gmg.group.rules.permissions import Action
from gmg.group.store.models import Commitment

if TYPE_CHECKING:
    from datetime import date

    from gmg.group.store.models import Document

YET, ONGOING, COMPLETED = "yet to start", "ongoing", "completed"
OVERDUE = "overdue"
MOVES = {YET: (ONGOING, COMPLETED), ONGOING: (COMPLETED,), COMPLETED: (ONGOING,)}


def make(hand: Hand, origin: Document, lead: str, text: str, due: date) -> Commitment:
    """A commitment that follows from a document."""
    with writing() as at:
        by = allow(hand, origin.body, Action.COMMIT, lead)
        row = Commitment.objects.create(origin=origin, lead=lead, text=text, due=due, status=YET)
        write(Action.COMMIT, row, at, hand, by)
    return row


def report(hand: Hand, row: Commitment, status: str, evidence: str = "") -> Commitment:
    """Move a commitment on. It is completed only with evidence; what was verified is open again."""
    with writing() as at:
        by = allow(hand, row.origin.body, Action.REPORT, row.lead)
        row.refresh_from_db()
        if status not in MOVES[row.status]:
            raise Conflict(
                f"From {row.status!r} a commitment moves to {', '.join(MOVES[row.status])}"
            )
        if status == COMPLETED and not evidence.strip():
            raise Conflict("Say what shows that it is done: completion needs evidence")
        row.status, row.evidence, row.verified_by = status, evidence or row.evidence, ""
        row.save(update_fields=["status", "evidence", "verified_by"])
        write(Action.REPORT, row, at, hand, by)
    return row


def verify(hand: Hand, row: Commitment, agency: str) -> Commitment:
    """Confirm a completed commitment, as an agency that neither leads nor supports it."""
    with writing() as at:
        row.refresh_from_db()
        by = allow(hand, row.origin.body, Action.VERIFY, row.lead)
        if by.agency == row.lead or agency in (row.lead, *row.support) or by.agency != agency:
            raise Conflict("Another agency than those that act verifies")
        if row.status != COMPLETED:
            raise Conflict(f"This commitment is {row.status}: only a completed one is verified")
        row.verified_by = agency
        row.save(update_fields=["verified_by"])
        write(Action.VERIFY, row, at, hand, by)
    return row


def seen(row: Commitment, day: date) -> str:
    """The status on a day: overdue is seen when it is read, and never stored."""
    return OVERDUE if row.status != COMPLETED and row.due < day else row.status
