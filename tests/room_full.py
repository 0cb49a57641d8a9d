"""A room with one of everything in it, for pages to be looked at as they are in use."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from gmg.group.acts import (
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
from gmg.group.acts.issues import Matter
from gmg.group.rules.meetings import Called, How
from gmg.group.rules.practices import CRITERIA, Completion, Submission, Verdict
from gmg.group.rules.rounds import Kind
from gmg.group.rules.rounds import Verdict as Says
from gmg.group.rules.seats import Role
from gmg.group.store.models import Document, Practice, Publication, Report, Round, Seat, Version
from room_made import NOON
from room_people import AGENCIES, START, text

if TYPE_CHECKING:
    from browser_room import Hours
    from room_people import Group

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
WORDS = ("Refugees from Sudan in Libya: [[c1]].", "More than ten million people move.", "We act.")


def furnished(group: Group, hours: Hours) -> dict[str, str]:
    """Fill the room from NOON on; gives the addresses of what is in it, below the language."""
    ilo, chair = group.speaks["ILO"], group.chair
    paths = {
        "desk": "room", "documents": "room/documents", "rounds": "room/rounds", "log": "room/log",
        "round to choose": "room/rounds/new", "group": "room/group", "seats": f"room/group/{group.body.code}",
        "meetings": "room/meetings", "issues": "room/issues", "programmes": "room/programme",
        "commitments": "room/commitments", "practices": "room/practices", "library": "practices",
        "records": "records", "nothing": "room/document/nothing",
    }  # fmt: skip
    paths |= met(group, hours)
    signed = adopted(group, hours)
    document = signed.version.document
    paths |= {
        "signed text": f"room/document/{document.key}",
        "round that adopted": f"room/round/{signed.key}",
        "record": "record/GMG/2026/1",
        "review": f"room/review/{Publication.objects.get().key}",
        "commitment to make": f"room/commitments?document={document.key}",
    }
    done = commitments.make(
        ilo, document, "ILO", "Publish the counts by month", date(2026, 4, 1), support=("IOM",)
    )
    commitments.report(ilo, done, "completed", "Annex 4")
    paths["commitment"] = f"room/commitment/{done.key}"
    paths |= written(group, hours)
    paths |= published(group, hours)
    note, version = drafted(group, "note", "On mid-year stocks")
    texts.freeze(chair, version)
    paths["round to open"] = f"room/rounds/new?version={version.key}"
    silent = rounds.open_round(chair, version, Kind.SILENCE, hours.at + 3 * DAY)
    said(group, silent, "IOM", Says.COMMENTS, reservation="Not on detention.")
    said(group, silent, "OHCHR", Says.NOT_ASSOCIATED, statement="It is not for us.")
    paths["silence"] = f"room/round/{silent.key}"
    paths["frozen text"] = f"room/document/{note.key}"
    return paths


def drafted(group: Group, kind: str, title: str, by: str = "ILO") -> tuple[Document, Version]:
    document = texts.start(group.speaks[by], group.body, kind, title, by)
    return document, texts.write_version(group.speaks[by], document, text(*WORDS), None)


def said(group: Group, row: Round, agency: str, verdict: Says, **also: str) -> None:
    once = f"{row.key}{agency}"[:64]
    signed = rounds.SignOff(agency, verdict, row.version.hash, once, **also)  # type: ignore[arg-type]
    rounds.enter(group.speaks[agency], row, signed)


def met(group: Group, hours: Hours) -> dict[str, str]:
    """A meeting that was held, one that is to come, one that was called off."""
    chair, body = group.chair, group.body
    plan = programmes.plan(
        chair, body, "ILO", "Counting", date(2026, 1, 1), date(2026, 6, 30), "A\nB"
    )
    held, coming, off = (
        meetings.call(
            chair, body, Called(title, NOON + at, NOON + at + HOUR, "Europe/Zurich", "Geneva"), plan
        )
        for title, at in (("First", HOUR), ("Second", 20 * DAY), ("Third", 30 * DAY))
    )
    issue = issues.raise_issue(group.speaks["IOM"], body, "IOM", Matter("Two counts\nSay why"), "!")
    issues.raise_issue(group.speaks["UNHCR"], body, "UNHCR", Matter("Returns"), "")
    item = meetings.add_item(chair, held, "Opening", internal=False, note="In short.")
    meetings.add_item(chair, held, "A matter below", parent=item)
    issues.put_on_agenda(chair, issue, coming)
    meetings.cancel(chair, off)
    hours.on(hours=1.5)
    meetings.attend(chair, held, {"ILO": How.IN_PERSON, "IOM": How.REMOTELY})
    meetings.decide(chair, held, "ILO drafts.", item)
    return {
        "meeting held": f"room/meeting/{held.key}",
        "meeting to come": f"room/meeting/{coming.key}",
        "meeting called off": f"room/meeting/{off.key}",
        "programme": f"room/programme/{plan.key}",
    }


def adopted(group: Group, hours: Hours) -> Round:
    """A statement that all cleared, one with a reservation, published at once."""
    _, version = drafted(group, "statement", "On Sudan")
    texts.freeze(group.chair, version)
    row = rounds.open_round(group.chair, version, Kind.CLEARANCE, hours.at + HOUR)
    for agency in AGENCIES:
        reserved = "Detention is a matter of its own." if agency == "UNHCR" else ""
        verdict = Says.COMMENTS if reserved else Says.CLEARED
        said(group, row, agency, verdict, statement="Thanks.", reservation=reserved)
    hours.on(hours=2)
    rounds.publish(group.chair, row, "GMG/2026/1")
    return row


def written(group: Group, hours: Hours) -> dict[str, str]:
    """A draft with remarks of every kind, a second version of it, and a translation into Arabic."""
    document, first = drafted(group, "guidance", "On quoting")
    remark, iom = remarks.make, group.speaks["IOM"]
    remark(iom, first, "IOM", "p1", "Which edition?", kind="question", quote="in Libya")
    remark(iom, first, "IOM", "p2", "Cite it.", quote="ten million", visibility="drafters")
    ohchr = group.speaks["OHCHR"]
    proposed = remark(
        ohchr, first, "OHCHR", "p3", "Plainer.", quote="act", kind="proposed wording", wording="go on"
    )  # fmt: skip
    hours.on(hours=1)
    second = remarks.take_over(group.speaks["ILO"], proposed, first)
    more = remark(
        ohchr, second, "OHCHR", "p2", "", quote="million", kind="proposed wording", wording="thousand"
    )  # fmt: skip
    path = f"room/document/{document.key}"
    return {
        "draft": path,
        "remark to make": f"{path}?remark_on=p1",
        "remark to answer": f"{path}?answer={more.key}",
        "paragraph": f"{path}?paragraph=p1",
        "edit": f"{path}/edit",
        "translate": f"{path}/edit?lang=ar",
        "redline": f"{path}/redline?from={first.key}&to={second.key}&show=all",
    }


def published(group: Group, hours: Hours) -> dict[str, str]:
    """A practice that three reviewers want published, and a draft."""
    ilo, body = group.speaks["ILO"], group.body
    form = Submission("ILO", ("GCM06",), Completion.FULLY, date(2019, 1, 1), date(2023, 1, 1))
    one, draft = (
        practices.propose(
            ilo, body, title, {"done": "Agencies were licensed."}, form, ("LBY",), ("recruitment",)
        )
        for title in ("Fair recruitment", "Fees")
    )
    practices.submit(ilo, one)
    reviewed(group, one, hours)
    hours.on(days=3)
    practices.publish(group.chair, one)
    return {
        "practice": f"room/practice/{one.document.key}",
        "practice as a draft": f"room/practice/{draft.document.key}",
        "published practice": f"practice/{one.document.key}",
    }


def reviewed(group: Group, row: Practice, hours: Hours) -> None:
    hands = {"UNHCR": group.speaks["UNHCR"]}
    for code in ("IDMC", "UNRWA"):
        person = seats.enrol(f"{code.lower()}@example.org")
        seats.give(group.secretariat, group.body, code, Role.OBSERVER, START, None, person)
        hands[code] = Hand(person.key)
    chosen = tuple(
        (Seat.objects.get(agency=code, person__key=hand.person), code == "UNHCR")
        for code, hand in hands.items()
    )
    practices.panel(group.chair, row, chosen, hours.at + 2 * DAY)
    for hand in hands.values():
        report = Report.objects.get(person=hand.person, turn=row.turn)
        practices.declare(hand, report, conflict=False)
        scores = {one.code: 3 for one in CRITERIA}
        practices.give(hand, report, scores, Verdict.PUBLISH, "Well told")


__all__ = ["furnished"]
