"""Meetings, agenda, attendance, decisions, minutes, programmes and issues as acts, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from gmg.group.acts import clock, issues, log, meetings, programmes, seats, texts
from gmg.group.acts.hand import Hand
from gmg.group.acts.refusals import Conflict, NotAllowed
from gmg.group.rules import chain
from gmg.group.rules.meetings import Called, How, agenda
from gmg.group.rules.seats import Role
from gmg.group.store.models import (
    AgendaItem,
    Body,
    Decision,
    Event,
    Meeting,
    Notice,
    Programme,
    state_hash,
)
from room_made import NOON
from room_people import Group, group

DAY, HOUR, SECOND = timedelta(days=1), timedelta(hours=1), timedelta(seconds=1)
STARTS = NOON + 10 * DAY
CALLED = Called("Working level", STARTS, STARTS + 2 * HOUR, "Europe/Zurich", "Room XIX")


@pytest.fixture
def people(room_url: str) -> Group:
    return group()


@pytest.fixture
def meeting(people: Group) -> Meeting:
    with clock.standing_at(NOON):
        return meetings.call(people.chair, people.body, CALLED)


def other_body(people: Group) -> Body:
    return seats.found_under(people.chair, people.body, "GMG-X", "Other", "working group")


def numbers(row: Meeting) -> list[tuple[str, str]]:
    return [(one.number, one.item.title) for one in agenda(meetings.items_of(row))]


# --- the meeting ---------------------------------------------------------------------------------


def test_each_change_is_one_up_and_the_uid_stays(people: Group, meeting: Meeting) -> None:
    uid = meeting.uid
    with clock.standing_at(NOON + HOUR):
        meetings.change(people.chair, meeting, replace(CALLED, place="Room XX"), None)
        assert (meeting.sequence, meeting.changed) == (1, NOON + HOUR)
        count = Event.objects.count()
        meetings.change(people.chair, meeting, replace(CALLED, place="Room XX"), None)
        assert (meeting.sequence, Event.objects.count()) == (1, count)
        meetings.cancel(people.secretariat, meeting)
    meeting.refresh_from_db()
    assert (meeting.uid, meeting.sequence, meeting.status) == (uid, 2, "cancelled")
    with clock.standing_at(NOON + 2 * HOUR):
        with pytest.raises(Conflict, match="cancelled already"):
            meetings.cancel(people.chair, meeting)
        with pytest.raises(Conflict, match="stays as it was"):
            meetings.change(people.chair, meeting, CALLED, None)
        with pytest.raises(Conflict, match="cancelled"):
            meetings.add_item(people.chair, meeting, "Too late")
    assert chain.flaw(log.events()) is None


def test_what_another_changed_meanwhile_is_not_overwritten(people: Group, meeting: Meeting) -> None:
    seen = state_hash(meeting)
    mine = Meeting.objects.get(pk=meeting.pk)
    with clock.standing_at(NOON + HOUR):
        meetings.change(people.secretariat, mine, replace(CALLED, title="Theirs"), None, seen)
        with pytest.raises(Conflict, match="meanwhile"):
            meetings.change(people.chair, meeting, replace(CALLED, title="Mine"), None, seen)
    assert Meeting.objects.get().title == "Theirs"


def test_a_meeting_that_was_held_was_held(people: Group, meeting: Meeting) -> None:
    for at in (meeting.ends, meeting.ends + DAY):
        with clock.standing_at(at):
            with pytest.raises(Conflict, match=r"was held|is over"):
                meetings.change(people.chair, meeting, replace(CALLED, title="Later"), None)
            with pytest.raises(Conflict, match="was held"):
                meetings.cancel(people.chair, meeting)
            with pytest.raises(Conflict, match="is over"):
                meetings.add_item(people.chair, meeting, "Later")
    with clock.standing_at(meeting.ends - SECOND):
        meetings.change(people.chair, meeting, replace(CALLED, title="Just in time"), None)


def test_all_who_sit_are_told_and_observers_are_not(people: Group) -> None:
    Notice.objects.all().delete()
    with clock.standing_at(NOON):
        row = meetings.call(people.chair, people.body, CALLED)
        meetings.cancel(people.chair, row)
    told = Notice.objects.filter(person__key=people.speaks["ILO"].person).order_by("id")
    assert [(n.kind, n.facts["change"]) for n in told] == [
        ("meeting called", "called"),
        ("meeting called", "cancelled"),
    ]
    assert not Notice.objects.filter(person__key=people.observer.person).exists()


@pytest.mark.parametrize(
    ("called", "why"),
    [
        (replace(CALLED, title=" "), "title"),
        (replace(CALLED, ends=STARTS), "ends after"),
        (replace(CALLED, zone="Mars/Base"), "time zone"),
        (replace(CALLED, starts=STARTS.replace(tzinfo=None)), "instants"),
    ],
)
def test_meetings_that_cannot_be(people: Group, called: Called, why: str) -> None:
    with clock.standing_at(NOON), pytest.raises(Conflict, match=why):
        meetings.call(people.chair, people.body, called)
    assert not Meeting.objects.exists()


@pytest.mark.parametrize("who", ["focal", "observer", "former", "public", "other body"])
def test_only_the_chair_and_the_secretariat_hold_the_pen(
    people: Group, meeting: Meeting, who: str
) -> None:
    with clock.standing_at(NOON):
        item = meetings.add_item(people.chair, meeting, "One")
        issue = issues.raise_issue(people.speaks["ILO"], people.body, "ILO", issues.Matter("X"))
        other_body(people)
        stranger = seats.enrol("stranger@example.org")
        seats.give(
            people.chair, Body.objects.get(code="GMG-X"), "WB", Role.CHAIR,
            NOON.date(), None, stranger,
        )  # fmt: skip
    at, hand = NOON, Hand()
    if who == "focal":
        hand = people.speaks["UNHCR"]
    elif who == "observer":
        hand = people.observer
    elif who == "former":
        at, hand = datetime(2026, 7, 1, tzinfo=UTC), people.chair
    elif who == "other body":
        hand = Hand(stranger.key)
    count = Event.objects.count()
    acts: list[Callable[[], object]] = [
        lambda: meetings.call(hand, people.body, CALLED),
        lambda: meetings.change(hand, meeting, CALLED, None),
        lambda: meetings.cancel(hand, meeting),
        lambda: meetings.add_item(hand, meeting, "Two"),
        lambda: meetings.change_item(hand, item, "X", "", internal=True, parent=None),
        lambda: meetings.move_item(hand, item, None, 0),
        lambda: meetings.remove_item(hand, item),
        lambda: meetings.decide(hand, meeting, "X"),
        lambda: meetings.start_minutes(hand, meeting, "M", "UNHCR"),
        lambda: issues.put_on_agenda(hand, issue, meeting),
        lambda: issues.close(hand, issue, "Done"),
        lambda: programmes.plan(hand, people.body, "ILO", "T", NOON.date(), NOON.date()),
        lambda: meetings.attend(hand, meeting, {"IOM": How.EXCUSED}),
    ]
    with clock.standing_at(at):
        for act in acts:
            with pytest.raises(NotAllowed):
                act()
    assert Event.objects.count() == count


# --- the agenda ----------------------------------------------------------------------------------


def test_the_agenda_is_a_tree_that_is_reordered_whole(people: Group, meeting: Meeting) -> None:
    with clock.standing_at(NOON):
        one = meetings.add_item(people.chair, meeting, "One")
        two = meetings.add_item(people.chair, meeting, "Two")
        meetings.add_item(people.chair, meeting, "Below two", parent=two)
        three = meetings.add_item(people.chair, meeting, "Three")
        meetings.move_item(people.chair, two, None, 0)
        assert numbers(meeting) == [
            ("1", "Two"),
            ("1.1", "Below two"),
            ("2", "One"),
            ("3", "Three"),
        ]
        meetings.change_item(people.chair, three, "Three", "", internal=False, parent=two)
        assert numbers(meeting)[2] == ("1.2", "Three")
        with pytest.raises(Conflict, match="beneath itself"):
            meetings.move_item(people.chair, two, three, 0)
        with pytest.raises(Conflict, match="stand below"):
            meetings.remove_item(people.chair, two)
        meetings.remove_item(people.chair, one)
        assert [title for _, title in numbers(meeting)] == ["Two", "Below two", "Three"]
    assert Event.objects.filter(action="agenda.remove").count() == 1
    assert chain.flaw(log.events()) is None


def test_two_who_change_one_item_meet(people: Group, meeting: Meeting) -> None:
    with clock.standing_at(NOON):
        item = meetings.add_item(people.chair, meeting, "One")
        seen = state_hash(item)
        again = AgendaItem.objects.get(pk=item.pk)
        meetings.change_item(
            people.secretariat, again, "Theirs", "", internal=True, parent=None, seen=seen
        )
        with pytest.raises(Conflict, match="meanwhile"):
            meetings.change_item(
                people.chair, item, "Mine", "", internal=True, parent=None, seen=seen
            )
    assert AgendaItem.objects.get().title == "Theirs"


def test_items_papers_and_parents_of_elsewhere_are_refused(people: Group, meeting: Meeting) -> None:
    with clock.standing_at(NOON):
        item = meetings.add_item(people.chair, meeting, "One")
        second = meetings.call(people.chair, people.body, CALLED)
        with pytest.raises(Conflict, match="another meeting"):
            meetings.add_item(people.chair, second, "X", parent=item)
        with pytest.raises(Conflict, match="no such item"):
            meetings.move_item(
                people.chair, item, meetings.add_item(people.chair, second, "Far"), 0
            )
        body = other_body(people)
        document = texts.start(people.chair, body, "note", "Elsewhere", "ILO")
        with pytest.raises(Conflict, match="another body"):
            meetings.set_paper(people.chair, item, document)
        with pytest.raises(Conflict, match="another body"):
            meetings.add_item(people.chair, meeting, "X", papers=(document,))
    assert meeting.items.count() == 1


def test_papers_are_put_before_an_item_and_taken_away(people: Group, meeting: Meeting) -> None:
    with clock.standing_at(NOON):
        item = meetings.add_item(people.chair, meeting, "One")
        document = texts.start(people.speaks["ILO"], people.body, "note", "A note", "ILO")
        meetings.set_paper(people.chair, item, document)
        count = Event.objects.count()
        meetings.set_paper(people.chair, item, document)
        assert Event.objects.count() == count
        assert list(item.papers.all()) == [document]
        meetings.set_paper(people.chair, item, document, on=False)
        assert not item.papers.exists()


# --- attendance and decisions --------------------------------------------------------------------


def test_an_agency_notes_its_own_and_the_chair_all(people: Group, meeting: Meeting) -> None:
    with clock.standing_at(STARTS):
        assert meetings.attend(people.speaks["ILO"], meeting, {"ILO": How.IN_PERSON}) == 1
        with pytest.raises(NotAllowed):
            meetings.attend(people.speaks["ILO"], meeting, {"IOM": How.IN_PERSON})
        both = {"ILO": How.IN_PERSON, "IOM": How.REMOTELY, "UNDP": How.IN_PERSON}
        assert meetings.attend(people.chair, meeting, both) == 2
        with pytest.raises(Conflict, match="WB has no seat"):
            meetings.attend(people.chair, meeting, {"WB": How.IN_PERSON})
    found = meetings.quorum_of(meeting)
    assert found.present == ("ILO", "IOM")
    assert set(found.missing) == {"OHCHR", "UNHCR"}


@pytest.mark.parametrize(
    ("at", "allowed"), [(STARTS - SECOND, False), (STARTS, True), (STARTS + SECOND, True)]
)
def test_who_took_part_and_what_was_decided_is_known_once_it_has_begun(
    people: Group, meeting: Meeting, at: datetime, allowed: bool
) -> None:
    with clock.standing_at(at):
        meetings.attend(people.chair, meeting, {"UNHCR": How.EXCUSED})
        if allowed:
            meetings.attend(people.chair, meeting, {"IOM": How.IN_PERSON})
            assert meetings.decide(people.chair, meeting, "Agreed.").number == 1
            return
        with pytest.raises(Conflict, match="only be excused"):
            meetings.attend(people.chair, meeting, {"IOM": How.IN_PERSON})
        with pytest.raises(Conflict, match="once it has begun"):
            meetings.decide(people.chair, meeting, "Agreed.")
        with pytest.raises(Conflict, match="once it has begun"):
            meetings.start_minutes(people.chair, meeting, "Minutes", "ILO")


def test_without_the_quorum_of_the_body_nothing_is_decided(people: Group, meeting: Meeting) -> None:
    with clock.standing_at(NOON):
        seats.set_rules(people.chair, people.body, 72, 2, ())
    with clock.standing_at(STARTS):
        meetings.attend(people.chair, meeting, {"ILO": How.IN_PERSON, "UNDP": How.IN_PERSON})
        with pytest.raises(Conflict, match="1 of the 2 members"):
            meetings.decide(people.chair, Meeting.objects.get(), "Agreed.")
        meetings.attend(people.chair, meeting, {"IOM": How.REMOTELY, "UNHCR": How.EXCUSED})
        meetings.decide(people.chair, Meeting.objects.get(), "Agreed.")


def test_decisions_are_numbered_and_never_changed(people: Group, meeting: Meeting) -> None:
    with clock.standing_at(STARTS - HOUR):
        item = meetings.add_item(people.chair, meeting, "One")
    with clock.standing_at(STARTS):
        found = [meetings.decide(people.chair, meeting, f"Decision {n}", item) for n in range(3)]
        with pytest.raises(Conflict, match="stays"):
            meetings.remove_item(people.chair, item)
    assert [row.number for row in found] == [1, 2, 3]
    with pytest.raises(DatabaseError), transaction.atomic():
        Decision.objects.filter(number=1).update(text="Otherwise")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM room_decision")
    assert Decision.objects.get(number=1).text == "Decision 0"


def test_minutes_are_a_document_started_once(people: Group, meeting: Meeting) -> None:
    with clock.standing_at(STARTS):
        document = meetings.start_minutes(people.secretariat, meeting, "Minutes", "IOM")
        assert document.kind == "minutes"
        assert meeting.minutes == document
        count = Event.objects.count()
        with pytest.raises(Conflict, match="has minutes"):
            meetings.start_minutes(people.secretariat, meeting, "Again", "IOM")
        assert Event.objects.count() == count
        second = meetings.call(people.chair, people.body, CALLED)
        with pytest.raises(Conflict, match="another meeting"):
            meetings.attach_minutes(people.chair, second, document)
        note = texts.start(people.chair, people.body, "note", "A note", "ILO")
        with pytest.raises(Conflict, match="kind minutes"):
            meetings.attach_minutes(people.chair, second, note)
        other = texts.start(people.chair, people.body, "minutes", "Others", "ILO")
        meetings.attach_minutes(people.chair, second, other)
    assert Meeting.objects.get(pk=second.pk).minutes == other


# --- programmes ----------------------------------------------------------------------------------


def test_a_chair_plans_its_own_half_year(people: Group) -> None:
    first, last = date(2026, 1, 1), date(2026, 6, 30)
    with clock.standing_at(NOON):
        row = programmes.plan(people.chair, people.body, "ILO", "Decent work", first, last)
        called = meetings.call(people.chair, people.body, CALLED, row)
        assert list(row.meetings.all()) == [called]
        with pytest.raises(Conflict, match="already"):
            programmes.plan(people.chair, people.body, "ILO", "Twice", last, last)
        with pytest.raises(Conflict, match="does not chair"):
            programmes.plan(people.chair, people.body, "ILO", "Too long", first, date(2026, 7, 1))
        with pytest.raises(Conflict, match="theme"):
            programmes.plan(people.chair, people.body, "ILO", " ", first, last)
        coming = programmes.plan(
            people.secretariat, people.body, "IOM", "Data", date(2026, 7, 1), date(2027, 6, 30)
        )
        with pytest.raises(Conflict, match="year at most"):
            programmes.plan(
                people.secretariat, people.body, "IOM", "X", date(2027, 7, 1), date(2028, 7, 1)
            )
        programmes.replan(people.chair, row, "Decent work for all", "Text", state_hash(row))
        with pytest.raises(Conflict, match="meanwhile"):
            programmes.replan(people.chair, row, "Again", "", "0" * 64)
        with pytest.raises(Conflict, match="another body"):
            meetings.call(people.chair, other_body(people), CALLED, coming)
    assert Programme.objects.get(pk=row.pk).theme == "Decent work for all"


# --- the issues list -----------------------------------------------------------------------------

FINDING = issues.Matter("Two counts differ", "finding", "f-1", "finding/f-1", "r1")


def test_an_issue_is_raised_put_on_an_agenda_and_closed(people: Group, meeting: Meeting) -> None:
    by = people.speaks["UNHCR"]
    with clock.standing_at(NOON):
        row = issues.raise_issue(by, people.body, "UNHCR", FINDING, "Both are ours")
        assert (row.words, row.release, row.path) == ("Two counts differ", "r1", "finding/f-1")
        with pytest.raises(Conflict, match="already"):
            issues.raise_issue(people.speaks["IOM"], people.body, "IOM", FINDING)
        item = issues.put_on_agenda(people.chair, row, meeting)
        assert (item.title, item.issue, item.internal) == ("Two counts differ", row, True)
        with pytest.raises(Conflict, match="already"):
            issues.put_on_agenda(people.chair, row, meeting)
        with pytest.raises(Conflict, match="Say what"):
            issues.close(people.chair, row, "  ")
        issues.close(people.chair, row, "Explained in the note")
        with pytest.raises(Conflict, match="closed"):
            issues.close(people.chair, row, "Twice")
        second = meetings.call(people.chair, people.body, CALLED)
        with pytest.raises(Conflict, match="closed"):
            issues.put_on_agenda(people.chair, row, second)
        again = issues.raise_issue(people.speaks["IOM"], people.body, "IOM", FINDING)
    assert again.state == "open"
    assert chain.flaw(log.events()) is None


def test_nobody_raises_an_issue_for_another_agency(people: Group) -> None:
    with clock.standing_at(NOON):
        for hand, agency in (
            (people.speaks["UNHCR"], "IOM"),
            (people.chair, "IOM"),
            (Hand(), "IOM"),
        ):
            with pytest.raises(NotAllowed):
                issues.raise_issue(hand, people.body, agency, FINDING)
        assert issues.raise_issue(people.observer, people.body, "UNDP", FINDING).agency == "UNDP"


def test_a_long_matter_has_a_title_that_fits(people: Group, meeting: Meeting) -> None:
    with clock.standing_at(NOON):
        row = issues.raise_issue(
            people.speaks["ILO"], people.body, "ILO", issues.Matter("x" * 900 + "\nmore")
        )
        item = issues.put_on_agenda(people.chair, row, meeting)
    assert len(item.title) == 300
    assert item.title.endswith("…")
