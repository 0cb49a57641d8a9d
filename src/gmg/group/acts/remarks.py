"""Remarks of agencies on a paragraph: made, answered, withdrawn, their wording taken over."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db.models import Q

from gmg.group.acts import notices
from gmg.group.acts.hand import Hand, allow, seats_now
from gmg.group.acts.log import write, writing
from gmg.group.acts.refusals import Conflict, NotAllowed
from gmg.group.acts.texts import latest, state_of, write_version
from gmg.group.rules import remarks as rules
from gmg.group.rules import texts
from gmg.group.rules.permissions import Action
from gmg.group.rules.seats import day_of
from gmg.group.store.models import Remark, Seat

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from gmg.group.store.models import Document, Version

LONGEST = 4_000
"""Characters of a remark, of its quote and of its answer."""


def make(
    hand: Hand,
    version: Version,
    agency: str,
    paragraph: str,
    text: str,
    *,
    quote: str = "",
    kind: str = rules.COMMENT,
    visibility: str = rules.ALL,
    wording: str = "",
) -> Remark:
    """What an agency says of a paragraph, or of words in it.

    Proposed wording is for the quote; without a quote it is for the whole paragraph.
    """
    refuse_unfit(version, paragraph, text, quote, kind, visibility, wording)
    with writing() as at:
        by = allow(hand, version.document.body, Action.REMARK, agency, state_of(version))
        row = Remark.objects.create(
            version=version,
            paragraph=paragraph,
            quote=quote,
            agency=agency,
            kind=kind,
            visibility=visibility,
            text=text,
            wording=wording,
            at=at,
        )
        write(Action.REMARK, row, at, hand, by)
    return row


def refuse_unfit(
    version: Version,
    paragraph: str,
    text: str,
    quote: str,
    kind: str,
    visibility: str,
    wording: str,
) -> None:
    """Raise Conflict where a remark cannot be one."""
    here = rules.paragraph_of(version.as_rule(), paragraph)
    if here is None:
        raise Conflict("This version has no such paragraph")
    if quote.strip() and not rules.spans(quote, here.text):
        raise Conflict("The quote does not stand in that paragraph")
    if kind not in rules.KINDS or visibility not in rules.VISIBILITIES:
        raise Conflict("There is no such kind of remark, or of readers")
    if kind == rules.WORDING and not wording.strip():
        raise Conflict("Write the wording that you propose")
    if kind != rules.WORDING and (wording or not text.strip()):
        raise Conflict("Write the remark")
    refuse_long(text, quote)
    if len(wording) > texts.LONGEST_PARAGRAPH:
        raise Conflict("A paragraph has at most {most} characters", most=texts.LONGEST_PARAGRAPH)
    refuse_unseen(text, quote, wording)


def refuse_long(*words: str) -> None:
    """Raise Conflict for words too long for a remark."""
    if any(len(said) > LONGEST for said in words):
        raise Conflict("A remark has at most {most} characters", most=LONGEST)


def refuse_unseen(*words: str) -> None:
    """Raise Conflict for characters that no text has."""
    if any(texts.UNSEEN & set(said) for said in words):
        raise Conflict("This text holds a character that no text has")


def answer(hand: Hand, row: Remark, state: str, text: str = "") -> Remark:
    """Answer an open remark: answered or declined by the penholder, withdrawn by who made it."""
    if state not in rules.ANSWERS:
        raise Conflict("A remark is answered, declined or withdrawn")
    if state == rules.ANSWERED and not text.strip():
        raise Conflict("Write the answer")
    refuse_long(text)
    refuse_unseen(text)
    with writing():
        return ended(hand, row, state, text)


def ended(
    hand: Hand, row: Remark, state: str, text: str, taken_in: Version | None = None
) -> Remark:
    """A remark that is open no more; who may not read it may not answer it either.

    A declined remark may be answered again, a withdrawn or accepted one not.
    """
    document = row.version.document
    owner = row.agency if state == rules.WITHDRAWN else document.penholder
    with writing() as at:
        by = allow(hand, document.body, Action.ANSWER, owner)
        if not seen(row, seats_now(hand, document.body)):
            raise NotAllowed("There is no such remark, or no seat of yours may read it")
        refuse_ended(row)
        row.state, row.answer, row.taken_in = state, text, taken_in
        row.save(update_fields=["state", "answer", "taken_in"])
        write(Action.ANSWER, row, at, hand, by)
        if state != rules.WITHDRAWN:
            facts = {"title": document.title, "document": document.key, "state": state}
            notices.tell(at, speakers(row, day_of(at)), notices.Kind.ANSWERED, row, facts)
    return row


def refuse_ended(row: Remark) -> None:
    """Raise Conflict for a remark that was withdrawn, or whose wording is in the text."""
    row.refresh_from_db(fields=["state"])
    if row.state in (rules.WITHDRAWN, rules.ACCEPTED):
        raise Conflict("This remark was withdrawn or accepted already")


def speakers(row: Remark, day: date) -> list[Seat]:
    """The seats that an agency holds on a day in the body of its remark."""
    running = Q(last__isnull=True) | Q(last__gte=day)
    rows = Seat.objects.filter(
        running, body=row.version.document.body, agency=row.agency, first__lte=day
    )
    return list(rows)


def take_over(hand: Hand, row: Remark, on: Version, text: str = "") -> Version:
    """A new version with the wording that an agency proposed; the remark keeps it, and who said it.

    Raises Conflict where the wording cannot be taken over unseen, or another version was written
    meanwhile.
    """
    document = row.version.document
    if row.kind != rules.WORDING:
        raise Conflict("This remark proposes no wording")
    if on.document_id != document.pk or on.language != row.version.language:
        raise Conflict("This wording is for another text")
    refuse_ended(row)
    refuse_long(text)
    refuse_unseen(text)
    proposal = rules.Proposal(row.agency, row.paragraph, row.quote, row.wording)
    newest = on.as_rule()
    try:
        taken = rules.take_over(proposal, row.version.as_rule(), newest)
    except rules.NotTaken as no:
        raise Conflict(str(no)) from None
    paragraphs = tuple(taken.paragraph if p.uid == taken.uid else p for p in newest.paragraphs)
    with writing():
        version = write_version(hand, document, replace(newest, paragraphs=paragraphs), on)
        ended(hand, row, rules.ACCEPTED, text, version)
    return version


def seen(row: Remark, held: Iterable[Seat]) -> bool:
    """Whether a remark is shown to who holds these seats of its body."""
    seats = [
        (seat.role, seat.agency) for seat in held if seat.body_id == row.version.document.body_id
    ]
    return rules.seen(row.visibility, row.agency, row.version.document.penholder, seats)


def shown_to(document: Document, held: Iterable[Seat]) -> Q:
    """Which remarks on a document are shown to who holds these seats, as a condition of a query."""
    seats = [(seat.role, seat.agency) for seat in held if seat.body_id == document.body_id]
    if not seats:
        return Q(pk__in=())
    own = Q(agency__in={agency for _, agency in seats})
    open_to = [rules.ALL]
    if rules.drafts(document.penholder, seats):
        open_to.append(rules.DRAFTERS)
    return Q(version__document=document) & (Q(visibility__in=open_to) | own)


def newest_of(row: Remark) -> Version | None:
    """The newest version of the text that a remark was made on."""
    return latest(row.version.document, row.version.language)
