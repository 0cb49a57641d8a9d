"""Rounds: one mechanism for consultation, clearance, silence, principals' sign-off and peer review.

The outcome is a pure function of the rule, the agencies entitled when the round opened, the
positions and an instant. Nothing is ever decided by a job that runs at the closing hour.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

SHORTEST_SILENCE = timedelta(hours=72)
"""The General Assembly used at least 72 hours (decision 74/544 of 27 March 2020)."""


SYMBOL = re.compile(r"[A-Za-z0-9][A-Za-z0-9.()-]*(/[A-Za-z0-9][A-Za-z0-9.()-]*)*")
FILES = (".json", ".pdf", ".xml")
"""How the files of a record end, and no symbol does."""
NO_ZONE = "Opening and closing are exact instants: give them with their zone"


class Kind(StrEnum):
    """What a round asks."""

    CONSULTATION = "consultation"
    CLEARANCE = "clearance"
    SILENCE = "silence"
    PRINCIPALS = "principals"
    PEER_REVIEW = "peer review"


class Verdict(StrEnum):
    """What an agency may say. That it said nothing is computed, never stored."""

    CLEARED = "cleared"
    COMMENTS = "cleared with comments"
    OBJECTS = "objects"
    NOT_ASSOCIATED = "does not associate"
    NO_VIEW = "no view"


class State(StrEnum):
    """Where a round stands at an instant."""

    ANNOUNCED = "announced"
    OPEN = "open"
    CLOSED = "closed"
    ADOPTED = "adopted"
    NOT_ADOPTED = "not adopted"
    BROKEN = "silence broken"
    WITHDRAWN = "withdrawn"


class Standing(StrEnum):
    """What becomes of a position."""

    COUNTS = "counts"
    REPLACED = "replaced by a later one"
    LATE = "late"
    EARLY = "before the opening"
    NOT_ENTITLED = "not entitled"
    OTHER_TEXT = "about another text"


class Need(StrEnum):
    """What the opening of a round needs (S-1 to S-4)."""

    CHAIR = "chair"
    FROZEN = "frozen"
    CITATIONS = "citations"
    FREE = "no other round"
    MEMBERS = "members"
    SWITCHED_ON = "silence on"
    LANGUAGES = "languages"
    NO_SYMBOL = "no symbol"


AGREES = frozenset((Verdict.CLEARED, Verdict.COMMENTS))


@dataclass(frozen=True)
class Extension:
    """A later closing hour for all, given at an instant before the old one."""

    at: datetime
    closes: datetime


@dataclass(frozen=True)
class Round:
    """A round on one frozen version, named by its SHA-256.

    `entitled` are the agencies as frozen at the opening; `reviewers` is how many must agree in a
    peer review. Instants are aware and compared in UTC.
    """

    kind: Kind
    version: str
    opens: datetime
    closes: datetime
    entitled: tuple[str, ...]
    reviewers: int = 0
    extensions: tuple[Extension, ...] = ()
    withdrawn: datetime | None = None


@dataclass(frozen=True)
class Position:
    """What an agency said on a version at an instant; `number` is its place in the log.

    `amendment` is a written amendment: it breaks a silence as an objection does.
    """

    agency: str
    verdict: Verdict
    at: datetime
    version: str
    number: int = 0
    statement: str = ""
    reservation: str = ""
    amendment: bool = False


@dataclass(frozen=True)
class Outcome:
    """What a round has come to at an instant.

    `decided` is the instant at which it was decided, None while it is not. `counted` holds one
    position an agency; `standings` says of each position, in order, what becomes of it.
    """

    state: State
    closes: datetime
    decided: datetime | None
    counted: tuple[Position, ...]
    standings: tuple[tuple[Position, Standing], ...]
    silent: tuple[str, ...]
    signatories: tuple[str, ...]
    not_associated: tuple[str, ...]
    objecting: tuple[str, ...]
    reservations: tuple[Position, ...]

    @property
    def adopted(self) -> bool:
        """Whether the text is adopted."""
        return self.state is State.ADOPTED


@dataclass(frozen=True)
class Ready:
    """How things stand before a round is opened.

    `languages` are those in which the words lie before the agencies, `wanted` those that the rules of
    the body name; `silence_hours` is 0 where the body has no silence procedure.
    """

    chair: bool
    frozen: bool
    unresolved: tuple[str, ...]
    running: bool
    members: tuple[str, ...]
    silence_hours: int = 0
    languages: tuple[str, ...] = ()
    wanted: tuple[str, ...] = ()
    symbol: str = ""


@dataclass(frozen=True)
class Condition:
    """One condition of the opening: whether it is met, and what is missing where it is not."""

    need: Need
    met: bool
    missing: tuple[str, ...] = ()


def conditions(kind: Kind, ready: Ready) -> tuple[Condition, ...]:
    """The conditions of opening a round of a kind, in the order in which they are told."""
    absent = tuple(lang for lang in ready.wanted if lang not in ready.languages)
    found = [
        Condition(Need.CHAIR, ready.chair),
        Condition(Need.FROZEN, ready.frozen),
        Condition(Need.CITATIONS, not ready.unresolved, ready.unresolved),
        Condition(Need.FREE, not ready.running),
        Condition(Need.MEMBERS, bool(ready.members)),
    ]
    if kind is Kind.SILENCE:
        found += [
            Condition(Need.SWITCHED_ON, timedelta(hours=ready.silence_hours) >= SHORTEST_SILENCE),
            Condition(Need.LANGUAGES, not absent, absent),
            Condition(Need.NO_SYMBOL, not ready.symbol, (ready.symbol,) if ready.symbol else ()),
        ]
    return tuple(found)


class BadRound(ValueError):
    """A round that may not be opened, or not extended so; the text says what to do."""


def check(round_: Round, *, silence_on: bool = False, least: timedelta = SHORTEST_SILENCE) -> None:
    """Raise BadRound where a round may not be opened.

    Silence is consent only where the body has switched it on, never under 72 hours, and never under
    the hours that the body's own rules name.
    """
    if any(moment.tzinfo is None for moment in (round_.opens, round_.closes)):
        raise BadRound(NO_ZONE)
    if round_.closes <= round_.opens:
        raise BadRound("A round closes after it opens")
    if not round_.entitled:
        raise BadRound("Nobody is entitled: the body has no members on that day")
    if len(set(round_.entitled)) < len(round_.entitled):
        raise BadRound("An agency is entitled once")
    if round_.kind is Kind.SILENCE:
        if not silence_on:
            raise BadRound("Silence is off in this body: its rules must switch it on first")
        if round_.closes - round_.opens < SHORTEST_SILENCE:
            raise BadRound("A silence lasts 72 hours at least")
        if round_.closes - round_.opens < least:
            raise BadRound("The rules of this body give a silence more hours")
    if round_.kind is Kind.PEER_REVIEW and not 0 < round_.reviewers <= len(round_.entitled):
        raise BadRound("Say how many reviewers must agree: from one to as many as are entitled")


def extended(round_: Round, positions: tuple[Position, ...], to: Extension) -> Round:
    """The round with a later closing hour, or BadRound: only before its end, only to a later instant."""
    now = outcome(round_, positions, to.at)
    if now.state not in (State.OPEN, State.ANNOUNCED):
        raise BadRound("A round is extended before it ends, not after")
    if to.closes <= now.closes:
        raise BadRound("A round is extended to a later instant, for all")
    return Round(
        round_.kind,
        round_.version,
        round_.opens,
        round_.closes,
        round_.entitled,
        round_.reviewers,
        (*round_.extensions, to),
        round_.withdrawn,
    )


def closing(round_: Round, now: datetime | None = None) -> datetime:
    """The closing instant with the extensions known at `now`, or with all of them."""
    closes = round_.closes
    for extension in round_.extensions:
        known = now is None or extension.at <= now
        if known and extension.at < closes < extension.closes:
            closes = extension.closes
    return closes


def outcome(round_: Round, positions: tuple[Position, ...], now: datetime) -> Outcome:
    """What the round has come to at `now`. Positions after `now` are not known yet.

    A position at the closing instant is late; the last one of an agency before it counts. In a
    silence the first objection or written amendment ends the round at that instant, for good.
    """
    closes = closing(round_, now)
    if round_.withdrawn is not None and round_.withdrawn <= now:
        closes = min(closes, round_.withdrawn)
    known = sorted((p for p in positions if p.at <= now), key=lambda p: (p.at, p.number))
    broken = breaking(round_, known, closes)
    standings = told(round_, known, closes, broken)
    counted = tuple(p for p, standing in standings if standing is Standing.COUNTS)
    state, decided = decide(round_, counted, now, closes, broken)
    said = {p.agency: p for p in counted}
    return Outcome(
        state=state,
        closes=closes,
        decided=decided,
        counted=counted,
        standings=standings,
        silent=tuple(agency for agency in round_.entitled if agency not in said),
        signatories=tuple(a for a in round_.entitled if signs(round_.kind, state, said.get(a))),
        not_associated=tuple(p.agency for p in counted if p.verdict is Verdict.NOT_ASSOCIATED),
        objecting=tuple(p.agency for p in counted if p.verdict is Verdict.OBJECTS),
        reservations=tuple(p for p in counted if p.reservation and p.verdict in AGREES),
    )


def is_symbol(text: str) -> bool:
    """Whether a text can be a symbol: parts of letters and digits between slashes, as in GMG/2026/1."""
    return bool(SYMBOL.fullmatch(text)) and len(text) <= 60 and not text.lower().endswith(FILES)


def under_silence(round_: Round, outcome: Outcome) -> bool:
    """Whether the title of the text says "under silence" now (S-4)."""
    return round_.kind is Kind.SILENCE and outcome.state in (State.OPEN, State.ANNOUNCED)


def breaking(round_: Round, known: list[Position], closes: datetime) -> Position | None:
    """The position that broke the silence, if it is one and it was broken."""
    if round_.kind is not Kind.SILENCE:
        return None
    heard = (p for p in known if heard_of(round_, p, closes) is Standing.COUNTS)
    return next((p for p in heard if p.amendment or p.verdict is Verdict.OBJECTS), None)


def heard_of(round_: Round, position: Position, closes: datetime) -> Standing:
    """Whether a position can count at all."""
    if position.agency not in round_.entitled:
        return Standing.NOT_ENTITLED
    if position.version != round_.version:
        return Standing.OTHER_TEXT
    if position.at < round_.opens:
        return Standing.EARLY
    return Standing.LATE if position.at >= closes else Standing.COUNTS


def told(
    round_: Round, known: list[Position], closes: datetime, broken: Position | None
) -> tuple[tuple[Position, Standing], ...]:
    """What becomes of each position. What comes after the one that broke a silence is late."""
    found: list[tuple[Position, Standing]] = []
    last: dict[str, int] = {}
    over = False
    for place, position in enumerate(known):
        standing = heard_of(round_, position, closes)
        if over and standing is Standing.COUNTS:
            standing = Standing.LATE
        if standing is Standing.COUNTS:
            if position.agency in last:
                earlier = last[position.agency]
                found[earlier] = (found[earlier][0], Standing.REPLACED)
            last[position.agency] = place
        found.append((position, standing))
        over = over or position is broken
    return tuple(found)


def decide(
    round_: Round,
    counted: tuple[Position, ...],
    now: datetime,
    closes: datetime,
    broken: Position | None,
) -> tuple[State, datetime | None]:
    """State and the instant at which it was decided."""
    if broken is not None:
        return State.BROKEN, broken.at
    if round_.withdrawn is not None and round_.withdrawn <= now and closes == round_.withdrawn:
        return State.WITHDRAWN, round_.withdrawn
    if now < round_.opens:
        return State.ANNOUNCED, None
    if now < closes:
        return State.OPEN, None
    if round_.kind is Kind.CONSULTATION:
        return State.CLOSED, closes
    return (State.ADOPTED if met(round_, counted) else State.NOT_ADOPTED), closes


def met(round_: Round, counted: tuple[Position, ...]) -> bool:
    """Whether the rule of the round is met by what counts at its end."""
    match round_.kind:
        case Kind.SILENCE:
            return True
        case Kind.CLEARANCE | Kind.PRINCIPALS:
            answered = {p.agency for p in counted}
            objected = any(p.verdict is Verdict.OBJECTS for p in counted)
            agreed = any(p.verdict in AGREES for p in counted)
            return answered == set(round_.entitled) and agreed and not objected
        case Kind.PEER_REVIEW:
            return sum(p.verdict in AGREES for p in counted) >= round_.reviewers
        case Kind.CONSULTATION:
            return False


def signs(kind: Kind, state: State, position: Position | None) -> bool:
    """Whether an agency signs an adopted text: by its word, or by its silence where that is consent."""
    if state is not State.ADOPTED or kind is Kind.PEER_REVIEW:
        return False
    if position is None:
        return kind is Kind.SILENCE
    return position.verdict in AGREES
