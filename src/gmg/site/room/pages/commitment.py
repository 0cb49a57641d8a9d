"""One commitment: what was promised, its trail, and the next step for who may take it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from gmg.group.acts import clock, commitments, records
from gmg.group.acts.refusals import NotAllowed
from gmg.group.rules.commitments import MOVES, Status, may_verify
from gmg.group.rules.permissions import Action
from gmg.group.rules.seats import day_of
from gmg.site.room.asked import BadForm
from gmg.site.room.pages.commitments import agencies_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from gmg.group.store.models import Commitment, Document
    from gmg.site.room.asked import Asked


def page(asked: Asked, key: str) -> HttpResponse:
    """A commitment that may be read; its forms for who may act."""
    row = commitments.commitment(asked.hand, key)
    if asked.posted and asked.attempt(lambda: act(asked, row)) is not None:
        return asked.go(asked.at(f"commitment/{row.key}"))
    body = row.origin.body
    ours = asked.agencies(body)
    verifiers = [a for a in ours if may_verify(a, row.lead, tuple(row.support))]
    return asked.draw(
        "room/commitment.html.j2",
        row=row,
        status=commitments.seen(row, day_of(clock.now())),
        moves=[status.value for status in MOVES[Status(row.status)]],
        trail=list(row.moves.order_by("id")),
        may_report=asked.may(Action.REPORT, body, row.lead),
        verifiers=verifiers
        if row.status == Status.COMPLETED.value
        and not row.verified_by
        and asked.may(Action.VERIFY, body, "another")
        else [],
        may_reassign=asked.may(Action.REASSIGN, body, row.lead),
        agencies=agencies_of(asked),
    )


def act(asked: Asked, row: Commitment) -> Commitment:
    """The step that the form takes."""
    match asked.do:
        case "report":
            status = asked.choice("status", [status.value for status in Status])
            words = asked.text("evidence", most=5_000, needed=False)
            return commitments.report(asked.hand, row, status, words, paper_of(asked))
        case "verify":
            agency = asked.choice("agency", asked.agencies(row.origin.body))
            words = asked.text("words", most=5_000, needed=False)
            return commitments.verify(asked.hand, row, agency, words)
        case "reassign":
            lead = asked.choice("lead", agencies_of(asked))
            return commitments.reassign(asked.hand, row, lead, asked.text("reason", most=5_000))
        case _:
            raise BadForm("do", "Choose one of those offered")


def paper_of(asked: Asked) -> Document | None:
    """The document that shows that it is done, by its key or its address in the room."""
    given = asked.text("paper", most=300, needed=False)
    if not given:
        return None
    try:
        return records.document(asked.hand, urlsplit(given).path.rstrip("/").rpartition("/")[2])
    except (NotAllowed, ValueError):
        raise BadForm("paper", "There is no such text: give its address in the room") from None
