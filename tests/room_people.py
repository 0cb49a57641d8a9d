"""A small body with seats for a test; people are named by their seats."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from gmg.group.acts import clock, rounds, seats, texts
from gmg.group.acts.hand import Hand
from gmg.group.rules.rounds import Kind, Verdict
from gmg.group.rules.seats import Role
from gmg.group.rules.texts import Citation, Paragraph
from gmg.group.rules.texts import Version as Text
from gmg.group.store.models import Body, Document, Round, Version
from room_made import NOON

AGENCIES = ("ILO", "IOM", "OHCHR", "UNHCR")
START = date(2026, 1, 1)


@dataclass
class Group:
    body: Body
    secretariat: Hand
    chair: Hand
    next_chair: Hand
    observer: Hand
    speaks: dict[str, Hand]


def group() -> Group:
    """Chair of the first half-year is ILO, of the second IOM; the secretariat is with IOM."""
    with clock.standing_at(NOON - timedelta(days=1)):
        body = seats.found("GMG", "Global Migration Group", silence_hours=72)
        person = {name: seats.enrol(f"{name}@example.org") for name in NAMES}
        seats.first_seat(body, "IOM", person["secretariat"], START)
        by = Hand(person["secretariat"].key)
        half = date(2026, 6, 30)
        seats.give(by, body, "ILO", Role.CHAIR, START, half, person["chair"])
        next_one = half + timedelta(days=1)
        seats.give(by, body, "IOM", Role.CHAIR, next_one, None, person["next"])
        seats.give(by, body, "UNDP", Role.OBSERVER, START, None, person["observer"])
        for agency in AGENCIES:
            seats.give(by, body, agency, Role.FOCAL_POINT, START, None, person[agency.lower()])
    hands = {name: Hand(row.key) for name, row in person.items()}
    return Group(
        body,
        by,
        hands["chair"],
        hands["next"],
        hands["observer"],
        {agency: hands[agency.lower()] for agency in AGENCIES},
    )


NAMES = ("secretariat", "chair", "next", "observer", *(a.lower() for a in AGENCIES))


def text(*paragraphs: str, value: Decimal | None = Decimal(551727)) -> Text:
    """A statement of which the first paragraph quotes a figure."""
    cited = Citation("c1", "refugees", "LBY", "SDN", "2024", "UNHCR", value=value)
    rows = [
        Paragraph(f"p{n}", str(n), words, (cited,) if "[[c1]]" in words else ())
        for n, words in enumerate(paragraphs, 1)
    ]
    return Text("", "Statement on Sudan", "en", 0, tuple(rows))


def drafted(group: Group, *paragraphs: str, value: Decimal | None = Decimal(551727)) -> Version:
    words = paragraphs or ("Refugees from Sudan in Libya: [[c1]].", "We act together.")
    with clock.standing_at(NOON):
        by = group.speaks["ILO"]
        document: Document = texts.start(by, group.body, "statement", "On Sudan", "ILO")
        return texts.write_version(by, document, text(*words, value=value), None)


def opened(group: Group, kind: Kind = Kind.CLEARANCE, hours: int = 96) -> Round:
    version = drafted(group)
    with clock.standing_at(NOON):
        texts.freeze(group.chair, version)
        return rounds.open_round(group.chair, version, kind, NOON + timedelta(hours=hours))


def sign(
    group: Group, round_: Round, agency: str, verdict: Verdict, at: datetime, **also: object
) -> None:
    once = f"{agency} {verdict} {at.isoformat()}"
    signed = rounds.SignOff(agency, verdict, round_.version.hash, once, **also)  # type: ignore[arg-type]
    with clock.standing_at(at):
        rounds.enter(group.speaks[agency], round_, signed)
