"""Reading: what somebody may see of documents, records and the log."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from gmg.group.acts import clock
from gmg.group.acts.hand import Hand, allow, may_read
from gmg.group.acts.log import events
from gmg.group.acts.refusals import NotAllowed
from gmg.group.acts.rounds import come_to
from gmg.group.rules.permissions import Action
from gmg.group.rules.record import FORM
from gmg.group.store.models import Body, Document, Event, Publication, Round, Version

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from gmg.group.rules import chain

SIGNED = ("statement", "reservation", "verdict", "agency", "version", "amendment")


def state_of(document: Document) -> str:
    """Draft, frozen, held back until an instant, or published."""
    publication = published(document)
    if publication is not None:
        return "published" if publication.embargo <= clock.now() else "held"
    frozen = Version.objects.filter(document=document, frozen__isnull=False).exists()
    return "frozen" if frozen else "draft"


def published(document: Document) -> Publication | None:
    """The publication of a document, if there is one."""
    return Publication.objects.filter(round__version__document=document).order_by("-id").first()


def document(hand: Hand, key: str) -> Document:
    """A document by its key. What may not be read is told in the words of what there is not."""
    row = Document.objects.select_related("body").filter(key=key).first()
    if row is None or not may_read(hand, row.body, Action.READ, state_of(row)):
        raise NotAllowed("There is no such document, or no seat of yours may read it")
    return row


def documents(hand: Hand, body: Body) -> list[Document]:
    """The documents of a body that may be read: just those that `document` would give."""
    rows = Document.objects.select_related("body").filter(body=body).order_by("-started", "-id")
    return [row for row in rows if may_read(hand, body, Action.READ, state_of(row))]


def log(hand: Hand, body: Body) -> Iterator[chain.Event]:
    """The whole log, to those who may export it."""
    allow(hand, body, Action.EXPORT_LOG)
    return events()


def newest(hand: Hand, body: Body, count: int = 50) -> list[chain.Event]:
    """The newest events, newest first."""
    allow(hand, body, Action.READ_LOG)
    return [row.as_rule() for row in Event.objects.order_by("-number")[:count]]


def record(hand: Hand, symbol: str) -> dict[str, Any]:
    """The record of an adopted text: words, hashes, who signed, every round and position, events.

    Raises NotAllowed before the embargo ends for who has no seat that may see it.
    """
    row = Publication.objects.select_related("round__version__document__body").filter(symbol=symbol)
    publication = row.first()
    body = publication.round.body if publication else None
    if (
        publication is None
        or body is None
        or not may_read(
            hand, body, Action.READ_RECORD, state_of(publication.round.version.document)
        )
    ):
        raise NotAllowed("There is no such record, or it is still held back")
    return record_of(publication)


def record_of(publication: Publication) -> dict[str, Any]:
    """The record as JSON; `gmg.group.rules.record.flaws` checks it."""
    version = publication.round.version
    outcome = come_to(publication.round)
    asked = list(
        Round.objects.select_related("version", "body")
        .filter(version__document=version.document)
        .order_by("id")
    )
    subjects = [f"round:{r.key}" for r in asked]
    subjects += [f"position:{p.key}" for r in asked for p in r.positions.all()]
    subjects += [f"version:{r.version.key}" for r in asked]
    subjects += [f"publication:{publication.key}"]
    rows = Event.objects.filter(subject__in=subjects).order_by("number")
    return {
        "form": FORM,
        "symbol": publication.symbol,
        "body": publication.round.body.name,
        "hash": version.hash,
        "adopted": publication.adopted.isoformat(),
        "published": publication.embargo.isoformat(),
        "signatories": list(outcome.signatories),
        "not_associated": list(outcome.not_associated),
        "reservations": [{"agency": p.agency, "text": p.reservation} for p in outcome.reservations],
        "versions": [text_of(v) for v in {r.version.pk: r.version for r in asked}.values()],
        "rounds": [round_of(r) for r in asked],
        "events": [asdict(row.as_rule()) for row in rows],
    }


def text_of(version: Version) -> dict[str, Any]:
    """A version in a record."""
    return {"number": version.number, "hash": version.hash, "text": version.content}


def round_of(row: Round) -> dict[str, Any]:
    """A round in a record, as it was read at this instant."""
    read = clock.now()
    outcome = come_to(row, read)
    rule = row.as_rule()
    return {
        "key": row.key,
        "kind": row.kind,
        "version": rule.version,
        "opens": rule.opens.isoformat(),
        "closes": rule.closes.isoformat(),
        "entitled": list(rule.entitled),
        "reviewers": rule.reviewers,
        "extensions": [
            {"at": e.at.isoformat(), "closes": e.closes.isoformat()} for e in rule.extensions
        ],
        "withdrawn": told(rule.withdrawn),
        "positions": [
            {name: getattr(p, name) for name in SIGNED} | {"key": p.key, "at": p.at.isoformat()}
            for p in row.positions.order_by("id")
        ],
        "read": read.isoformat(),
        "state": outcome.state.value,
        "decided": told(outcome.decided),
        "signatories": list(outcome.signatories),
    }


def told(instant: datetime | None) -> str | None:
    """An instant as text, or None."""
    return None if instant is None else instant.isoformat()
