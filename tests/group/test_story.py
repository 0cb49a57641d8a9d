"""The demonstration on both databases, and a record that anyone can check."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from gmg.analysis.findings import findings
from gmg.evidence.base import Base
from gmg.group.acts import clock, records
from gmg.group.acts.hand import Hand
from gmg.group.acts.refusals import NotAllowed
from gmg.group.demo.figures import quotations
from gmg.group.demo.story import OPENS, play
from gmg.group.rules.record import flaws
from gmg.group.store.models import (
    AgendaItem,
    Body,
    Commitment,
    Document,
    Issue,
    Person,
    Review,
)

Record = dict[str, Any]


@pytest.mark.usefixtures("room_url")
def test_the_whole_story_on_real_figures(base: Base) -> None:
    told = play(base, quotations(base))
    assert told.flaws == []
    assert len(told.record["signatories"]) == 10
    assert [r["state"] for r in told.record["rounds"]] == ["not adopted", "adopted"]
    assert [r["agency"] for r in told.record["reservations"]] == ["UNODC"]
    cited = [c for p in told.record["versions"][-1]["text"]["paragraphs"] for c in p["citations"]]
    assert {c["agency"] for c in cited} == {"UNHCR", "UNDESA"}
    assert all(base.figures(c["concept"], place=c["place"]) for c in cited)
    (moved,) = told.revised
    assert moved.value is not None and moved.value != moved.citation.value
    assert moved.edition > moved.citation.edition
    signed = next(c for c in cited if c["key"] == moved.citation.key)
    assert Decimal(signed["value"]) == moved.citation.value
    spoils(told.record)
    reading(told.record)


@pytest.mark.usefixtures("room_url")
def test_it_begins_with_a_finding_on_an_agenda_and_a_decision(base: Base) -> None:
    told = play(base, quotations(base))
    issue = Issue.objects.get()
    assert issue.release == base.release.id
    assert [f for f in findings(base, place="LBY", counterpart="SDN") if f.id == issue.subject]
    item = AgendaItem.objects.get(issue=issue)
    (decision,) = item.meeting.decisions.all()
    assert Commitment.objects.get(lead="UNHCR").decision == decision
    assert item.meeting.attendance.count() == 10
    assert item.meeting.minutes is not None
    assert {row.agency for row in Review.objects.all()} == {"UNDESA", "IOM"}
    assert told.steps


def spoils(record: Record) -> None:
    """Each of these is found."""
    for change in CHANGES:
        spoilt = copy.deepcopy(record)
        change(spoilt)
        assert flaws(spoilt), change


def word(record: Record) -> None:
    record["versions"][-1]["text"]["paragraphs"][3]["text"] += " Not."


def figure(record: Record) -> None:
    record["versions"][-1]["text"]["paragraphs"][1]["citations"][0]["value"] = "1"


def verdict(record: Record) -> None:
    record["rounds"][0]["positions"][-1]["verdict"] = "cleared"


def dropped(record: Record) -> None:
    record["rounds"][1]["positions"].pop(0)


def earlier(record: Record) -> None:
    late = record["rounds"][1]["positions"][-1]
    late["at"] = "2026-02-13T08:59:59+00:00"


def signatory(record: Record) -> None:
    record["signatories"].append("WHO")


def event(record: Record) -> None:
    record["events"][0]["at"] = "2026-01-01T00:00:00+00:00"


def other_text(record: Record) -> None:
    record["hash"] = record["versions"][0]["hash"]


CHANGES: tuple[Callable[[Record], None], ...] = (
    word,
    figure,
    verdict,
    earlier,
    signatory,
    event,
    other_text,
)


def reading(record: Record) -> None:
    """Held back until its instant; every list shows just what may be opened; nothing names persons."""
    symbol = record["symbol"]
    public, member = Hand(), Hand(Person.objects.get(email="focal.point@ilo.example").key)
    body = Body.objects.get(code="DEMO")
    held = OPENS + timedelta(days=14)
    with clock.standing_at(held - timedelta(seconds=1)):
        with pytest.raises(NotAllowed):
            records.record(public, symbol)
        assert records.documents(public, body) == []
        assert records.record(member, symbol)["hash"] == record["hash"]
        shown, minutes = records.documents(member, body)
        assert (shown.kind, minutes.kind) == ("statement", "minutes")
        assert records.document(member, shown.key) == shown
    with clock.standing_at(held):
        assert records.record(public, symbol)["hash"] == record["hash"]
        assert [d.key for d in records.documents(public, body)] == [shown.key]
    text = str(record)
    assert "@" not in text
    others = Document.objects.exclude(kind="statement").values_list("title", flat=True)
    assert others and not any(title in text for title in others)
    done = Commitment.objects.get(lead="UNHCR")
    assert (done.status, done.verified_by) == ("completed", "UNDESA")
