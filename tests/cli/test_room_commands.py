"""The room from a terminal: the story, its log, its record."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from gmg.evidence.base import Base


def gmg(*words: object, base: Path | None = None) -> subprocess.CompletedProcess[str]:
    known = {k: v for k, v in os.environ.items() if not k.startswith(("GMG_", "DATABASE_URL"))}
    return subprocess.run(
        [sys.executable, "-m", "gmg", *map(str, words)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        env={**known, **({"GMG_BASE": str(base)} if base else {})},
    )


@pytest.fixture(scope="module")
def played(base: Base, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("story")
    words = ("demo", "--database", f"sqlite:///{folder}/room.sqlite", "--to", folder)
    ran = gmg(*words, base=base.folder)
    assert ran.returncode == 0, ran.stderr
    assert "adopted by 10 agencies" in " ".join(ran.stdout.split())
    again = gmg(*words, base=base.folder)
    assert again.returncode == 1
    assert "played" in again.stderr
    return folder


def test_the_record_is_checked_offline_and_a_changed_word_is_found(played: Path) -> None:
    file = played / "record.json"
    assert gmg("record", "check", file).returncode == 0
    assert json.loads(gmg("record", "check", file, "--json").stdout)[0]["flaws"] == []
    other = played / "other.json"
    other.write_text(file.read_text().replace("without fear", "with fear"))
    ran = gmg("record", "check", other)
    assert ran.returncode == 1
    assert "does not give its hash" in ran.stderr
    other.write_text("[1]")
    assert "no public record" in gmg("record", "check", other).stderr


def test_the_log_is_verified_exported_and_a_forged_row_is_named(played: Path) -> None:
    url = f"sqlite:///{played}/room.sqlite"
    said = json.loads(gmg("log", "verify", "--database", url, "--json").stdout)[0]
    assert said["flaw"] is None
    lines = gmg("log", "export", "--database", url).stdout.splitlines()
    assert len(lines) == said["events"]
    assert json.loads(lines[-1])["hash"] == said["last"]
    gmg("log", "export", "--database", url, "--to", played / "log.jsonl")
    assert (played / "log.jsonl").read_text().splitlines() == lines
    with sqlite3.connect(played / "room.sqlite") as room:
        room.execute("DROP TRIGGER room_event_update")
        room.execute("UPDATE room_event SET action = 'seat.give' WHERE number = 20")
    room.close()
    ran = gmg("log", "verify", "--database", url)
    assert ran.returncode == 1
    assert "event 20 was changed" in ran.stderr


def test_an_address_that_is_none_is_told_without_its_password() -> None:
    ran = gmg("log", "verify", "--database", "postgresql://a:secret@127.0.0.1:1/none")
    assert ran.returncode == 1
    assert "no room answers" in ran.stderr
    assert "secret" not in ran.stderr
    ran = gmg("log", "verify", "--database", "mysql://x/y")
    assert "sqlite:///" in ran.stderr
