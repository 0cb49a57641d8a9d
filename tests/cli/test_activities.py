"""`gmg activities`: check, import, export, list, and what is withheld."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gmg.cli import app
from gmg.cli.activities import activities
from iati_files import IOM, activity, document, written

ROOT = Path(__file__).parent.parent.parent
BAD = activity(2, activity_status="<activity-status/>")
OTHER = '<reporting-org ref="ZZ-1" type="10"><narrative>Z</narrative></reporting-org>'


@pytest.fixture(autouse=True)
def standard(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GMG_IATI_STANDARD", str(data / "iati"))
    monkeypatch.setenv("GMG_BASE", str(tmp_path / "base"))


def gmg(*words: str | Path) -> Result:
    return CliRunner().invoke(app, ["activities", *map(str, words)])


def test_check_finds_nothing_in_a_sound_file(tmp_path: Path) -> None:
    done = gmg("check", written(tmp_path, document(activity(1))))
    assert done.exit_code == 0, done.output
    assert "0 error, 0 warning, 0 advice" in done.output
    assert not (tmp_path / "base").exists()


def test_check_says_what_is_wrong_and_ends_with_1(tmp_path: Path) -> None:
    path = written(tmp_path, document(activity(1), BAD, activity(3, reporting_org=OTHER)))
    done = gmg("check", path)
    assert done.exit_code == 1
    assert "<activity-status> has no @code" in done.output
    found = json.loads(gmg("check", path, "--json").output)
    assert [(one["identifier"], one["rule"], one["line"]) for one in found] == [
        (f"{IOM}-2", "structure", 20),
        (f"{IOM}-3", "identifier-prefix", 26),
        (f"{IOM}-3", "quarantined", 25),
    ]


def test_check_of_a_refused_file(tmp_path: Path) -> None:
    done = gmg("check", written(tmp_path, "<!DOCTYPE x>\n<x/>"), "--json")
    assert done.exit_code == 1
    assert [one["rule"] for one in json.loads(done.output)] == ["refused"]


def test_import_list_export_and_import_again(tmp_path: Path) -> None:
    path = written(tmp_path, document(activity(1), activity(2)))
    done = gmg("import", path)
    assert done.exit_code == 0, done.output
    (record,) = json.loads(gmg("import", path, "--json").stdout)
    assert (record["accepted"], record["was_here"]) == (2, True)
    assert f"{IOM}-1" in gmg("list", "--place", "Kenya", "--agency", "IOM", "--tier", "core").output
    assert "no activity answers to that" in gmg("list", "--place", "DEU").output
    for name in ("out.xml", "out.csv"):
        assert gmg("export", "--to", tmp_path / name).exit_code == 0
    for name in ("out.xml", "out.csv"):
        again = json.loads(
            gmg("import", tmp_path / name, "--json", "--base", tmp_path / name[-3:]).stdout
        )
        assert again[0]["accepted"] == 2
    assert gmg("export", "--to", tmp_path / "out.txt").exit_code == 2
    second = written(tmp_path, document(activity(1), activity(3)))
    assert "1 new, 1 gone, 0 changed" in gmg("import", second).output


def test_what_is_withheld_can_be_asked_for(tmp_path: Path) -> None:
    text = document(
        activity(1),
        activity(1, sector='<sector code="72010"/>'),
        BAD,
        activity(4, reporting_org=OTHER),
    )
    assert gmg("import", written(tmp_path, text)).exit_code == 0
    for command, identifiers in (
        ("conflicts", [f"{IOM}-1"] * 2),
        ("quarantine", [f"{IOM}-4"]),
        ("rejected", [f"{IOM}-2"]),
    ):
        assert identifiers[0] in gmg(command).output
        found = json.loads(gmg(command, "--json").output)
        assert [one["identifier"] for one in found] == identifiers
        assert all(one["why"] and one["to_do"] for one in found)


def test_an_unclear_publisher_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, document(activity(1, reporting_org=OTHER)))
    done = gmg("import", path)
    assert done.exit_code == 1
    assert "say so with --publisher" in done.output
    assert gmg("import", path, "--publisher", "ZZ-1").exit_code == 0


def test_a_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    done = gmg("import", written(tmp_path, document(activity(1))), "--limit", "10")
    assert done.exit_code == 1
    assert "more than the 10 that are read" in done.output


def test_every_command_and_state_stands_in_the_page() -> None:
    page = (ROOT / "docs" / "activities.md").read_text(encoding="utf-8")
    for name, command in activities.commands.items():
        assert f"`gmg activities {name}" in page
        said = {
            max(item.opts, key=len) for item in command.params if item.param_type_name == "option"
        }
        assert said - {"--help"} <= set(re.findall(r"--[\w-]+", page))
    from gmg.exchange.fourw import HXL
    from gmg.exchange.iati.ruleset import RULES
    from gmg.exchange.iati.store import STATES

    for column, tag in HXL.items():
        assert f"| `{column}` | `{tag}` |" in page
    for rule in RULES:
        assert f"| `{rule.name}` | {rule.level} | {rule.says}" in page
    for state in STATES:
        assert f"| {state} |" in page
