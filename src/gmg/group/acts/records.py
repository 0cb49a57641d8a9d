"""Reading: what somebody may see of documents, rounds, records and the log."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from gmg.group.acts import clock
from gmg.group.acts.hand import Hand, allow, may_read
from gmg.group.acts.log import events, subject_of
from gmg.group.acts.outcomes import asked, come_to
from gmg.group.acts.refusals import NotAllowed
from gmg.group.acts.versions import key_of
from gmg.group.rules.permissions import Action, allowed
from gmg.group.rules.record import FORM
from gmg.group.rules.rounds import is_symbol
from gmg.group.rules.seats import day_of
from gmg.group.store.models import (
    Body,
    Document,
    Event,
    Publication,
    Round,
    Seat,
    Version,
    fields_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from django.db.models import Model, QuerySet

    from gmg.group.rules import chain, rounds
    from gmg.group.store.models import Position

SIGNED = (
    "key", "agency", "verdict", "statement", "reservation", "amendment", "version", "on_behalf",
)  # fmt: skip
NO_RECORD = "There is no such record, or it is still held back"


def state_of(document: Document) -> str:
    """Draft, frozen, held back until an instant, or published."""
    publication = published(document)
    if publication is not None:
        return held_or_out(publication)
    frozen = Version.objects.filter(document=document, frozen__isnull=False).exists()
    return "frozen" if frozen else "draft"


def held_or_out(publication: Publication) -> str:
    """Held back until an instant, or published."""
    return "published" if publication.embargo <= clock.now() else "held"


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


def round_(seats: Iterable[Seat], key: str) -> Round:
    """A round by its key, with its publication and extensions, for who holds seats that may read it."""
    rows = rounds_of(seats).select_related("publication").prefetch_related("extensions")
    row = rows.filter(key=key_of(key)).first()
    if row is None:
        raise NotAllowed("There is no such round, or no seat of yours may read it")
    return row


def rounds_of(seats: Iterable[Seat]) -> QuerySet[Round]:
    """The rounds that the holder of some seats may read: just those that `round_` would give.

    Every seat reads what is frozen and what is published; only what is held back is not for all.
    """
    known = tuple(seats)
    bodies = {seat.body_id for seat in known}
    whole = {seat.body_id for seat in known if allowed(Action.READ, "held", seat.role, own=True)}
    rows = asked(Round.objects.filter(body__in=bodies))
    if bodies == whole:
        return rows
    held = Publication.objects.filter(embargo__gt=clock.now())
    documents = held.values("round__version__document")
    return rows.filter(Q(body__in=whole) | ~Q(version__document__in=documents))


def log(hand: Hand, body: Body) -> Iterator[chain.Event]:
    """The whole log, to those who may export it."""
    allow(hand, body, Action.EXPORT_LOG)
    return events()


def newest(hand: Hand, body: Body, count: int = 50) -> list[chain.Event]:
    """The newest events, newest first."""
    allow(hand, body, Action.READ_LOG)
    return [row.as_rule() for row in Event.objects.order_by("-number")[:count]]


def events_before(
    hand: Hand, body: Body, before: int | None, subject: str, count: int
) -> list[chain.Event]:
    """Events, newest first: those before a number, of one subject where one is named."""
    allow(hand, body, Action.READ_LOG)
    rows = Event.objects.order_by("-number")
    if before is not None:
        rows = rows.filter(number__lt=before)
    if subject:
        rows = rows.filter(subject=subject)
    return [row.as_rule() for row in rows[:count]]


def publications(hand: Hand) -> QuerySet[Publication]:
    """The published texts whose record may be read, newest first: just those that `record` would give."""
    out = Q(embargo__lte=clock.now())
    if hand.person:
        day = day_of(clock.now())
        running = Q(last__isnull=True) | Q(last__gte=day)
        seats = Seat.objects.filter(running, person__key=hand.person, first__lte=day)
        out |= Q(
            round__body__in={
                body
                for body, role in seats.values_list("body", "role")
                if allowed(Action.READ_RECORD, "held", role, own=True)
            }
        )
    rows = Publication.objects.select_related("round__body", "round__version__document")
    return rows.defer("round__version__content").filter(out).order_by("-embargo", "-id")


def publication(hand: Hand, symbol: str) -> Publication:
    """A published text by its symbol; NotAllowed before its embargo ends, for who may not see it."""
    rows = Publication.objects.select_related("round__version__document", "round__body")
    row = rows.filter(symbol=symbol).first() if is_symbol(symbol) else None
    if row is None or not may_read(hand, row.round.body, Action.READ_RECORD, held_or_out(row)):
        raise NotAllowed(NO_RECORD)
    return row


def record(hand: Hand, symbol: str) -> dict[str, Any]:
    """The record of an adopted text: words, hashes, who signed, every round and position, events.

    Raises NotAllowed before the embargo ends for who has no seat that may see it.
    """
    return record_of(publication(hand, symbol))


def record_of(publication: Publication) -> dict[str, Any]:
    """The record as JSON; `gmg.group.rules.record.flaws` checks it. It says nothing of persons."""
    version = publication.round.version
    document = version.document
    held = list(
        Round.objects.select_related("version", "body")
        .prefetch_related("positions__seat", "extensions")
        .filter(version__document=document, opens__lte=publication.adopted)
        .order_by("id")
    )
    outcome = come_to(publication.round)
    rows: list[Model] = [publication]
    for each in held:
        rows += [each, *each.extensions.all(), *each.positions.all()]
    versions = {each.version.pk: each.version for each in held}
    subjects = [subject_of(row) for row in (*rows, *versions.values())]
    log = Event.objects.filter(subject__in=subjects).order_by("number")
    return {
        "form": FORM,
        "key": publication.key,
        "symbol": publication.symbol,
        "body": publication.round.body.name,
        "kind": document.kind,
        "hash": version.hash,
        "adopted": publication.adopted.isoformat(),
        "published": publication.embargo.isoformat(),
        "signatories": list(outcome.signatories),
        "not_associated": list(outcome.not_associated),
        "reservations": reservations_of(outcome),
        "corrects": symbol_of(document.corrects),
        "corrected_by": corrections_of(document),
        "versions": [text_of(v) for v in versions.values()],
        "translations": [text_of(v) for v in translations_of(version)],
        "rounds": [round_record(each) for each in held],
        "rows": {subject_of(row): fields_of(row) for row in rows},
        "events": [asdict(row.as_rule()) for row in log],
    }


def reservations_of(outcome: rounds.Outcome) -> list[dict[str, str]]:
    """The reservations that count."""
    return [{"agency": p.agency, "text": p.reservation} for p in outcome.reservations]


def translations_of(version: Version) -> list[Version]:
    """The frozen translations of a version, one a language: the last that was frozen."""
    rows = Version.objects.filter(
        document=version.document_id, frozen__isnull=False, content__translates=version.hash
    )
    return list({row.language: row for row in rows.order_by("language", "number")}.values())


def symbol_of(document: Document | None) -> str:
    """The symbol of a document that is out; empty for none."""
    row = published(document) if document is not None else None
    return row.symbol if row is not None and held_or_out(row) == "published" else ""


def corrections_of(document: Document) -> list[str]:
    """The symbols of the texts that correct a document and are out."""
    rows = Publication.objects.filter(
        round__version__document__corrects=document, embargo__lte=clock.now()
    )
    return list(rows.order_by("id").values_list("symbol", flat=True))


def text_of(version: Version) -> dict[str, Any]:
    """A version in a record."""
    return {"number": version.number, "hash": version.hash, "text": version.content}


def round_record(row: Round) -> dict[str, Any]:
    """A round in a record: as it came to be decided, and with all that was said after; else as of now."""
    rule, positions = row.as_rule(), sorted(row.positions.all(), key=by_number)
    read = clock.now()
    outcome = come_to(row, read)
    if outcome.decided is not None:
        read = max([outcome.decided, *(p.at for p in positions)])
        outcome = come_to(row, read)
    return {
        "key": row.key,
        "kind": row.kind,
        "version": rule.version,
        "opens": rule.opens.isoformat(),
        "closes": rule.closes.isoformat(),
        "entitled": list(rule.entitled),
        "reviewers": rule.reviewers,
        "languages": list(row.languages),
        "extensions": [
            {"key": e.pk, "at": e.at.isoformat(), "closes": e.closes.isoformat()}
            for e in sorted(row.extensions.all(), key=by_number)
        ],
        "withdrawn": told(rule.withdrawn),
        "positions": [position_record(p) for p in positions],
        "read": read.isoformat(),
        "state": outcome.state.value,
        "decided": told(outcome.decided),
        "signatories": list(outcome.signatories),
        "not_associated": list(outcome.not_associated),
        "reservations": reservations_of(outcome),
    }


def position_record(row: Position) -> dict[str, Any]:
    """A position in a record: what was said, and the seat by its random name and its role."""
    signed = {name: getattr(row, name) for name in SIGNED}
    return signed | {"seat": row.seat.key, "role": row.seat.role, "at": row.at.isoformat()}


def by_number(row: Model) -> int:
    """The order of the log."""
    return int(row.pk)


def told(instant: datetime | None) -> str | None:
    """An instant as text, or None."""
    return None if instant is None else instant.isoformat()
