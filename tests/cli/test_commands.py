"""Every command as a user calls it, with and without --json, and what it says when it cannot answer."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from gmg.cli import app
from gmg.evidence.base import Base
from gmg.records.observation import COLUMNS
from small import ROWS_OF_SMALL_BASE, STOCK_2024, build_small, stock_2024, write_files

FIGURE = ["id", *COLUMNS]
ASK = ("figures", "migrant-stock", "--place", "DEU", "--from", "SYR", "--year", "2024")


def gmg(
    *words: object, base: Path | None = None, **variables: str
) -> subprocess.CompletedProcess[str]:
    """`gmg` in a process of its own."""
    known = {k: v for k, v in os.environ.items() if not k.startswith("GMG_")}
    return subprocess.run(
        [sys.executable, "-m", "gmg", *map(str, words)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        env={**known, **({"GMG_BASE": str(base)} if base else {}), **variables},
    )


def answer(*words: object, base: Base) -> list[dict[str, Any]]:
    """The JSON array that a command prints; nothing else may stand on its standard output."""
    ran = gmg(*words, "--json", base=base.folder)
    assert ran.returncode == 0, ran.stderr
    said = json.loads(ran.stdout)
    assert isinstance(said, list) and all(isinstance(item, dict) for item in said)
    return said


@pytest.fixture(scope="module")
def one_id(small_base: Base) -> str:
    (figure,) = small_base.figures(
        "migrant-stock", place="DEU", counterpart="SYR", sex="male", year=2024
    )
    return figure.id


# --- every command answers ---------------------------------------------------------------------

TABLES: dict[str, tuple[tuple[str, ...], str]] = {
    "figures": (ASK, "UNDESA"),
    "corridor": (("corridor", "Syria", "DEU"), "refugees"),
    "findings": (("findings", "--rule", "refugees-exceed-migrants"), "refugees-exceed-migrants"),
    "profile": (("profile", "Germany"), "Migration profile: Germany"),
    "concepts": (("concepts",), "migrant-stock"),
    "sources": (("sources",), STOCK_2024),
    "licences": (("licences",), "CC BY 3.0 IGO"),
    "releases": (("releases",), "current"),
    "rules": (("rules",), "contradiction"),
}
OTHERS = {"trace", "diff", "build", "pull"}  # below, and pull where its servers are played
NORMS = {"parties", "status", "ratification-gaps", "reservations", "instruments"}  # test_norms
WORK = {"gaps", "overlaps", "who-does-what", "mandates"}  # test_work
ELSEWHERE = {
    "note",
    "activities",
    "flows",
}  # test_note_command, test_activities, test_flows_command
SITE = {"serve", "publish"}  # test_site_commands
ROOM = {"demo", "log", "record", "room"}  # test_room_commands


def test_no_command_is_left_out() -> None:
    assert set(TABLES) | OTHERS | NORMS | WORK | ELSEWHERE | SITE | ROOM == set(app.commands)


@pytest.mark.parametrize("name", TABLES)
def test_a_command_prints_for_people(name: str, small_base: Base) -> None:
    words, expected = TABLES[name]
    ran = gmg(*words, base=small_base.folder)
    assert ran.returncode == 0, ran.stderr
    assert expected in ran.stdout.replace("\n", " ")
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize("name", TABLES)
def test_a_command_prints_json(name: str, small_base: Base) -> None:
    words, _ = TABLES[name]
    assert answer(*words, base=small_base)


def test_the_contract_of_figures(small_base: Base, one_id: str) -> None:
    women, men = answer(*ASK, base=small_base)
    assert list(men) == list(women) == FIGURE
    assert men["id"] == one_id
    expected = {"value": 300, "place": "DEU", "counterpart": "SYR", "sex": "male"}
    assert {**men, **expected} == men
    assert (men["time_from"], men["unit"]) == ("2024-07-01", "persons")
    assert men["as_published"] == "300" and men["agency"] == "UNDESA"


def test_filters_of_figures(small_base: Base) -> None:
    assert [f["value"] for f in answer(*ASK, "--sex", "female", base=small_base)] == [200]
    assert answer(*ASK, "--age", "0-4", base=small_base) == []
    assert answer(*ASK, "--agency", "UNHCR", base=small_base) == []
    assert len(answer(*ASK, "--dataset", "undesa.migrant-stock", base=small_base)) == 2
    assert answer(*ASK, "--edition", "2020", base=small_base) == []
    named = (
        "figures",
        "migrant-stock",
        "--place",
        "Allemagne",
        "--from",
        "سوريا",
        "--year",
        "2024",
    )
    assert [f["value"] for f in answer(*named, base=small_base)] == [200, 300]


def test_zero_is_shown_and_missing_is_not_zero(small_base: Base) -> None:
    zeros = answer("figures", "migrant-stock", "--place", "TUR", base=small_base)
    assert [f["value"] for f in zeros] == [0, 0]
    silent = gmg("figures", "migrant-stock", "--place", "LBY", base=small_base.folder)
    assert silent.returncode == 1
    assert "a missing figure is not zero" in silent.stderr
    assert answer("figures", "migrant-stock", "--place", "LBY", base=small_base) == []


def test_trace_shows_the_cell(small_base: Base, one_id: str) -> None:
    ran = gmg("trace", one_id, base=small_base.folder)
    assert ran.returncode == 0, ran.stderr
    for said in (STOCK_2024, "CC BY 3.0 IGO", "'300'", "cite as:", one_id):
        assert said in ran.stdout
    (traced,) = answer("trace", one_id, base=small_base)
    assert list(traced)[: len(FIGURE)] == FIGURE
    assert traced["text_in_file"] == "300" and traced["file"] == STOCK_2024
    assert traced["address"].startswith("https://www.un.org/")


def test_the_contract_of_findings(small_base: Base) -> None:
    (found, *_) = answer("findings", "--kind", "contradiction", base=small_base)
    keys = "id rule kind place counterpart time_from time_to people reasons figures"
    assert list(found) == keys.split()
    assert (found["place"], found["counterpart"], found["people"]) == ("TUR", "SYR", 2900)
    assert all(list(figure) == FIGURE for figure in found["figures"])


def test_corridor_shows_both_directions(small_base: Base) -> None:
    there = answer("corridor", "TUR", "DEU", base=small_base)
    assert {(f["place"], f["counterpart"]) for f in there} == {("DEU", "TUR")}
    assert {
        f["value"] for f in answer("corridor", "TUR", "DEU", "--year", "2024", base=small_base)
    } >= {
        71,
        64,
        60,
    }
    ran = gmg("corridor", "LBY", "DEU", base=small_base.folder)
    assert ran.returncode == 0 and "nothing is published; that is not zero" in ran.stdout


@pytest.mark.parametrize("ending", ["html", "json"])
def test_profile_writes_a_page(ending: str, small_base: Base, tmp_path: Path) -> None:
    page = tmp_path / "pages" / f"deu.{ending}"
    ran = gmg("profile", "DEU", "--to", page, base=small_base.folder)
    assert ran.returncode == 0, ran.stderr
    assert "Germany" in page.read_text(encoding="utf-8")


# --- build, releases, diff ---------------------------------------------------------------------


@pytest.fixture
def two_releases(tmp_path: Path) -> tuple[Path, str, str]:
    data, base = tmp_path / "data", tmp_path / "base"
    old = build_small(data, base, ROWS_OF_SMALL_BASE).release.id
    revised = {
        STOCK_2024: stock_2024(("DEU", 2024, "SYR", "male", 310), ("DEU", 2024, "MEX", "male", 8))
    }
    return base, old, build_small(data, base, revised).release.id


def test_diff_of_two_releases(two_releases: tuple[Path, str, str]) -> None:
    base, old, new = two_releases
    ran = gmg("diff", old, new, "--json", "--base", base)
    changes = json.loads(ran.stdout)
    first = changes[0]
    assert (first["state"], first["old"], first["new"], first["by"]) == ("revised", 300, 310, 10)
    states = [change["state"] for change in changes]
    assert (states.count("new"), states.count("gone")) == (1, 7)
    shown = gmg("diff", old, new, "--top", "1", "--base", base)
    assert shown.returncode == 0 and "7 gone, 1 new, 1 revised" in shown.stdout
    same = gmg("diff", new, new, "--base", base)
    assert same.returncode == 0 and "no figure differs" in same.stdout


def test_an_older_release_answers_when_named(two_releases: tuple[Path, str, str]) -> None:
    base, old, new = two_releases
    for release, value in ((old, 300), (new, 310)):
        ran = gmg(*ASK, "--sex", "male", "--json", "--release", release, "--base", base)
        assert [figure["value"] for figure in json.loads(ran.stdout)] == [value]
    listed = json.loads(gmg("releases", "--json", "--base", base).stdout)
    assert [line["release"] for line in listed] == [old, new]


def test_build_refuses_with_a_message_and_exit_code(tmp_path: Path) -> None:
    data = write_files(
        tmp_path / "data", {STOCK_2024: stock_2024(("DEU", 2024, "SYR", "male", -5))}
    )
    ran = gmg("build", "--data", data, "--base", tmp_path / "base")
    assert ran.returncode == 1
    assert f"{STOCK_2024}, cell E2" in ran.stderr
    assert "Traceback" not in ran.stderr and ran.stdout == ""


def test_build_of_the_sample_edition(tmp_path: Path) -> None:
    """Without the published files the figures that come with the program are built."""
    ran = subprocess.run(
        [sys.executable, "-m", "gmg", "build", "--json", "--base", str(tmp_path / "base")],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        timeout=120,
        check=False,
        env={k: v for k, v in os.environ.items() if not k.startswith("GMG_")},
    )
    assert ran.returncode == 0, ran.stderr
    assert "sample edition" in ran.stderr
    lines = json.loads(ran.stdout)
    assert all(line["holds"] == line["kept"] + line["ignored"] + line["rejected"] for line in lines)
    asked = gmg("figures", "refugees", base=tmp_path / "base")
    assert asked.returncode == 0 and "SAMPLE EDITION" in asked.stderr
    again = gmg("build", "--data", tmp_path / "nowhere", base=tmp_path / "base")
    assert again.returncode == 1 and "no such folder" in again.stderr


# --- what cannot be answered, and what cannot be understood ------------------------------------

CANNOT: dict[str, tuple[tuple[str, ...], str]] = {
    "unknown concept": (("figures", "happiness"), "gmg concepts"),
    "unknown place": (("figures", "refugees", "--place", "Atlantis"), "Atlantis"),
    "unknown origin": (("corridor", "Atlantis", "DEU"), "Atlantis"),
    "unknown rule": (("findings", "--rule", "no-such-rule"), "gmg rules"),
    "unknown kind": (("findings", "--kind", "rumour"), "silence"),
    "no figure id": (("trace", "banana"), "is not a figure id"),
    "id of another release": (("trace", "0123456789ab.2.E"), "gmg releases"),
    "unknown release": (("figures", "refugees", "--release", "nope"), "gmg releases"),
    "unknown edition": (("diff", "undesa.migrant-stock@1066", "undesa.migrant-stock@2024"), "2019"),
    "release with edition": (("diff", "abc", "undesa.migrant-stock@2024"), "compare two"),
    "unknown language": (("profile", "DEU", "--lang", "tlh"), "ar"),
    "unknown form of page": (("profile", "DEU", "--to", "page.docx"), ".html"),
    "unknown data set": (("pull", "no.such-set"), "no.such-set"),
}


@pytest.mark.parametrize("case", CANNOT)
def test_what_cannot_be_answered_exits_1_with_a_message(case: str, small_base: Base) -> None:
    words, expected = CANNOT[case]
    ran = gmg(*words, base=small_base.folder)
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert expected in ran.stderr
    assert "Traceback" not in ran.stderr and ran.stdout == ""


WORDS_OFF = {
    "unknown command": ("emigrate",),
    "unknown option": ("figures", "refugees", "--planet", "Mars"),
    "missing argument": ("trace",),
    "year that is no year": ("figures", "refugees", "--year", "last"),
    "no top": ("findings", "--top", "0"),
}


@pytest.mark.parametrize("case", WORDS_OFF)
def test_words_that_are_off_exit_2(case: str, small_base: Base) -> None:
    ran = gmg(*WORDS_OFF[case], base=small_base.folder)
    assert ran.returncode == 2
    assert "Usage:" in ran.stderr and "Traceback" not in ran.stderr


@pytest.mark.parametrize(
    "name", [name for name in TABLES if name not in ("concepts", "rules", "releases")]
)
def test_without_a_base_every_question_says_what_to_do(name: str, tmp_path: Path) -> None:
    ran = gmg(*TABLES[name][0], base=tmp_path / "empty")
    assert ran.returncode == 1
    assert "gmg build" in ran.stderr


def test_help_and_version() -> None:
    helped = gmg("--help")
    assert helped.returncode == 0
    assert all(f"  {name} " in helped.stdout for name in app.commands)
    assert gmg("--version").stdout.strip().count(".") == 2


def test_a_reader_that_stops_reading_is_no_error(small_base: Base) -> None:
    """`gmg concepts --json | head -1`."""
    line = f"{sys.executable} -m gmg concepts --json | head -1; exit ${{PIPESTATUS[0]}}"
    ran = subprocess.run(
        ["bash", "-c", line], capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.returncode == 0 and ran.stdout == "[\n"
    assert ran.stderr == ""
