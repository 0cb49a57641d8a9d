"""What `make run` takes, says and writes; checked on the sample edition, which is always there."""

from __future__ import annotations

from pathlib import Path

import pytest

from gmg import first_look
from gmg.cli import app
from gmg.data_folder import SAMPLE, choose


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with no published files beside it."""
    inside = tmp_path / "deep" / "checkout"
    inside.mkdir(parents=True)
    monkeypatch.delenv("GMG_DATA", raising=False)
    monkeypatch.delenv("GMG_BASE", raising=False)
    monkeypatch.setenv(first_look.NO_SITE, "1")
    monkeypatch.chdir(inside)
    return inside


def test_named_data_come_first(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (nowhere.parent / "shared" / "data").mkdir(parents=True)
    monkeypatch.setenv("GMG_DATA", str(nowhere / "mine"))
    choice = choose()
    assert (choice.path, choice.sample) == (nowhere / "mine", False)
    assert "$GMG_DATA" in choice.why


def test_then_files_beside_the_checkout_also_from_a_folder_inside_it(
    nowhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside = nowhere.parent / "shared" / "data"
    beside.mkdir(parents=True)
    assert choose().path == beside
    (nowhere / "pyproject.toml").touch()
    (nowhere / "docs").mkdir()
    monkeypatch.chdir(nowhere / "docs")
    choice = choose()
    assert (choice.path, choice.sample) == (beside, False)


def test_at_last_the_sample_edition(nowhere: Path) -> None:
    choice = choose()
    assert (choice.path, choice.sample) == (SAMPLE, True)
    assert "sample edition" in choice.why


def test_a_first_look_at_the_sample(nowhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first_look.main()
    said = capsys.readouterr().out
    assert "SAMPLE EDITION" in said.split("release", 1)[0]
    assert "500 figures of 7 publishers, 10 data sets, 12 editions — SAMPLE EDITION" in said
    assert "The agencies agree within a twentieth" in said
    assert "More refugees than migrants from Sudan in Libya" in said
    assert "disagree: " in said
    assert "say nothing" in said
    assert [*(nowhere / ".gmg" / "derived").glob("*.shelf.duckdb")]


def test_a_second_look_reads_nothing_anew(
    nowhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first_look.main()
    capsys.readouterr()
    first_look.main()
    assert "nothing has changed since it was built" in capsys.readouterr().out


def test_the_commands_it_proposes_exist() -> None:
    known = set(app.commands)
    proposed = {command.split()[1] for command, _ in first_look.NEXT}
    assert proposed <= known
