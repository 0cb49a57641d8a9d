"""Many at once, and a process that is killed: nothing acknowledged is lost, nothing is half-written."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta

import pytest

from gmg.group.acts import clock, log, rounds, seats, texts
from gmg.group.acts.hand import Hand, seats_now
from gmg.group.acts.refusals import Conflict
from gmg.group.rules import chain
from gmg.group.rules.rounds import BadRound, Kind, Standing, State, Verdict, closing
from gmg.group.rules.seats import Role
from gmg.group.store.models import Event, Position, Round
from room_made import NOON, close
from room_people import AGENCIES, Group, drafted, group, opened

WRITER = """
import sys
from gmg.group.store.database import configure, point_at, settings_of
configure(); point_at(settings_of(sys.argv[1]))
from gmg.group.acts import rounds
from gmg.group.acts.hand import Hand, seats_now
from gmg.group.rules.rounds import Verdict
from gmg.group.store.models import Round
row = Round.objects.get(key=sys.argv[2])
for n in range(100_000):
    signed = rounds.SignOff("ILO", Verdict.CLEARED, row.version.hash, f"{n}")
    rounds.enter(Hand(sys.argv[3]), row, signed)
    print(n, flush=True)
"""


def running(people: Group, seconds: float = 3600) -> Round:
    """A silence that closes soon, by the real clock."""
    version = drafted(people)
    with clock.standing_at(NOON):
        texts.freeze(people.chair, version)
    now = datetime.now(UTC)
    return Round.objects.create(
        version=version,
        body=people.body,
        kind=Kind.SILENCE.value,
        opens=now,
        closes=now + timedelta(seconds=seconds),
        entitled=list(AGENCIES),
    )


def test_a_killed_writer_loses_nothing_that_was_acknowledged(room_url: str) -> None:
    people = group()
    round_ = opened(people, hours=24 * 365 * 20)
    close()
    words = (sys.executable, "-c", WRITER, room_url, round_.key, people.speaks["ILO"].person)
    entered = 0
    for at_least in (3, 7):
        writer = subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=dict(os.environ))
        assert writer.stdout is not None
        last = -1
        for line in writer.stdout:
            last = int(line)
            if last >= at_least:
                writer.send_signal(signal.SIGKILL)
                break
        rest = [int(line) for line in writer.stdout if line.endswith("\n")]
        writer.wait()
        told = max([last, *rest]) + 1
        names = {f"{n}" for n in range(told)}
        kept = set(Position.objects.values_list("once", flat=True))
        assert names <= kept
        assert Position.objects.count() == Event.objects.filter(action="position.enter").count()
        assert chain.flaw(log.events()) is None
        entered = len(kept)
        words = (
            *words[:2],
            WRITER.replace("range(100_000)", f"range({entered}, 100_000)"),
            *words[3:],
        )
    assert entered > 7
    close()


@pytest.mark.usefixtures("room_url")
def test_objections_race_the_closing_and_the_log_says_who_was_first() -> None:
    people = group()
    round_ = running(people, seconds=1.0)
    failed: list[BaseException] = []

    def object_(agency: str) -> None:
        for n in range(6):
            signed = rounds.SignOff(
                agency,
                Verdict.CLEARED if n < 5 else Verdict.OBJECTS,
                round_.version.hash,
                f"{agency}{n}",
            )
            try:
                rounds.enter(people.speaks[agency], Round.objects.get(key=round_.key), signed)
            except BaseException as error:
                failed.append(error)
            threading.Event().wait(0.2)
        close()

    threads = [threading.Thread(target=object_, args=(agency,)) for agency in AGENCIES]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    found = rounds.come_to(round_, datetime.now(UTC) + timedelta(seconds=1))
    events = {e.subject: e for e in log.events()}
    assert chain.flaw(log.events()) is None
    for row in round_.positions.all():
        assert datetime.fromisoformat(events[f"position:{row.key}"].at) == row.at
    closes = round_.closes
    for position, standing in found.standings:
        assert (standing is Standing.LATE) == (position.at >= closes) or found.state is State.BROKEN
    before = [p for p, _ in found.standings if p.at < closes and p.verdict is Verdict.OBJECTS]
    assert (found.state is State.BROKEN) == bool(before)
    assert round_.positions.count() == 24


def second_half(people: Group) -> bool:
    """Whether the chair of the second half-year holds it by the real clock."""
    return bool(seats_now(people.next_chair, people.body))


@pytest.mark.usefixtures("room_url")
def test_extensions_race_the_closing_and_hold_only_where_they_came_before_it() -> None:
    people = group()
    chair = people.next_chair if second_half(people) else people.chair
    round_ = running(people, seconds=0.6)
    held: list[datetime] = []
    refused: list[BaseException] = []

    def extend(hand: Hand) -> None:
        for _ in range(8):
            later = datetime.now(UTC) + timedelta(seconds=0.5)
            try:
                held.append(rounds.extend(hand, Round.objects.get(key=round_.key), later).closes)
            except BadRound as error:
                refused.append(error)
            threading.Event().wait(0.1)
        close()

    threads = [threading.Thread(target=extend, args=(hand,)) for hand in [chair] * 3]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rule = Round.objects.get(key=round_.key).as_rule()
    before = rule.closes
    for extension in rule.extensions:
        assert extension.at < before < extension.closes
        before = extension.closes
    assert held and closing(rule) == max(held)
    assert len(held) + len(refused) == 24
    assert chain.flaw(log.events()) is None


@pytest.mark.usefixtures("room_url")
def test_two_holders_of_seats_of_one_agency_at_once_are_both_kept_and_the_last_counts() -> None:
    people = group()
    first = (NOON - timedelta(days=1)).date()
    with clock.standing_at(NOON):
        second = seats.enrol("second@example.org")
        seats.give(people.secretariat, people.body, "IOM", Role.ALTERNATE, first, None, second)
    round_ = running(people)
    failed: list[BaseException] = []
    start = threading.Barrier(2)

    def speak(hand: Hand, verdict: Verdict) -> None:
        start.wait()
        for n in range(5):
            signed = rounds.SignOff("IOM", verdict, round_.version.hash, f"{verdict}{n}")
            try:
                rounds.enter(hand, Round.objects.get(key=round_.key), signed)
            except BaseException as error:
                failed.append(error)
        close()

    both = [(people.speaks["IOM"], Verdict.CLEARED), (Hand(second.key), Verdict.NO_VIEW)]
    threads = [threading.Thread(target=speak, args=pair) for pair in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    found = rounds.come_to(round_)
    rows = list(round_.positions.order_by("pk"))
    assert len(rows) == 10
    assert [p.number for p in found.counted] == [rows[-1].pk]
    assert {standing for _, standing in found.standings[:-1]} == {Standing.REPLACED}
    entered = [e.subject for e in log.events() if e.action == "position.enter"]
    assert entered == [f"position:{row.key}" for row in rows]


@pytest.mark.usefixtures("room_url")
def test_the_same_sign_off_sent_many_times_at_once_is_entered_once() -> None:
    people = group()
    round_ = running(people)
    signed = rounds.SignOff("IOM", Verdict.OBJECTS, round_.version.hash, "once")
    refused: list[Conflict] = []

    def send() -> None:
        try:
            rounds.enter(people.speaks["IOM"], Round.objects.get(key=round_.key), signed)
        except Conflict as error:
            refused.append(error)
        close()

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 5
    assert round_.positions.count() == 1
