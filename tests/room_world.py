"""One of everything that the room holds, with words of a test's choosing in every field of text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import TYPE_CHECKING

from gmg.group.acts import (
    clock,
    commitments,
    issues,
    meetings,
    practices,
    programmes,
    remarks,
    rounds,
    seats,
    texts,
)
from gmg.group.acts.hand import Hand
from gmg.group.rules.meetings import Called, How
from gmg.group.rules.practices import CRITERIA, Completion, Submission
from gmg.group.rules.practices import Verdict as Worth
from gmg.group.rules.rounds import Kind, Verdict
from gmg.group.rules.seats import Role
from gmg.group.rules.texts import Citation, Paragraph
from gmg.group.rules.texts import Version as Text
from gmg.group.store.models import (
    Body,
    Commitment,
    Document,
    Issue,
    Meeting,
    Notice,
    Person,
    Practice,
    Programme,
    Publication,
    Report,
    Round,
    Seat,
    Version,
)
from room_made import NOON
from room_people import START, Group

if TYPE_CHECKING:
    from collections.abc import Callable

HOUR = timedelta(hours=1)
LATER = NOON + 100 * HOUR
"""When the first round is over and its text is out, and another round runs."""
SYMBOL = "GMG/2026/1"


@dataclass
class World:
    """What was made, by the part of an address that names it."""

    body: Body
    document: Document
    draft: Document
    own: Document
    round: Round
    open: Round
    publication: Publication
    meeting: Meeting
    programme: Programme
    commitment: Commitment
    practice: Practice
    issue: Issue

    def paths(self, route: str) -> list[str]:
        """Addresses of a route, one for each thing that it can show."""
        names = re.findall(r"<\w+:(\w+)>", route)
        if not names:
            return [route]
        kind = route.removeprefix("room/").partition("/")[0]
        known: dict[str, list[str]] = {
            "document": [self.document.key, self.draft.key, self.own.key],
            "group": [self.body.code],
            "meeting": [self.meeting.key],
            "programme": [self.programme.key],
            "commitment": [self.commitment.key],
            "practice": [self.practice.document.key],
            "round": [self.round.key, self.open.key],
            "review": [self.publication.key],
            "record": [self.publication.symbol],
        }
        assert kind in known and len(names) == 1, f"tell tests/room_world.py what {route} shows"
        return [re.sub(r"<\w+:\w+>", value, route) for value in known[kind]]


def world(
    group: Group, words: Callable[[str], str] = str, embargo: timedelta | None = None
) -> World:
    """One of everything; `words` makes the text of a field from its name.

    With an embargo the published text is held back for so long after `LATER`.
    """
    with clock.standing_at(NOON - HOUR):
        Body.objects.filter(pk=group.body.pk).update(name=words("body name"))
        group.body.refresh_from_db()
        ilo, unhcr, chair = group.speaks["ILO"], group.speaks["UNHCR"], group.chair
        document, version = statement(group, words)
        draft, _ = statement(group, words)
        own = texts.start(ilo, group.body, "note", words("note title"), "ILO")
        texts.write_version(ilo, own, text(words), None)
        hung = remarks.make(unhcr, version, "UNHCR", "p1", words("remark"))
        remarks.answer(ilo, hung, "answered", words("answer"))
        remarks.make(
            unhcr,
            version,
            "UNHCR",
            "p2",
            words("proposal"),
            kind="proposed wording",
            wording=words("wording"),
        )
        version = texts.write_version(ilo, document, text(words, "again "), version)
        texts.freeze(chair, version)
    with clock.standing_at(NOON):
        round_ = rounds.open_round(chair, version, Kind.CLEARANCE, NOON + 96 * HOUR)
        for number, (agency, hand) in enumerate(group.speaks.items()):
            rounds.enter(
                hand,
                round_,
                rounds.SignOff(
                    agency,
                    (Verdict.COMMENTS, Verdict.CLEARED)[number % 2],
                    version.hash,
                    f"once {number}",
                    statement=words("statement"),
                    reservation=words("reservation") if number == 0 else "",
                ),
            )
        proven = practice(group, words)
        made = meeting(group, document, words)
    with clock.standing_at(LATER - HOUR):
        publication = rounds.publish(chair, round_, SYMBOL, LATER + embargo if embargo else None)
        _, second = statement(group, words)
        texts.freeze(chair, second)
        open_ = rounds.open_round(chair, second, Kind.CONSULTATION, LATER + 96 * HOUR)
        met(group, made, words)
        promised = commitment(group, document, words)
        practices.publish(chair, proven)
        issue = issues.raise_issue(
            ilo, group.body, "ILO", issues.Matter(words("issue")), words("issue note")
        )
        other = issues.raise_issue(ilo, group.body, "ILO", issues.Matter(words("closed issue")))
        issues.close(chair, other, words("why closed"))
        told(group, words)
    return World(
        group.body, document, draft, own, round_, open_, publication,
        made, made.programme, promised, proven, issue,
    )  # fmt: skip


_numbers = count(1)


def text(words: Callable[[str], str], before: str = "") -> Text:
    """A text of two paragraphs, one with a figure."""
    cited = Citation("c1", "refugees", "LBY", "SDN", "2024", "UNHCR", value=Decimal(551727))
    rows = (
        Paragraph("p1", "1", f"{before}{words('paragraph')} [[c1]]", (cited,)),
        Paragraph("p2", "2", f"{words('second paragraph')} {before}"),
    )
    return Text("", words("title of the text"), "en", 0, rows)


def statement(group: Group, words: Callable[[str], str]) -> tuple[Document, Version]:
    """A statement with one version."""
    by = group.speaks["ILO"]
    document = texts.start(by, group.body, "statement", words("title"), "ILO")
    return document, texts.write_version(by, document, text(words), None)


def meeting(group: Group, document: Document, words: Callable[[str], str]) -> Meeting:
    """A meeting of a programme, with an agenda."""
    chair = group.chair
    programme = programmes.plan(
        chair, group.body, "ILO", words("theme"), START, date(2026, 6, 30), words("programme")
    )
    called = Called(words("meeting"), NOON + HOUR, NOON + 2 * HOUR, "UTC", place=words("place"))
    made = meetings.call(chair, group.body, called, programme)
    item = meetings.add_item(
        chair, made, words("item"), note=words("item note"), internal=False, papers=(document,)
    )
    meetings.add_item(chair, made, words("inner item"), parent=item)
    return made


def met(group: Group, made: Meeting, words: Callable[[str], str]) -> None:
    """Who came, and what was decided."""
    meetings.attend(group.chair, made, {"ILO": How.IN_PERSON, "UNHCR": How.REMOTELY})
    item = made.items.order_by("id").first()  # type: ignore[attr-defined]
    meetings.decide(group.chair, made, words("decision"), item)


def commitment(group: Group, document: Document, words: Callable[[str], str]) -> Commitment:
    """A promise with its trail."""
    ilo, chair = group.speaks["ILO"], group.chair
    made = commitments.make(
        chair, document, "ILO", words("commitment"), date(2026, 5, 1), places=("LBY",)
    )
    commitments.report(ilo, made, "ongoing", words("evidence"))
    commitments.report(ilo, made, "completed", words("evidence of the end"))
    commitments.verify(group.speaks["UNHCR"], made, "UNHCR", words("verified"))
    return made


def practice(group: Group, words: Callable[[str], str]) -> Practice:
    """A practice that three have read."""
    ilo = group.speaks["ILO"]
    form = Submission("ILO", ("GCM06",), Completion.FULLY, date(2019, 1, 1), date(2023, 12, 31))
    row = practices.propose(
        ilo, group.body, words("practice"), {"done": words("done")}, form, ("LBY",), ("work",)
    )
    practices.submit(ilo, row)
    panel = []
    for agency, hand in reviewers(group).items():
        seat = Seat.objects.get(agency=agency, person__key=hand.person)
        panel.append((seat, agency == "UNHCR"))
    practices.panel(group.chair, row, tuple(panel), NOON + 48 * HOUR)
    scores = {one.code: 3 for one in CRITERIA}
    for report in Report.objects.filter(practice=row):
        by = Hand(report.person)
        practices.declare(by, report, conflict=False)
        practices.give(by, report, scores, Worth.PUBLISH, words("report"))
        question = practices.ask(by, row, words("question"))
        practices.reply(ilo, question, words("reply"))
    return row


def reviewers(group: Group) -> dict[str, Hand]:
    """One from inside, two from outside."""
    found = {"UNHCR": group.speaks["UNHCR"]}
    for agency in ("IDMC", "UNRWA"):
        person = seats.enrol(f"{agency.lower()}{next(_numbers)}@example.org")
        seats.give(group.secretariat, group.body, agency, Role.OBSERVER, START, None, person)
        found[agency] = Hand(person.key)
    return found


def told(group: Group, words: Callable[[str], str]) -> None:
    """Words in what people are told, which nothing else would put there."""
    for row in Notice.objects.all():
        row.facts = {
            name: words(name) if isinstance(value, str) and name in OPEN else value
            for name, value in row.facts.items()
        }
        row.save()
    assert Person.objects.filter(key=group.chair.person).exists()


OPEN = ("title", "text", "words", "place", "body", "name")
"""Facts of notices that somebody writes."""
