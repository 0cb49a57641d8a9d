"""Builds: the same inputs give the same bytes, and what goes wrong leaves the last good release answering."""

from __future__ import annotations

import errno
import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import gmg
from gmg.evidence import build as building
from gmg.evidence import parts, release, snapshots
from gmg.evidence.base import Base, NoBase
from gmg.evidence.build import BuildFailed, build, locked
from gmg.evidence.release import current_name, history
from small import (
    POPULATION,
    ROWS_OF_SMALL_BASE,
    STOCK_2024,
    build_small,
    stock_2024,
    tiny_files_allowed,
    unhcr,
    write_files,
)

TESTS = Path(__file__).parent.parent
REVISED = {
    STOCK_2024: stock_2024(("DEU", 2024, "SYR", "male", 301), ("DEU", 2024, "SYR", "female", 200)),
    POPULATION: unhcr((2024, "SYR", "DEU", 701)),
}
BROKEN = {STOCK_2024: stock_2024(("DEU", 2024, "SYR", "male", -5))}
MEN = {"place": "DEU", "counterpart": "SYR", "sex": "male", "year": 2024}


def hashes(folder: Path) -> dict[str, str]:
    """Every file below the folder with the hash of its bytes."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def men(base: Path) -> float | None:
    """What the current release of the base says of one cell."""
    (figure,) = gmg.open(base).figures("migrant-stock", **MEN)
    return figure.value


@pytest.fixture
def built(tmp_path: Path) -> tuple[Path, Path]:
    """Data folder and base with one good release, in which the figure of `men` is 300."""
    data, base = tmp_path / "data", tmp_path / "base"
    build_small(data, base, ROWS_OF_SMALL_BASE)
    assert men(base) == 300
    return data, base


# --- the same again ----------------------------------------------------------------------------


def test_small_files_built_anywhere_give_the_same_release(tmp_path: Path) -> None:
    one = build_small(tmp_path / "a" / "data", tmp_path / "a" / "base", ROWS_OF_SMALL_BASE)
    two = build_small(tmp_path / "b" / "other", tmp_path / "b" / "base", ROWS_OF_SMALL_BASE)
    assert one.release.id == two.release.id
    assert hashes(one.release.folder) == hashes(two.release.folder)


def test_published_files_built_from_scratch_give_the_same_bytes(
    base: Base, data: Path, tmp_path: Path
) -> None:
    again = build(data, tmp_path / "base")
    assert again.release.id == base.release.id
    assert hashes(again.release.folder) == hashes(base.release.folder)


def test_a_second_build_of_unchanged_files_does_nothing(built: tuple[Path, Path]) -> None:
    data, base = built
    before, known = hashes(base), current_name(base)
    again = build_small(data, base, {})
    assert again.unchanged and again.release.id == known and again.seconds == {}
    assert hashes(base) == before


def test_a_file_that_was_only_touched_is_not_read_again(built: tuple[Path, Path]) -> None:
    data, base = built
    os.utime(data / STOCK_2024, (1, 1))
    again = build_small(data, base, {})
    assert not again.unchanged
    assert set(again.seconds.values()) == {0.0}
    assert again.release.id == history(base)[0]["release"]


def test_a_revised_file_makes_a_new_release_and_the_old_one_still_opens(
    built: tuple[Path, Path],
) -> None:
    data, base = built
    old = current_name(base)
    new = build_small(data, base, REVISED).release.id
    assert new != old and current_name(base) == new and men(base) == 301
    assert [line["release"] for line in history(base)] == [old, new]
    (figure,) = gmg.open(base, old).figures("migrant-stock", **MEN)
    assert figure.value == 300


def test_a_renamed_edition_or_licence_changes_the_release(built: tuple[Path, Path]) -> None:
    """What a release says of its sources is part of what its id stands for."""
    _, base = built
    document = gmg.open(base).release.folder / "release.json"
    assert "CC BY 3.0 IGO" in document.read_text(encoding="utf-8")


# --- what is refused ---------------------------------------------------------------------------


def test_a_refused_file_stops_the_swap(built: tuple[Path, Path]) -> None:
    data, base = built
    before = current_name(base)
    with pytest.raises(BuildFailed) as failure:
        build_small(data, base, BROKEN)
    assert len(failure.value.problems) == 1
    assert STOCK_2024 in failure.value.problems[0]
    assert current_name(base) == before and men(base) == 300


def test_skip_refused_releases_the_others_and_says_what_is_missing(
    built: tuple[Path, Path],
) -> None:
    data, base = built
    made = build_small(data, base, BROKEN, skip_refused=True)
    assert [STOCK_2024 in problem for problem in made.refused] == [True]
    opened = gmg.open(base)
    assert opened.release.refused == made.refused
    assert opened.figures("migrant-stock") == []
    assert opened.figures("refugees")
    with pytest.raises(BuildFailed):
        build_small(data, base, {})  # a refused file is never passed over as unchanged


def test_nothing_readable_is_a_failure_not_an_empty_release(tmp_path: Path) -> None:
    write_files(tmp_path / "data", {"notes/readme.txt": b"nothing here"})
    with pytest.raises(BuildFailed, match="none of the 1 files"):
        build(tmp_path / "data", tmp_path / "base")
    with pytest.raises(BuildFailed, match="no such folder"):
        build(tmp_path / "nowhere", tmp_path / "base")
    with pytest.raises(NoBase, match="gmg build"):
        gmg.open(tmp_path / "base")


def test_all_files_refused_makes_no_release_even_when_skipping(tmp_path: Path) -> None:
    with pytest.raises(BuildFailed):
        build_small(tmp_path / "data", tmp_path / "base", BROKEN, skip_refused=True)
    assert current_name(tmp_path / "base") is None


def test_two_builds_at_once(built: tuple[Path, Path]) -> None:
    data, base = built
    with (
        locked(base),
        pytest.raises(BuildFailed, match="another build is at work here; wait for it"),
    ):
        build_small(data, base, REVISED)
    assert men(base) == 300
    build_small(data, base, {})
    assert men(base) == 301


# --- killed ------------------------------------------------------------------------------------

KILLED = """
import os, pathlib, signal, sys
sys.path.insert(0, sys.argv[1])
from small import build_small
name, at = sys.argv[4], int(sys.argv[5])
owner, attribute = {"replace": (pathlib.Path, "replace"), "fsync": (os, "fsync"),
                    "link": (os, "link"), "mkdir": (os, "mkdir")}[name]
