"""Backup and restore, rehearsed from one database to the other and back."""

from __future__ import annotations

import gzip
from datetime import timedelta
from pathlib import Path

import pytest

from gmg.group.acts import clock, log, rounds
from gmg.group.acts.hand import Hand
from gmg.group.rules import chain
from gmg.group.rules.rounds import Kind, Verdict
from gmg.group.store.backup import BadBackup, back_up, lines, restore
from gmg.group.store.database import open_room
from gmg.group.store.models import Position, Round
from room_made import NOON, pointed
from room_people import group, opened, sign


def test_a_room_comes_back_to_the_last_digit_and_goes_on(room_url: str, tmp_path: Path) -> None:
    people = group()
    round_ = opened(people, Kind.SILENCE)
    moment = NOON + timedelta(hours=1, microseconds=7)
    sign(people, round_, "IOM", Verdict.COMMENTS, moment, reservation="Réserve — تحفّظ")
    before = list(lines())
    file = tmp_path / "room.jsonl.gz"
    saved = back_up(file)
    assert saved.rows == len(before) - 1

    open_room(f"sqlite:///{tmp_path / 'other.sqlite'}")
    assert restore(file) == saved
    assert list(lines()) == before
    assert chain.flaw(log.events()) is None
    again = Round.objects.get(key=round_.key)
    assert again.positions.get().at == moment
    signed = rounds.SignOff("ILO", Verdict.OBJECTS, again.version.hash, "after")
    with clock.standing_at(NOON + timedelta(hours=2)):
        rounds.enter(Hand(people.speaks["ILO"].person), again, signed)
    assert Position.objects.count() == 2
    with pytest.raises(BadBackup, match="holds rows"):
        restore(file)
    pointed(room_url)


def test_a_room_moves_to_the_other_database(room_url: str, tmp_path: Path) -> None:
    file = tmp_path / "room.jsonl.gz"
    open_room(f"sqlite:///{tmp_path / 'first.sqlite'}")
    people = group()
    round_ = opened(people)
    before = list(lines())
    back_up(file)
    pointed(room_url)
    restore(file)
    assert list(lines()) == before
    sign(
        people, Round.objects.get(key=round_.key), "IOM", Verdict.CLEARED, NOON + timedelta(hours=1)
    )
    assert chain.flaw(log.events()) is None


@pytest.mark.usefixtures("room_url")
def test_a_backup_that_was_cut_or_changed_is_refused_and_nothing_is_put_in(tmp_path: Path) -> None:
    people = group()
    opened(people)
    file = tmp_path / "room.jsonl.gz"
    back_up(file)
    text = gzip.decompress(file.read_bytes())
    bad = tmp_path / "bad.gz"
    open_room(f"sqlite:///{tmp_path / 'empty.sqlite'}")
    for bytes_ in (
        gzip.compress(text.replace(b'"UNHCR"', b'"UNICEF"', 1)),
        gzip.compress(b"".join(text.splitlines(keepends=True)[:-1])),
        gzip.compress(b""),
        file.read_bytes()[:-20],
        b"no gzip",
        gzip.compress(b"[]\n[]\n"),
        gzip.compress(b"\xff\xfe"),
    ):
        bad.write_bytes(bytes_)
        with pytest.raises(BadBackup):
            restore(bad)
    assert not Round.objects.exists()
