"""Commitments: who promised what by when; another agency than the one that acts verifies it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from gmg.axes import who
from gmg.group.acts.hand import Hand, allow
from gmg.group.acts.log import write, writing
from gmg.group.acts.reading import readable
from gmg.group.acts.refusals import Conflict, NotAllowed
from gmg.group.rules import commitments as rule
from gmg.group.rules.commitments import Kind, Status
from gmg.group.rules.permissions import Action
from gmg.group.store.models import Commitment, Move

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.db.models import QuerySet

    from gmg.group.store.models import Body, Decision, Document, Seat

YET, ONGOING, COMPLETED, OVERDUE = (
    Status.YET.value,
    Status.ONGOING.value,
    Status.COMPLETED.value,
    Status.OVERDUE.value,
)


def make(
    hand: Hand,
    origin: Document,
    lead: str,
    text: str,
    due: date,
    *,
    kind: str = Kind.PLEDGE.value,
    support: tuple[str, ...] = (),
    high: bool = False,
    decision: Decision | None = None,
    places: tuple[str, ...] = (),
    topics: tuple[str, ...] = (),
) -> Commitment:
    """A commitment that follows from a document, and perhaps from a decision on it."""
    for agency in (lead, *support):
        who.agency(agency)
    if lead in support:
        raise Conflict("The agency that leads does not support itself")
    with writing() as at:
        by = allow(hand, origin.body, Action.COMMIT, lead)
        row = Commitment.objects.create(
            origin=origin,
            decision=decision,
            kind=Kind(kind).value,
            lead=lead,
            support=list(dict.fromkeys(support)),
            text=text,
            due=due,
            high=high,
            places=list(places) or origin.places,
            topics=list(topics) or origin.topics,
            status=YET,
        )
        write(Action.COMMIT, row, at, hand, by)
        step(row, by, YET, "", at)
    return row


def report(
    hand: Hand, row: Commitment, status: str, evidence: str = "", paper: Document | None = None
) -> Commitment:
    """Move a commitment on. It is completed only with evidence; what was verified is open again."""
    with writing() as at:
        by = allow(hand, row.origin.body, Action.REPORT, row.lead)
        row.refresh_from_db()
        moves = rule.MOVES[Status(row.status)]
        if status not in moves:
            raise Conflict(
                "From {status} a commitment moves to: {moves}",
                status=row.status,
                moves=", ".join(moves),
            )
        missing = rule.needs(
            Status(status), evidence, high=row.high, paper=bool(paper or row.paper)
        )
        if missing:
            raise Conflict(missing)
        row.status, row.evidence, row.verified_by = status, evidence or row.evidence, ""
        row.paper = paper or row.paper
        row.save(update_fields=["status", "evidence", "verified_by", "paper"])
        write(Action.REPORT, row, at, hand, by)
        step(row, by, status, evidence, at)
    return row


def verify(hand: Hand, row: Commitment, agency: str, words: str = "") -> Commitment:
    """Confirm a completed commitment, as an agency that neither leads nor supports it."""
    with writing() as at:
        row.refresh_from_db()
        by = allow(hand, row.origin.body, Action.VERIFY, row.lead)
        if by.agency != agency or not rule.may_verify(agency, row.lead, tuple(row.support)):
            raise Conflict("Another agency than those that act verifies")
        if row.status != COMPLETED:
            raise Conflict(
                "This commitment is {status}: only a completed one is verified", status=row.status
            )
        row.verified_by = agency
        row.save(update_fields=["verified_by"])
        write(Action.VERIFY, row, at, hand, by)
        step(row, by, Status.VERIFIED.value, words, at)
    return row


def reassign(hand: Hand, row: Commitment, lead: str, reason: str) -> Commitment:
    """Give a commitment to another agency to lead; the trail keeps who led it before."""
    who.agency(lead)
    if not reason.strip():
        raise Conflict("Say why it is given to another agency")
    with writing() as at:
        row.refresh_from_db()
        by = allow(hand, row.origin.body, Action.REASSIGN, row.lead)
        if lead == row.lead:
            raise Conflict("{agency} leads it already", agency=lead)
        row.lead, row.verified_by = lead, ""
        row.support = [agency for agency in row.support if agency != lead]
        row.save(update_fields=["lead", "verified_by", "support"])
        write(Action.REASSIGN, row, at, hand, by)
        step(row, by, f"lead: {lead}", reason, at)
    return row


def step(row: Commitment, by: Seat, status: str, words: str, at: datetime) -> None:
    """Add a step to the trail."""
    Move.objects.create(commitment=row, agency=by.agency, status=status[:20], words=words, at=at)


def seen(row: Commitment, day: date) -> str:
    """The status on a day."""
    return rule.seen(Status(row.status), row.due, day, row.verified_by).value


def commitments(hand: Hand, body: Body) -> QuerySet[Commitment]:
    """The commitments of a body that may be read: those of documents that may be."""
    return (
        Commitment.objects.select_related("origin__body", "decision", "paper")
        .filter(origin__in=readable(hand, body))
        .order_by("due", "id")
    )


def commitment(hand: Hand, key: str) -> Commitment:
    """A commitment by its key. What may not be read is told in the words of what there is not."""
    row = Commitment.objects.select_related("origin__body", "decision", "paper").filter(key=key)
    found = row.first()
    if found is None or not commitments(hand, found.origin.body).filter(pk=found.pk).exists():
        raise NotAllowed("There is no such commitment, or no seat of yours may read it")
    return found


def of_agency(rows: QuerySet[Commitment], agency: str) -> QuerySet[Commitment]:
    """Those that an agency leads or supports."""
    return rows.filter(concerns(agency))


def concerns(agency: str) -> Q:
    """That an agency leads or supports a commitment."""
    return Q(lead=agency) | Q(support__icontains=f'"{agency}"')