real, calls = getattr(owner, attribute), [0]
def deadly(*arguments, **options):
    calls[0] += 1
    if calls[0] == at:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*arguments, **options)
setattr(owner, attribute, deadly)
build_small(pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3]), {})
"""


def run_child(script: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize(("call", "least"), [("replace", 8), ("fsync", 6), ("link", 2)])
def test_a_build_killed_at_any_moment(call: str, least: int, tmp_path: Path) -> None:
    """SIGKILL before the first, second, ... such call, until a build gets through alive."""
    clean = build_small(tmp_path / "clean", tmp_path / "expected", REVISED).release
    for at in range(1, 40):
        data, base = tmp_path / f"data{at}", tmp_path / f"base{at}"
        build_small(data, base, ROWS_OF_SMALL_BASE)
        old = current_name(base)
        write_files(data, REVISED)
        died = run_child(KILLED, TESTS, data, base, call, at)
        if died.returncode == 0:
            assert at > least
            break
        assert died.returncode == -signal.SIGKILL, died.stderr
        answering = current_name(base)
        assert (answering, men(base)) in [(old, 300), (clean.id, 301)]
        again = build_small(data, base, {})
        assert again.release.id == clean.id and men(base) == 301
        assert hashes(again.release.folder) == hashes(clean.folder)
        assert not [path for path in base.rglob(".*") if path.is_file() or path.is_dir()]
        assert not list(base.rglob("*.writing-*"))
    else:
        pytest.fail("no build ever got through")


# --- no room -----------------------------------------------------------------------------------

NO_ROOM = """
import pathlib, resource, sys
sys.path.insert(0, sys.argv[1])
from small import build_small
from gmg.evidence.build import BuildFailed
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[4]),) * 2)
try:
    build_small(pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3]), {})
except BuildFailed as failure:
    print(failure)
    sys.exit(7)
