"""Rounds: opened by the chair on a frozen version, answered by agencies, read at any instant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from gmg.group.acts import clock, notices, reviews
from gmg.group.acts.hand import Hand, allow, seats_now
from gmg.group.acts.log import write, writing
from gmg.group.acts.outcomes import asked, come_to, fresh, positions_of
from gmg.group.acts.refusals import Conflict
from gmg.group.acts.texts import BODY
from gmg.group.rules import rounds, seats, texts
from gmg.group.rules.permissions import Action, allowed
from gmg.group.rules.rounds import Need
from gmg.group.store.models import Extension, Position, Publication, Round, Seat, Version

if TYPE_CHECKING:
    from datetime import datetime

    from gmg.evidence.base import Base
    from gmg.group.store.models import Body


@dataclass(frozen=True)
class SignOff:
    """What an agency says, about which text, and a name by which it can be entered only once.

    `on_behalf` says that a seat signs for its agency's principal; `entered_from` is the address of the
    network from which it comes.
    """

    agency: str
    verdict: rounds.Verdict
    version: str
    once: str
    statement: str = ""
    reservation: str = ""
    amendment: bool = False
    on_behalf: bool = False
    entered_from: str = ""


UNMET = {
    Need.FROZEN: "Freeze the version first: a round is on words that no longer change",
    Need.CITATIONS: "These citations have no figure yet: {missing}",
    Need.FREE: "A round on this version runs: it ends first, or is withdrawn",
    Need.LANGUAGES: "The rules of this body want the text in these languages too: {missing}",
    Need.NO_SYMBOL: "A text under silence bears no symbol: this one bears {missing}",
}
"""Why a round is not opened; that its chair, members and silence are wanting is said elsewhere."""


def open_round(
    hand: Hand,
    version: Version,
    kind: rounds.Kind,
    closes: datetime,
    entitled: tuple[str, ...] | None = None,
    reviewers: int = 0,
) -> Round:
    """A round from now on. The agencies entitled are the members of this instant, frozen.

    Raises Conflict where the version is not frozen, another round on it runs, or a citation has no
    figure; BadRound where its rule may not be.
    """
    document, body = version.document, version.document.body
    closes = in_utc(closes)
    with writing() as at:
        by = allow(hand, body, Action.OPEN, document.penholder)
        there = languages_of(version, at)
        ready = ready_for(hand, version, at)
        for condition in rounds.conditions(kind, ready):
            if not condition.met and condition.need in UNMET:
                raise Conflict(UNMET[condition.need], missing=", ".join(condition.missing))
        named = entitled or ready.members
        rounds.check(
            rounds.Round(kind, version.hash, at, closes, named, reviewers),
            silence_on=body.silence_hours >= 72,
            least=timedelta(hours=body.silence_hours),
        )
        row = Round.objects.create(
            version=version,
            body=body,
            kind=kind.value,
            opens=at,
            closes=closes,
            entitled=list(named),
            reviewers=reviewers,
            languages=[{"language": lang, "hash": digest} for lang, digest in there.items()],
        )
        write(Action.OPEN, row, at, hand, by)
        tell(at, row, notices.Kind.OPENED, closes=closes.isoformat())
    return row


def in_utc(instant: datetime) -> datetime:
    """An instant in UTC: what is hashed stands as it is read back. BadRound where its zone is not told."""
    if instant.tzinfo is None:
        raise rounds.BadRound(rounds.NO_ZONE)
    return instant.astimezone(UTC)


def ready_for(hand: Hand, version: Version, at: datetime | None = None) -> rounds.Ready:
    """How things stand for a round on a version: what a page lists, and the act asks again."""
    at = at or clock.now()
    document, body = version.document, version.document.body
    held = seats_now(hand, body)
    running = any(
        come_to(other, at).state in (rounds.State.OPEN, rounds.State.ANNOUNCED)
        for other in asked(version.rounds.all())
    )
    return rounds.Ready(
        chair=any(allowed(Action.OPEN, "any", seat.role, own=True) for seat in held),
        frozen=version.frozen is not None,
        unresolved=tuple(texts.unresolved(version.as_rule())),
        running=running,
        members=members_of(body, at),
        silence_hours=body.silence_hours,
        languages=tuple(languages_of(version, at)),
        wanted=tuple(body.languages),
        symbol=document.symbol,
    )


def languages_of(version: Version, at: datetime) -> dict[str, str]:
    """Language to SHA-256: the version, and its translations that are frozen at an instant.

    A translation of another version is out of date, and is not among them.
    """
    rows = Version.objects.filter(
        document=version.document_id, frozen__lte=at, content__translates=version.hash
    ).exclude(language=version.language)
    found = dict(rows.order_by("language", "number").values_list("language", "hash"))
    return {version.language: version.hash} | found


def enter(hand: Hand, round_: Round, signed: SignOff) -> Position:
    """An agency's position, kept whatever the hour; whether it counts is the rule's to say.

    Where it breaks a silence, all are told in the same transaction. Raises Conflict for a sign-off
    on other words than those of the round, or one entered before.
    """
    with writing() as at:
        row = fresh(round_)
        if signed.version != row.version.hash:
            raise Conflict("This sign-off is about another text than the one of the round")
        ended = come_to(row, at).decided is not None
        by = allow(hand, row.body, Action.POSITION, signed.agency, "ended" if ended else "open")
        if signed.agency not in row.entitled:
            raise Conflict("{agency} was not entitled when the round opened", agency=signed.agency)
        refuse_unsaid(row, by, signed)
        if Position.objects.filter(once=signed.once).exists():
            raise Conflict("This sign-off was entered already")
        position = Position.objects.create(
            round=row,
            agency=signed.agency,
            seat=by,
            verdict=signed.verdict.value,
            amendment=signed.amendment,
            statement=signed.statement,
            reservation=signed.reservation,
            version=signed.version,
            at=at,
            once=signed.once,
            on_behalf=signed.on_behalf,
            entered_from=signed.entered_from,
        )
        write(Action.POSITION, position, at, hand, by)
        if not ended and come_to(row, at).state is rounds.State.BROKEN:
            tell(at, row, notices.Kind.BROKEN, agency=signed.agency)
    return position


def refuse_unsaid(round_: Round, by: Seat, signed: SignOff) -> None:
    """Raise Conflict where a sign-off leaves out what it has to say, or says what cannot be read."""
    principal = by.role == seats.Role.PRINCIPAL
    if round_.kind == rounds.Kind.PRINCIPALS and not principal and not signed.on_behalf:
        raise Conflict(
            "Principals sign here: another seat signs on behalf of its principal, and says so"
        )
    if texts.UNSEEN & set(signed.statement + signed.reservation):
        raise Conflict("This text holds a character that no text has")
    if principal and signed.on_behalf:
        raise Conflict("A principal signs in person, and on behalf of nobody")
    if signed.reservation.strip() and signed.verdict not in rounds.AGREES:
        raise Conflict("A reservation goes with a text that one joins: clear it, or leave it out")


def extend(hand: Hand, round_: Round, closes: datetime) -> Extension:
    """A later closing instant for all, before the old one."""
    closes = in_utc(closes)
    with writing() as at:
        row = fresh(round_)
        by = allow(hand, row.body, Action.EXTEND)
        rounds.extended(row.as_rule(), positions_of(row), rounds.Extension(at, closes))
        extension = Extension.objects.create(round=row, at=at, closes=closes)
        write(Action.EXTEND, extension, at, hand, by)
        tell(at, row, notices.Kind.EXTENDED, closes=closes.isoformat())
    return extension


def withdraw(hand: Hand, round_: Round) -> Round:
    """End a round that runs without an outcome."""
    with writing() as at:
        row = fresh(round_)
        by = allow(hand, row.body, Action.WITHDRAW)
        if come_to(row, at).decided is not None:
            raise Conflict("This round has ended: what it came to stands")
        row.withdrawn = at
        row.save(update_fields=["withdrawn"])
        write(Action.WITHDRAW, row, at, hand, by)
        tell(at, row, notices.Kind.WITHDRAWN)
    return row


def publish(
    hand: Hand,
    round_: Round,
    symbol: str,
    embargo: datetime | None = None,
    base: Base | None = None,
) -> Publication:
    """Give an adopted text its symbol, and the instant until which it is held back.

    With the evidence base at hand, a text that repeats a figure of which the review is not done is
    refused: what was re-opened is not published anew until its signatories have said that it stands.
    """
    with writing() as at:
        row = fresh(round_)
        by = allow(hand, row.body, Action.PUBLISH)
        outcome = come_to(row, at)
        if not outcome.adopted or outcome.decided is None:
            raise Conflict(
                "This round is {state}: only an adopted text is published",
                state=outcome.state.value,
            )
        if row.version.document.audience == BODY:
            raise Conflict("This text is for the body alone: it is not published")
        if row.kind == rounds.Kind.PEER_REVIEW:
            raise Conflict("A peer review signs nothing: a practice is published from its own page")
        if not rounds.is_symbol(symbol):
            raise Conflict(
                "A symbol is made of letters and digits between slashes, such as GMG/2026/1"
            )
        if Publication.objects.filter(symbol=symbol).exists():
            raise Conflict("The symbol {symbol} is given to another text", symbol=symbol)
        if Publication.objects.filter(round=row).exists():
            raise Conflict("This text has its symbol: after adoption nothing changes")
        if base is not None:
            reviews.refuse_reopened(base, row, at)
        publication = Publication.objects.create(
            round=row, symbol=symbol, adopted=outcome.decided, embargo=in_utc(embargo or at)
        )
        document = row.version.document
        document.symbol = symbol
        document.save(update_fields=["symbol"])
        write(Action.PUBLISH, publication, at, hand, by)
        tell(
            at, row, notices.Kind.PUBLISHED, symbol=symbol, embargo=publication.embargo.isoformat()
        )
    return publication


ENDS = {
    rounds.State.ADOPTED: notices.Kind.ADOPTED,
    rounds.State.NOT_ADOPTED: notices.Kind.CLOSED,
    rounds.State.CLOSED: notices.Kind.CLOSED,
}
"""What is told of a round that its hour has ended: no act does."""


def tell_ended(round_: Round) -> int:
    """Tell all at once what a round has come to at its closing hour, once; how many were told.

    A round that was broken or withdrawn was told of by the act that ended it.
    """
    with writing() as at:
        row = fresh(round_)
        outcome = come_to(row, at)
        kind = ENDS.get(outcome.state)
        if kind is None or notices.told_already(kind, row):
            return 0
        return tell(at, row, kind, state=outcome.state.value)


def tell(at: datetime, round_: Round, kind: notices.Kind, **facts: str) -> int:
    """Tell the seats of the agencies entitled in a round, and the chair and secretariat."""
    known = {"title": round_.version.document.title, "asks": round_.kind, "body": round_.body.code}
    return notices.tell(at, round_.body, kind, round_, known | facts, round_.entitled)


def members_of(body: Body, at: datetime) -> tuple[str, ...]:
    """The agencies that speak in a body at an instant; of many seats that are alike, one is read."""
    spans = Seat.objects.filter(body=body, role__in=[role.value for role in seats.SPEAKS])
    rows = spans.order_by().values_list("agency", "role", "first", "last").distinct()
    known = tuple(seats.Seat(body.code, a, seats.Role(r), f, last) for a, r, f, last in rows)
    return seats.members(known, body.code, seats.day_of(at))


def seats_of(body: Body) -> tuple[seats.Seat, ...]:
    """All seats of a body, as the rules know them."""
    rows = Seat.objects.select_related("body", "person").filter(body=body).order_by("id")
    return tuple(row.as_rule() for row in rows)


__all__ = [
    "SignOff",
    "come_to",
    "enter",
    "extend",
    "languages_of",
    "open_round",
    "positions_of",
    "publish",
    "ready_for",
    "seats_of",
    "tell_ended",
    "withdraw",
]
