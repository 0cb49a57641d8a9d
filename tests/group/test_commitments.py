"""Commitments: evidence, another agency that verifies, overdue seen on reading."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gmg.group.acts import clock, commitments
from gmg.group.acts.commitments import seen
from gmg.group.acts.refusals import Conflict, NotAllowed
from gmg.group.store.models import Commitment
from room_made import NOON
from room_people import Group, drafted, group

pytestmark = pytest.mark.usefixtures("room_url")
DUE = date(2026, 5, 1)


def made(people: Group) -> Commitment:
    document = drafted(people).document
    return commitments.make(people.speaks["ILO"], document, "ILO", "Count permits", DUE)


def test_completed_only_with_evidence_and_verified_by_another() -> None:
    people = group()
    with clock.standing_at(NOON):
        row = made(people)
        with pytest.raises(Conflict, match="evidence"):
            commitments.report(people.speaks["ILO"], row, "completed", "  ")
        with pytest.raises(NotAllowed):
            commitments.report(people.speaks["IOM"], row, "ongoing")
        with pytest.raises(Conflict, match="yet to start"):
            commitments.verify(people.speaks["IOM"], row, "IOM")
        commitments.report(people.speaks["ILO"], row, "completed", "Table 4")
        with pytest.raises(NotAllowed):
            commitments.verify(people.speaks["ILO"], row, "ILO")
        with pytest.raises(Conflict):
            commitments.verify(people.speaks["IOM"], row, "OHCHR")
        commitments.verify(people.speaks["IOM"], row, "IOM")
    row.refresh_from_db()
    assert row.verified_by == "IOM"


def test_what_is_reopened_is_verified_no_more() -> None:
    people = group()
    with clock.standing_at(NOON):
        row = made(people)
        commitments.report(people.speaks["ILO"], row, "completed", "Table 4")
        commitments.verify(people.speaks["IOM"], row, "IOM")
        commitments.report(people.speaks["ILO"], row, "ongoing")
    assert row.verified_by == ""


def test_overdue_is_seen_the_day_after_it_was_due() -> None:
    people = group()
    with clock.standing_at(NOON):
        row = made(people)
    assert seen(row, DUE) == "yet to start"
    assert seen(row, DUE + timedelta(days=1)) == "overdue"