"""


def many_rows() -> dict[str, bytes]:
    places = ("DEU", "SYR", "TUR", "SDN", "LBY", "USA", "MEX", "KEN", "FRA", "BRA")
    rows = [
        (place, year, origin, sex, (i * 7919 + j * 104729 + year) % 99991)
        for i, place in enumerate(places)
        for j, origin in enumerate(places)
        for year in (1990, 1995, 2000, 2005, 2010, 2015, 2020, 2024)
        for sex in ("female", "male")
        if place != origin
    ]
    return {STOCK_2024: stock_2024(*rows)}


@pytest.mark.parametrize("room", [0, 100, 1500, 6000, 12000])
def test_a_full_disk(room: int, built: tuple[Path, Path]) -> None:
    """The kernel refuses to let any file grow past `room` bytes."""
    data, base = built
    before = current_name(base)
    write_files(data, many_rows())
    died = run_child(NO_ROOM, TESTS, data, base, room)
    assert died.returncode == 7, died.stdout + died.stderr
    assert "the disk is full" in died.stdout and "free some space" in died.stdout
    assert current_name(base) == before and men(base) == 300
    assert not build_small(data, base, {}).unchanged


@pytest.mark.parametrize(
    ("owner", "name"),
    [(snapshots, "write_whole"), (parts, "write_parquet"), (release, "link")],
)
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_no_space_wherever_it_strikes(
    owner: object,
    name: str,
    code: int,
    built: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data, base = built

    def full(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code), "somewhere")

    with monkeypatch.context() as patch:
        patch.setattr(owner, name, full)
        with pytest.raises(BuildFailed, match=r"disk is full.*free some space"):
            build_small(data, base, REVISED)
    assert men(base) == 300
    assert build_small(data, base, {}).release.id == current_name(base)
    assert men(base) == 301


def test_other_errors_of_the_system_are_not_taken_for_a_full_disk(
    built: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    data, base = built

    def broken(*_: object, **__: object) -> None:
        raise OSError(errno.EIO, "input/output error")

    monkeypatch.setattr(snapshots.Snapshots, "put", broken)
    with pytest.raises(OSError, match="input/output"):
        build_small(data, base, REVISED)
    assert men(base) == 300


def test_a_base_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    write_files(tmp_path / "data", ROWS_OF_SMALL_BASE)
    with (
        tiny_files_allowed(),
        pytest.raises(BuildFailed, match=r"cannot be written .* name another with --base"),
    ):
        build(tmp_path / "data", tmp_path / "file" / "base")


# --- progress and accounts ---------------------------------------------------------------------


def test_progress_is_told_file_by_file(tmp_path: Path) -> None:
    seen: list[tuple[int, int, str]] = []
    tell: Callable[[int, int, str], None] = lambda *line: seen.append(line)  # noqa: E731
    build_small(tmp_path / "data", tmp_path / "base", ROWS_OF_SMALL_BASE, progress=tell)
    assert [(done, total) for done, total, _ in seen] == [(1, 2), (2, 2)]
    assert {path for _, _, path in seen} == set(ROWS_OF_SMALL_BASE)


def test_the_accounts_of_all_published_files_add_up(base: Base, data: Path) -> None:
    wrong = [
        account.path
        for account in base.release.accounts
        if account.holds != account.kept + account.ignored_cells + len(account.rejected)
    ]
    assert wrong == []
    assert base.release.refused == ()
    assert len(base.release.accounts) > 100


def test_every_account_is_of_the_file_that_lies_there(base: Base, data: Path) -> None:
    for account in base.release.accounts:
        raw = (data / account.path).read_bytes()
        assert (hashlib.sha256(raw).hexdigest(), len(raw)) == (account.sha256, account.bytes)


def test_a_release_holds_as_many_figures_as_its_accounts_say(base: Base) -> None:
    for kind, view in (("observations", "figures"), ("treaty_acts", "treaty_acts")):
        said = sum(a.kept for a in base.release.accounts if a.kind == kind)
        assert base.rows(f"SELECT count(*) AS n FROM {view}") == [{"n": said}]


def test_what_is_left_out_and_rejected_says_why(base: Base) -> None:
    for account in base.release.accounts:
        assert all(item.what and item.why and item.cells > 0 for item in account.ignored)
        assert all(item.cell and item.why for item in account.rejected)


def test_the_fingerprint_changes_with_a_fact_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = write_files(
        tmp_path / "gmg", {f"{name}/facts.csv": b"code\na\n" for name in building.CODE}
    )
    monkeypatch.setattr(building, "PACKAGE", package)
    before = building.code_fingerprint()
    write_files(package, {"axes/facts.csv": b"code\nb\n"})
    assert building.code_fingerprint() != before
