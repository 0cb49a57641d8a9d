"""The acts, on both databases: allowed by seats, refused by the database, kept in the chain."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from gmg.group.acts import clock, log, rounds, seats, texts
from gmg.group.acts.hand import Hand
from gmg.group.acts.refusals import Conflict, NotAllowed
from gmg.group.rules import chain
from gmg.group.rules.rounds import BadRound, Kind, State, Verdict
from gmg.group.rules.seats import Role
from gmg.group.store.models import Event, Position, Version
from room_made import NOON
from room_people import AGENCIES, START, drafted, group, opened, sign, text

pytestmark = pytest.mark.usefixtures("room_url")
HOUR = timedelta(hours=1)


def test_a_statement_is_cleared_and_published_with_one_reservation() -> None:
    people = group()
    round_ = opened(people)
    for agency in AGENCIES[1:]:
        sign(people, round_, agency, Verdict.CLEARED, NOON + HOUR)
    sign(people, round_, "ILO", Verdict.COMMENTS, NOON + HOUR, reservation="On paragraph 2.")
    with clock.standing_at(NOON + 95 * HOUR):
        assert rounds.come_to(round_).state is State.OPEN
        with pytest.raises(Conflict, match="open"):
            rounds.publish(people.chair, round_, "GMG/2026/1")
    with clock.standing_at(NOON + 96 * HOUR):
        outcome = rounds.come_to(round_)
        assert outcome.adopted
        assert set(outcome.signatories) == set(AGENCIES)
        record = rounds.publish(people.chair, round_, "GMG/2026/1")
    assert record.adopted == NOON + 96 * HOUR
    assert chain.flaw(log.events()) is None
    assert [event.action for event in log.events()][-1] == "record.publish"


def test_an_objection_breaks_a_silence_at_once() -> None:
    people = group()
    round_ = opened(people, Kind.SILENCE)
    sign(people, round_, "UNHCR", Verdict.OBJECTS, NOON + HOUR, statement="Not so.")
    with clock.standing_at(NOON + 2 * HOUR):
        assert rounds.come_to(round_).state is State.BROKEN
    sign(people, round_, "UNHCR", Verdict.CLEARED, NOON + 3 * HOUR)
    with clock.standing_at(NOON + 200 * HOUR):
        assert rounds.come_to(round_).state is State.BROKEN
        assert round_.positions.count() == 2


def test_a_sign_off_is_entered_once_and_on_the_words_of_the_round_only() -> None:
    people = group()
    round_ = opened(people)
    sign(people, round_, "IOM", Verdict.CLEARED, NOON + HOUR)
    with pytest.raises(Conflict, match="already"):
        sign(people, round_, "IOM", Verdict.CLEARED, NOON + HOUR)
    other = rounds.SignOff("IOM", Verdict.CLEARED, "0" * 64, "another")
    with pytest.raises(Conflict, match="another text"):
        rounds.enter(people.speaks["IOM"], round_, other)
    assert Position.objects.count() == 1


def test_nobody_speaks_for_another_agency_nor_without_a_seat() -> None:
    people = group()
    round_ = opened(people)
    signed = rounds.SignOff("UNHCR", Verdict.OBJECTS, round_.version.hash, "x")
    hands = [people.speaks["IOM"], people.chair, people.secretariat, people.observer, Hand()]
    with clock.standing_at(NOON + HOUR):
        for hand in [*hands, Hand("0" * 32)]:
            with pytest.raises(NotAllowed):
                rounds.enter(hand, round_, signed)
    assert Position.objects.count() == 0


def test_the_chair_passes_at_midnight_with_nobodys_help() -> None:
    people = group()
    version = drafted(people)
    night = NOON.replace(month=6, day=30, hour=23, minute=59, second=59)
    with clock.standing_at(night):
        with pytest.raises(NotAllowed):
            texts.freeze(people.next_chair, version)
        texts.freeze(people.chair, version)
    with clock.standing_at(night + timedelta(seconds=1)):
        ends = night + 96 * HOUR
        with pytest.raises(NotAllowed):
            rounds.open_round(people.chair, version, Kind.CLEARANCE, ends)
        rounds.open_round(people.next_chair, version, Kind.CLEARANCE, ends)


def test_two_chairs_at_once_are_refused_and_named() -> None:
    people = group()
    with pytest.raises(Conflict, match="ILO holds the chair"):
        seats.give(people.secretariat, people.body, "UNHCR", Role.CHAIR, START)


def test_two_writers_never_overwrite_each_other() -> None:
    people = group()
    first = drafted(people)
    with clock.standing_at(NOON):
        by = people.speaks["ILO"]
        mine = texts.write_version(by, first.document, text("Mine."), first)
        with pytest.raises(Conflict, match="meanwhile"):
            texts.write_version(people.secretariat, first.document, text("Theirs."), first)
        assert texts.write_version(by, first.document, text("Mine."), mine).key == mine.key
    assert Version.objects.count() == 2


def test_no_round_on_a_draft_on_an_unresolved_citation_or_on_a_round_that_runs() -> None:
    people = group()
    ends = NOON + 96 * HOUR
    draft = drafted(people, "[[c1]]", value=None)
    with clock.standing_at(NOON):
        with pytest.raises(Conflict, match="Freeze"):
            rounds.open_round(people.chair, draft, Kind.CLEARANCE, ends)
        texts.freeze(people.chair, draft)
        with pytest.raises(Conflict, match="p1:c1"):
            rounds.open_round(people.chair, draft, Kind.CLEARANCE, ends)
    running = opened(people)
    with clock.standing_at(NOON + HOUR), pytest.raises(Conflict, match="runs"):
        rounds.open_round(people.chair, running.version, Kind.CLEARANCE, ends)


def test_a_refused_act_leaves_nothing_behind() -> None:
    people = group()
    version = drafted(people)
    with clock.standing_at(NOON):
        texts.freeze(people.chair, version)
        before = Event.objects.count()
        with pytest.raises(BadRound):
            rounds.open_round(people.chair, version, Kind.SILENCE, NOON + HOUR)
    assert Event.objects.count() == before
    assert not version.rounds.exists()


def test_the_entitled_are_those_of_the_opening() -> None:
    people = group()
    round_ = opened(people)
    with clock.standing_at(NOON + HOUR):
        seats.give(people.secretariat, people.body, "UNODC", Role.FOCAL_POINT, START)
    assert tuple(round_.entitled) == AGENCIES


def test_an_extension_holds_for_all_and_only_before_the_end() -> None:
    people = group()
    round_ = opened(people)
    with clock.standing_at(NOON + 95 * HOUR):
        rounds.extend(people.chair, round_, NOON + 120 * HOUR)
    with clock.standing_at(NOON + 100 * HOUR):
        assert rounds.come_to(round_).state is State.OPEN
    with clock.standing_at(NOON + 120 * HOUR), pytest.raises(BadRound):
        rounds.extend(people.chair, round_, NOON + 130 * HOUR)


STATEMENTS = (
    "UPDATE room_event SET action = 'x'",
    "DELETE FROM room_event",
    "UPDATE room_position SET verdict = 'cleared'",
    "DELETE FROM room_position",
    "UPDATE room_version SET hash = 'x'",
    "DELETE FROM room_version",
)


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_database_itself_refuses_to_change_what_is_signed_frozen_or_logged(
    statement: str,
) -> None:
    people = group()
    round_ = opened(people)
    sign(people, round_, "IOM", Verdict.OBJECTS, NOON + HOUR)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert chain.flaw(log.events()) is None


def test_a_clock_that_goes_back_does_not_turn_the_log_around() -> None:
    people = group()
    version = drafted(people)
    with clock.standing_at(NOON - 9 * HOUR):
        texts.freeze(people.chair, version)
    assert version.frozen == NOON
    assert chain.flaw(log.events()) is None


def test_a_draft_becomes_the_same_text_again_when_it_is_read() -> None:
    people = group()
    version = Version.objects.get(key=drafted(people).key)
    from gmg.group.rules.texts import digest

    assert digest(version.as_rule()) == version.hash
