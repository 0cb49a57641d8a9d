"""Rounds: opened by the chair on a frozen version, answered by agencies, read at any instant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gmg.group.acts import clock
from gmg.group.acts.hand import Hand, allow
from gmg.group.acts.log import write, writing
from gmg.group.acts.refusals import Conflict
from gmg.group.rules import rounds, seats, texts
from gmg.group.rules.permissions import Action
from gmg.group.store.models import Extension, Position, Publication, Round, Seat

if TYPE_CHECKING:
    from datetime import datetime

    from gmg.group.store.models import Body, Version


@dataclass(frozen=True)
class SignOff:
    """What an agency says, about which text, and a name by which it can be entered only once."""

    agency: str
    verdict: rounds.Verdict
    version: str
    once: str
    statement: str = ""
    reservation: str = ""
    amendment: bool = False


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
    body = version.document.body
    with writing() as at:
        by = allow(hand, body, Action.OPEN, version.document.penholder)
        refuse_unready(version, at)
        named = entitled or seats.members(seats_of(body), body.code, seats.day_of(at))
        rounds.check(
            rounds.Round(kind, version.hash, at, closes, named, reviewers),
            silence_on=body.silence_hours >= 72,
        )
        row = Round.objects.create(
            version=version,
            body=body,
            kind=kind.value,
            opens=at,
            closes=closes,
            entitled=list(named),
            reviewers=reviewers,
        )
        write(Action.OPEN, row, at, hand, by)
    return row


def refuse_unready(version: Version, at: datetime) -> None:
    """Raise Conflict where a version cannot be put to a round."""
    if version.frozen is None:
        raise Conflict("Freeze the version first: a round is on words that no longer change")
    missing = texts.unresolved(version.as_rule())
    if missing:
        raise Conflict(f"These citations have no figure yet: {', '.join(missing)}")
    for other in version.rounds.all():
        running = rounds.outcome(other.as_rule(), positions_of(other), at)
        if running.state in (rounds.State.OPEN, rounds.State.ANNOUNCED):
            raise Conflict("A round on this version runs: it ends first, or is withdrawn")


def enter(hand: Hand, round_: Round, signed: SignOff) -> Position:
    """An agency's position, kept whatever the hour; whether it counts is the rule's to say.

    Raises Conflict for a sign-off on other words than those of the round, or one entered before.
    """
    if signed.version != round_.version.hash:
        raise Conflict("This sign-off is about another text than the one of the round")
    with writing() as at:
        ended = come_to(round_, at).decided is not None
        by = allow(hand, round_.body, Action.POSITION, signed.agency, "ended" if ended else "open")
        if signed.agency not in round_.entitled:
            raise Conflict(f"{signed.agency} was not entitled when the round opened")
        if Position.objects.filter(once=signed.once).exists():
            raise Conflict("This sign-off was entered already")
        row = Position.objects.create(
            round=round_,
            agency=signed.agency,
            seat=by,
            verdict=signed.verdict.value,
            amendment=signed.amendment,
            statement=signed.statement,
            reservation=signed.reservation,
            version=signed.version,
            at=at,
            once=signed.once,
        )
        write(Action.POSITION, row, at, hand, by)
    return row


def extend(hand: Hand, round_: Round, closes: datetime) -> Extension:
    """A later closing instant for all, before the old one."""
    with writing() as at:
        by = allow(hand, round_.body, Action.EXTEND)
        rounds.extended(round_.as_rule(), positions_of(round_), rounds.Extension(at, closes))
        row = Extension.objects.create(round=round_, at=at, closes=closes)
        write(Action.EXTEND, row, at, hand, by)
    return row


def withdraw(hand: Hand, round_: Round) -> Round:
    """End a round that runs without an outcome."""
    with writing() as at:
        by = allow(hand, round_.body, Action.WITHDRAW)
        if come_to(round_, at).decided is not None:
            raise Conflict("This round has ended: what it came to stands")
        round_.withdrawn = at
        round_.save(update_fields=["withdrawn"])
        write(Action.WITHDRAW, round_, at, hand, by)
    return round_


def publish(hand: Hand, round_: Round, symbol: str, embargo: datetime | None = None) -> Publication:
    """Give an adopted text its symbol, and the instant until which it is held back."""
    with writing() as at:
        by = allow(hand, round_.body, Action.PUBLISH)
        outcome = come_to(round_, at)
        if not outcome.adopted or outcome.decided is None:
            raise Conflict(f"This round is {outcome.state}: only an adopted text is published")
        row = Publication.objects.create(
            round=round_, symbol=symbol, adopted=outcome.decided, embargo=embargo or at
        )
        write(Action.PUBLISH, row, at, hand, by)
    return row


def come_to(round_: Round, now: datetime | None = None) -> rounds.Outcome:
    """What a round has come to, now or at an instant."""
    return rounds.outcome(round_.as_rule(), positions_of(round_), now or clock.now())


def positions_of(round_: Round) -> tuple[rounds.Position, ...]:
    """All positions in a round, in the order of the log."""
    return tuple(row.as_rule() for row in round_.positions.order_by("id"))


def seats_of(body: Body) -> tuple[seats.Seat, ...]:
    """All seats of a body, as the rules know them."""
    rows = Seat.objects.select_related("body", "person").filter(body=body).order_by("id")
    return tuple(row.as_rule() for row in rows)
