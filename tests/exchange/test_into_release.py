"""From staged activities to a release that answers with them."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

import gmg
from gmg.analysis.coordination.who_does_what import who_does_what
from gmg.analysis.trace import trace
from gmg.evidence.base import Base
from gmg.evidence.build import build
from gmg.exchange.fourw import COLUMNS
from gmg.exchange.iati.staging import stage
from gmg.exchange.iati.standard import Standard
from gmg.exchange.into_release import into_release
from small import ROWS_OF_SMALL_BASE, build_small

REF = "XM-DAC-47066"


def no_standard() -> Standard:
    raise AssertionError("a table needs no schema")


def table(path: Path, *activities: dict[str, str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, COLUMNS)
        out.writeheader()
        for one in activities:
            out.writerow({"reporter": REF, "country": "DEU", "actual_start": "2020-01-01", **one})
    return path


def bring(base: Path, *paths: Path) -> Base:
    staged = stage(paths, base, no_standard, today=date(2026, 1, 1))
    assert staged.refused == ()
    into_release(base)
    return gmg.open(base)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    build_small(tmp_path / "data", tmp_path / "base", ROWS_OF_SMALL_BASE)
    return tmp_path / "base"


def identifiers(base: Base) -> list[str]:
    rows = base.rows("SELECT identifier FROM activities ORDER BY identifier")
    return [row["identifier"] for row in rows]


def test_what_is_accepted_answers(folder: Path, tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", {"identifier": f"{REF}-1", "title": "Help for refugees"})
    base = bring(folder, path)
    (one,) = who_does_what(base, "Germany").activities
    assert (one.identifier, one.agency, one.tier) == (f"{REF}-1", "IOM", "displacement")
    assert trace(base, one.id).figure.dataset == f"imported.{REF}"


def test_the_same_file_again_makes_no_other_release(folder: Path, tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", {"identifier": f"{REF}-1", "title": "Help for refugees"})
    first = bring(folder, path).release.id
    assert bring(folder, path).release.id == first


def test_the_release_before_does_not_change(folder: Path, tmp_path: Path) -> None:
    before = gmg.open(folder).release.id
    bring(folder, table(tmp_path / "a.csv", {"identifier": f"{REF}-1", "title": "Refugees"}))
    assert identifiers(gmg.open(folder, before)) == []


def test_a_new_version_of_a_file_takes_the_place_of_the_old(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    one = {"identifier": f"{REF}-1", "title": "Help for refugees"}
    bring(folder, table(path, one))
    base = bring(folder, table(path, {**one, "title": "More help"}, {**one, "identifier": "X-2"}))
    assert identifiers(base) == ["X-2", f"{REF}-1"]
    assert base.rows("SELECT title FROM activities WHERE identifier LIKE 'XM%'") == [
        {"title": "More help"}
    ]


def test_two_files_with_one_identifier_are_a_conflict_and_neither_answers(
    folder: Path, tmp_path: Path
) -> None:
    one = {"identifier": f"{REF}-1", "title": "Help for refugees"}
    base = bring(
        folder,
        table(tmp_path / "a.csv", one, {**one, "identifier": f"{REF}-2"}),
        table(tmp_path / "b.csv", {**one, "title": "Another thing"}),
    )
    assert identifiers(base) == [f"{REF}-2"]
    told = [item for account in base.release.accounts for item in account.ignored]
    assert sum(item.cells for item in told if item.what == "activities in conflict") == 2


def test_a_build_keeps_what_was_imported_and_published_activities_stand(
    data: Path, tmp_path: Path
) -> None:
    inside = tmp_path / "data" / "iati" / "activities"
    inside.mkdir(parents=True)
    name = "iom-activities-dportal.xml"
    (inside / name).write_bytes((data / "iati" / "activities" / name).read_bytes())
    build(tmp_path / "data", tmp_path / "base")
    known = identifiers(gmg.open(tmp_path / "base"))
    same = {"identifier": known[0], "title": "Another title"}
    path = table(tmp_path / "a.csv", same, {"identifier": f"{REF}-new", "title": "Refugees"})
    base = bring(tmp_path / "base", path)
    assert identifiers(base) == sorted([*known, f"{REF}-new"])
    assert base.rows("SELECT title FROM activities WHERE identifier = ?", [known[0]]) != [
        {"title": "Another title"}
    ]
    build(tmp_path / "data", tmp_path / "base")
    assert gmg.open(tmp_path / "base").release.id == base.release.id
