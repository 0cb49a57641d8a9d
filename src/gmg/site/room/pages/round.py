"""A round: what is asked of which words, who has said what, and what it has come to."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from gmg.group.acts import clock, records, rounds, versions
from gmg.group.acts.outcomes import come_to
from gmg.group.acts.refusals import NotAllowed
from gmg.group.rules import rounds as rules
from gmg.group.rules.permissions import Action
from gmg.group.rules.rounds import Kind, Standing, State
from gmg.site.room import signing
from gmg.site.room.asked import BadForm
from gmg.site.room.clocks import ZONES, exact, running, zones
from gmg.site.room.evidence import base, moved_of
from gmg.site.room.pages.wording import decimals, shown_text

if TYPE_CHECKING:
    from django.http import HttpResponse

    from gmg.group.rules.reviews import Moved
    from gmg.group.rules.texts import Citation
    from gmg.group.store.models import Position, Publication, Round
    from gmg.site.room.asked import Asked

LONGEST_SYMBOL = 60
MOST_SAID = 200
"""Positions shown one by one; the record and the log hold all."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A position as it is shown: by which seat, and what becomes of it."""

    row: Position
    role: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Line:
    """An agency of the board: what counts of what it said; None where it has not replied."""

    agency: str
    entry: Entry | None
    mine: bool


@dataclass(frozen=True, slots=True)
class Under:
    """A figure that changed under a round that runs: the paragraph's number, the citation, and how."""

    num: str
    citation: Citation
    moved: Moved


def page(asked: Asked, key: str) -> HttpResponse:
    """The clearance board of one round."""
    row = records.round_(asked.seats, key)
    if asked.posted:
        answer = took(asked, row)
        if answer is not None:
            return answer
        row = records.round_(asked.seats, key)
    return asked.draw("room/round.html.j2", **shown(asked, row))


def took(asked: Asked, row: Round) -> HttpResponse | None:
    """What follows from a form; None where it was refused, and the board is drawn with the reason."""
    if asked.do == "prepare":
        signed = asked.attempt(lambda: signing.read(asked, row))
        return confirm(asked, row, signed) if signed is not None else None
    done = asked.attempt(lambda: act(asked, row))
    return asked.go(asked.at(f"round/{row.key}")) if done is not None else None


def act(asked: Asked, row: Round) -> object:
    """The act that the form asks for."""
    match asked.do:
        case "sign":
            return rounds.enter(asked.hand, row, signing.entered(asked, row))
        case "extend":
            zone = asked.choice("closes_zone", ZONES)
            return rounds.extend(asked.hand, row, asked.instant("closes", zone))
        case "withdraw":
            if asked.given.get("sure") != "yes":
                raise BadForm("sure", "Say that you mean it: a round that is withdrawn stays so")
            return rounds.withdraw(asked.hand, row)
        case "publish":
            return publish(asked, row)
    raise BadForm("do", "There is no such form")


def publish(asked: Asked, row: Round) -> Publication:
    """Publish the text, at once or from an instant on."""
    symbol = asked.text("symbol", most=LONGEST_SYMBOL)
    embargo = None
    if asked.text("embargo", most=25, needed=False):
        embargo = asked.instant("embargo", asked.choice("embargo_zone", ZONES))
    with base() as opened:
        return rounds.publish(asked.hand, row, symbol, embargo, opened)


def confirm(asked: Asked, row: Round, signed: rounds.SignOff) -> HttpResponse:
    """The words that would be signed, and the hash that names them, before they are."""
    state = "ended" if come_to(row).decided is not None else "open"
    if not asked.may(Action.POSITION, row.body, signed.agency, state):
        raise NotAllowed("No seat of yours speaks for that agency")
    if signed.version != row.version.hash:
        asked.attempt(lambda: rounds.enter(asked.hand, row, signed))
        return asked.draw("room/round.html.j2", **shown(asked, row))
    words = versions.words_of([row.version])[row.version.key]
    return asked.draw(
        "room/sign.html.j2",
        row=row,
        signed=signed,
        ended=state == "ended",
        text=shown_text(row.version, words),
        closes=running(asked.words, come_to(row).closes),
        exact=exact,
        decimal=decimals(asked.lang),
    )


