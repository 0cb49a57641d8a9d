"""The story: ten agencies, one statement, an objection, a silence that holds, one reservation.

Everybody in it is a role. The agencies are real, what they are made to say here is not: the text
says so in its first paragraph and its symbol begins with DEMO.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from gmg.axes import where
from gmg.group.acts import (
    cite,
    clock,
    commitments,
    log,
    records,
    remarks,
    reviews,
    rounds,
    seats,
    texts,
)  # fmt: skip
from gmg.group.acts.hand import Hand
from gmg.group.demo.meeting import begun
from gmg.group.rules import chain
from gmg.group.rules.record import flaws
from gmg.group.rules.reviews import Verdict as ReviewVerdict
from gmg.group.rules.rounds import Kind, State, Verdict
from gmg.group.rules.seats import Role
from gmg.group.rules.texts import Paragraph, Version

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from gmg.evidence.base import Base
    from gmg.group.demo.figures import Quoted
    from gmg.group.store.models import Body, Decision, Document, Round
    from gmg.group.store.models import Version as Row

AGENCIES = (
    "ILO", "IOM", "OHCHR", "UNCTAD", "UNDESA", "UNDP", "UNFPA", "UNHCR", "UNODC", "WB",
)  # fmt: skip
OPENS = datetime(2026, 2, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)
FICTITIOUS = (
    "This statement is fictitious. It was made to show how gmg works; no agency has said it. "
    "Its figures are real and lead back to the cells they were published in."
)


@dataclass
class Told:
    """What happened, step by step, and what can be read afterwards."""

    steps: list[tuple[datetime, str, str]] = field(default_factory=list)
    record: dict[str, Any] = field(default_factory=dict)
    revised: tuple[cite.Revised, ...] = ()
    flaws: list[str] = field(default_factory=list)
    events: int = 0

    def step(self, who: str, what: str) -> None:
        """Add a step at this instant of the story."""
        self.steps.append((clock.now(), who, what))


@dataclass
class Stage:
    """The body and who sits in it."""

    body: Body
    secretariat: Hand
    chair: Hand
    speaks: dict[str, Hand]


def play(base: Base, quoted: Quoted) -> Told:
    """Play the story in the room that is open; raises Conflict where its body is there already."""
    told = Told()
    with clock.standing_at(OPENS - 20 * DAY):
        stage = seated(told)
    decision = begun(stage, base, quoted, OPENS, told)
    with clock.standing_at(OPENS):
        document, first = drafted(stage, quoted, told)
    second = remarked(stage, first, told)
    objected(stage, second, told)
    third = rewritten(stage, document, second, told)
    held = silence(stage, third, told)
    followed(stage, document, held, decision, told)
    with clock.standing_at(OPENS + 15 * DAY):
        told.record = records.record(Hand(), f"DEMO/{OPENS.year}/1")
        told.flaws = flaws(told.record)
        told.revised = cite.revised(base, third.as_rule())
        for moved in told.revised:
            now = "is gone" if moved.value is None else f"is {moved.value:,} in {moved.edition}"
            signed = moved.citation
            told.step(
                "evidence base",
                f"a signed figure was revised: {signed.value:,} in edition {signed.edition} {now}; "
                "the record keeps what was signed, which its signatories have to review",
            )
        reviewed(stage, base, held, told)
    found = list(log.events())
    told.events = len(found)
    flaw = chain.flaw(found)
    told.flaws += [flaw.why] if flaw else []
    return told


def seated(told: Told) -> Stage:
    """A body, a secretariat, a chair for half a year, a focal point for each agency."""
    first, last = date(2026, 1, 1), date(2026, 6, 30)
    body = seats.found("DEMO", "Global Migration Group (demonstration)", silence_hours=72)
    desk, chair = (seats.enrol(f"{role}@gmg.example") for role in ("secretariat", "chair"))
    seats.first_seat(body, "IOM", desk, first)
    by = Hand(desk.key)
    seats.give(by, body, "UNDP", Role.CHAIR, first, last, chair)
    speaks = {}
    for agency in AGENCIES:
        person = seats.enrol(f"focal.point@{agency.lower()}.example")
        seats.give(by, body, agency, Role.FOCAL_POINT, first, None, person)
        speaks[agency] = Hand(person.key)
    told.step("secretariat", f"gives seats to {len(AGENCIES)} focal points; UNDP chairs to {last}")
    return Stage(body, by, Hand(chair.key), speaks)


def words(quoted: Quoted) -> Version:
    """The first draft."""
    place, origin = (where.get(code).label() for code in (quoted.place, quoted.counterpart))
    stock = " and ".join(
        f"[[{c.key}]]{'' if c.key.endswith('total') else ' ' + c.key[6:]}" for c in quoted.stock
    )
    refugees = f"[[{quoted.refugees.key}]]"
    rows = [
        Paragraph("p1", "1", FICTITIOUS),
        Paragraph(
            "p2",
            "2",
            f"UNHCR counts {refugees} refugees from {origin} in {place} at the end of 2024; "
            f"UN DESA counts {stock} migrants from {origin} there in the middle of that year.",
            (quoted.refugees, *quoted.stock),
        ),
        Paragraph("p3", "3", "The two are not the same people counted at the same time."),
        Paragraph("p4", "4", "Registration must be open to all who arrive."),
    ]
    if quoted.revised:
        of = where.get(quoted.revised.place).label()
        rows.append(
            Paragraph(
                "p5",
                "5",
                f"In {quoted.revised.period} UN DESA counted [[{quoted.revised.key}]] "
                f"migrants in {of}.",
                (quoted.revised,),
            )
        )
    return Version("", f"Statement on people from {origin} in {place}", "en", 0, tuple(rows))


def drafted(stage: Stage, quoted: Quoted, told: Told) -> tuple[Document, Row]:
    """UNHCR holds the pen."""
    by = stage.speaks["UNHCR"]
    text = words(quoted)
    document = texts.start(by, stage.body, "statement", text.title, "UNHCR")
    texts.tag(by, document, (quoted.place, quoted.counterpart), ("refugees",))
    version = texts.write_version(by, document, text, None)
    cited = sum(len(p.citations) for p in text.paragraphs)
    told.step("UNHCR", f"drafts {text.title!r}: {len(text.paragraphs)} paragraphs, {cited} figures")
    return document, version


def remarked(stage: Stage, first: Row, told: Told) -> Row:
    """OHCHR proposes words for a paragraph, and the penholder takes them over."""
    with clock.standing_at(OPENS + DAY):
        remark = remarks.make(
            stage.speaks["OHCHR"],
            first,
            "OHCHR",
            "p4",
            "Registration keeps people away where it may end in a cell.",
            quote="all who arrive",
            kind="proposed wording",
            wording="all who arrive, without fear of detention",
        )
        told.step("OHCHR", "proposes other words for paragraph 4")
        second = remarks.take_over(stage.speaks["UNHCR"], remark, first)
        texts.freeze(stage.chair, second)
        told.step("UNHCR", f"takes them over; the chair freezes version {second.number}")
    return second


def reworded(row: Row, uid: str, text: str) -> Version:
    """The text with other words in one paragraph."""
    version = row.as_rule()
    changed = tuple(replace(p, text=text) if p.uid == uid else p for p in version.paragraphs)
    return replace(version, paragraphs=changed)


def objected(stage: Stage, version: Row, told: Told) -> None:
    """A clearance of four days; one agency objects, so it adopts nothing."""
    with clock.standing_at(OPENS + 2 * DAY):
        round_ = rounds.open_round(stage.chair, version, Kind.CLEARANCE, OPENS + 6 * DAY)
        told.step(
            "chair", f"opens clearance of {version.hash[:12]} to {round_.closes:%d %B %H:%M} UTC"
        )
    for hours, agency in enumerate(AGENCIES):
        with clock.standing_at(OPENS + 3 * DAY + timedelta(hours=hours)):
            against = agency == "WB"
            verdict = Verdict.OBJECTS if against else Verdict.CLEARED
            why = "Paragraph 3 needs the dates of both counts." if against else ""
            sign(stage, round_, agency, verdict, statement=why)
    told.steps.append(
        (OPENS + 3 * DAY, "nine agencies", "clear; the World Bank objects to paragraph 3")
    )
    with clock.standing_at(OPENS + 6 * DAY):
        told.step("rule", f"the round has closed: {rounds.come_to(round_).state}")


def rewritten(stage: Stage, document: Document, second: Row, told: Told) -> Row:
    """A new version meets the objection."""
    with clock.standing_at(OPENS + 7 * DAY):
        said = (
            "The two are of different dates and definitions, and neither contains the other: "
            "end of year against mid-year, protection status against country of birth or citizenship."
        )
        third = texts.write_version(
            stage.speaks["UNHCR"], document, reworded(second, "p3", said), second
        )
        texts.freeze(stage.chair, third)
        told.step(
            "UNHCR", f"writes version {third.number}, which meets the objection; it is frozen"
        )
    return third


def silence(stage: Stage, version: Row, told: Told) -> Round:
    """Seventy-two hours of silence; a reservation and a late word do not break it."""
    start = OPENS + 8 * DAY
    ends = start + 3 * DAY
    with clock.standing_at(start):
        round_ = rounds.open_round(stage.chair, version, Kind.SILENCE, ends)
        told.step("chair", f"puts {version.hash[:12]} under silence to {ends:%d %B %H:%M:%S} UTC")
    with clock.standing_at(start + DAY):
        sign(stage, round_, "UNODC", Verdict.COMMENTS, reservation=RESERVATION)
        told.step("UNODC", "joins with a reservation")
    with clock.standing_at(ends):
        sign(
            stage, round_, "UNFPA", Verdict.OBJECTS, statement="Too late by no more than a second."
        )
        told.step("UNFPA", "objects at the very hour: kept and shown, and late")
        outcome = rounds.come_to(round_)
        if outcome.state is not State.ADOPTED:
            raise AssertionError(f"the silence of the story is {outcome.state}")
        told.step("rule", f"silence has held: adopted by {len(outcome.signatories)} agencies")
    return round_


RESERVATION = "On paragraph 4: detention on suspicion of a crime is a matter of its own."


def reviewed(stage: Stage, base: Base, round_: Round, told: Told) -> None:
    """Two signatories say that the text stands; from the others the review is still awaited."""
    publication = round_.publication
    for moved in reviews.moved(base, round_.version.as_rule()):
        for agency in ("UNDESA", "IOM"):
            words = "The revision changes nothing that is said." if agency == "UNDESA" else ""
            reviews.answer(
                stage.speaks[agency], publication, agency, moved, ReviewVerdict.STANDS, words
            )
        told.step("UNDESA, IOM", "review the revised figure: the text stands")


def followed(
    stage: Stage, document: Document, round_: Round, decision: Decision | None, told: Told
) -> None:
    """The record is published, and two agencies commit themselves."""
    with clock.standing_at(OPENS + 12 * DAY):
        symbol = f"DEMO/{OPENS.year}/1"
        rounds.publish(stage.chair, round_, symbol, embargo=OPENS + 14 * DAY)
        told.step(
            "chair", f"gives the symbol {symbol}; held back to {OPENS + 14 * DAY:%d %B %H:%M}"
        )
        done = commitments.make(
            stage.speaks["UNHCR"],
            document,
            "UNHCR",
            "Publish the two counts by month",
            date(2026, 3, 1),
            decision=decision,
        )
        commitments.make(
            stage.speaks["ILO"], document, "ILO", "Say which permits are counted", date(2026, 5, 1)
        )
        told.step("UNHCR, ILO", "commit themselves to a follow-up each")
    with clock.standing_at(OPENS + 13 * DAY):
        commitments.report(stage.speaks["UNHCR"], done, "completed", "Annex table 4")
        commitments.verify(stage.speaks["UNDESA"], done, "UNDESA")
        told.step("UNDESA", "verifies the commitment that UNHCR reports as completed")


def sign(stage: Stage, round_: Round, agency: str, verdict: Verdict, **also: str) -> None:
    """An agency's word on the text of a round."""
    once = f"{round_.key}:{agency}:{verdict}"[:64]
    signed = rounds.SignOff(agency, verdict, round_.version.hash, once, **also)  # type: ignore[arg-type]
    rounds.enter(stage.speaks[agency], round_, signed)


def lines(told: Told) -> Iterator[tuple[str, str, str]]:
    """The steps as text: instant, who, what."""
    for at, who, what in sorted(told.steps, key=lambda step: step[0]):
        yield f"{at:%Y-%m-%d %H:%M}", who, what