def shown(asked: Asked, row: Round) -> dict[str, Any]:
    """What the board shows."""
    now = clock.now()
    rule = row.as_rule()
    positions = list(row.positions.order_by("pk"))
    outcome = rules.outcome(rule, tuple(p.as_rule() for p in positions), now)
    roles = dict(row.positions.values_list("pk", "seat__role"))
    entries = entries_of(positions, roles, outcome)
    counted = {e.row.agency: e for e in entries if e.standing is Standing.COUNTS}
    mine = set(asked.agencies(row.body))
    state = "ended" if outcome.decided is not None else "open"
    publication = getattr(row, "publication", None)
    return {
        "row": row,
        "document": row.version.document,
        "outcome": outcome,
        "under_silence": rules.under_silence(rule, outcome),
        "closes": running(asked.words, outcome.closes, now),
        "lines": [Line(a, counted.get(a), a in mine) for a in row.entitled],
        "rest": [e for e in entries if e.standing is not Standing.COUNTS][-MOST_SAID:],
        "objections": [e for e in counted.values() if e.row.verdict == rules.Verdict.OBJECTS],
        "reserved": [e for e in counted.values() if e.row.reservation and e.row.verdict in rules.AGREES],
        "remarks": [e for e in counted.values() if said_more(e)],
        "extensions": sorted(row.extensions.all(), key=attrgetter("pk")),
        "rule": rule_in_words(asked, row),
        "languages": row.languages,
        "moved": moved_under(row, outcome),
        "speaks": [a for a in row.entitled if asked.may(Action.POSITION, row.body, a, state) and a in mine],
        "verdicts": [each.value for each in signing.verdicts(row)],
        "running": outcome.decided is None,
        "may_extend": outcome.decided is None and asked.may(Action.EXTEND, row.body),
        "may_withdraw": outcome.decided is None and asked.may(Action.WITHDRAW, row.body),
        "may_publish": outcome.adopted
        and publication is None
        and row.kind != Kind.PEER_REVIEW
        and asked.may(Action.PUBLISH, row.body),
        "publication": publication,
        "zones": zones(asked.words),
        "exact": exact,
        "decimal": decimals(asked.lang),
        "longest": signing.LONGEST,
    }  # fmt: skip


def entries_of(
    positions: list[Position], roles: dict[int, str], outcome: rules.Outcome
) -> list[Entry]:
    """Positions with what becomes of them, in the order of the log."""
    by_number = {position.pk: position for position in positions}
    found = []
    for position, standing in outcome.standings:
        row = by_number[position.number]
        found.append(Entry(row, roles[row.pk], standing))
    return found


def said_more(entry: Entry) -> bool:
    """Whether a position that is no objection has words of its own."""
    return bool(entry.row.statement) and entry.row.verdict != rules.Verdict.OBJECTS


def moved_under(row: Round, outcome: rules.Outcome) -> list[Under]:
    """The cited figures that changed while the round runs: the chair decides to go on or to withdraw."""
    if outcome.state not in (State.OPEN, State.ANNOUNCED):
        return []
    words = versions.words_of([row.version])[row.version.key]
    cited = {(p.uid, c.key): (p.num or p.uid, c) for p in words.paragraphs for c in p.citations}
    return [Under(*cited[each.paragraph, each.citation], each) for each in moved_of(words)]


def rule_in_words(asked: Asked, row: Round) -> str:
    """When the round adopts, in a sentence."""
    _ = asked.words._
    count = len(row.entitled)
    return {
        Kind.CONSULTATION: _("Remarks are wanted until the hour. A consultation adopts nothing."),
        Kind.CLEARANCE: _(
            "Adopted at the hour if every agency entitled has answered and none objects. "
            "The last position of an agency before the hour counts."
        ),
        Kind.SILENCE: _(
            "Adopted at the hour if no agency objects or proposes an amendment in writing before it. "
            "The first that does breaks the silence at that instant, for good."
        ),
        Kind.PRINCIPALS: _(
            "The heads of the agencies sign: adopted at the hour if every agency entitled has "
            "answered, at least one signs and none objects."
        ),
        Kind.PEER_REVIEW: _("Adopted at the hour if {number} of {count} reviewers agree.").format(
            number=row.reviewers, count=count
        ),
    }[Kind(row.kind)]
