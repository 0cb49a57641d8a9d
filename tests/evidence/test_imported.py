"""Files that a user brought in are part of every release from then on, and of none before."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import gmg
from gmg.evidence.base import Base
from gmg.evidence.build import build
from gmg.evidence.imported import FOLDER, Imported, drop, imported, keep, renew
from gmg.evidence.release import read_release
from small import ROWS_OF_SMALL_BASE, build_small


@pytest.fixture
def base(tmp_path: Path) -> Base:
    build_small(tmp_path / "data", tmp_path / "base", ROWS_OF_SMALL_BASE)
    return gmg.open(tmp_path / "base")


def brought(base: Base, name: str) -> Imported:
    """The first file of the base again, as if a user had brought it in under another name."""
    key, account = base.release.pairs()[0]
    source = base.release.sources[account.dataset]
    part = base.folder / "parts" / f"{key}.parquet"
    (part.parent / f"{name}.parquet").write_bytes(part.read_bytes())
    return Imported(
        name,
        replace(
            account,
            path=f"{FOLDER}/{name}.csv",
            dataset=f"imported.{name}",
            part=f"observations/imported.{name}.parquet",
        ),
        replace(source, id=f"imported.{name}"),
    )


def count(base: Base) -> int:
    return int(base.rows("SELECT count(*) AS n FROM figures")[0]["n"])


def test_what_is_kept_is_in_the_next_release_and_what_is_dropped_is_not(base: Base) -> None:
    before = count(base)
    one = brought(base, "alpha")
    keep(base.folder, one)
    assert imported(base.folder) == (one,)
    renew(base.folder)
    after = gmg.open(base.folder)
    assert count(after) == before + one.account.kept
    assert "imported.alpha" in after.release.sources
    drop(base.folder, one.key)
    assert renew(base.folder).id == base.release.id
    assert count(gmg.open(base.folder, after.release.id)) == before + one.account.kept


def test_renewing_twice_makes_one_release(base: Base) -> None:
    keep(base.folder, brought(base, "alpha"))
    assert renew(base.folder).id == renew(base.folder).id


def test_a_release_does_not_change_when_something_is_imported(base: Base) -> None:
    keep(base.folder, brought(base, "alpha"))
    renew(base.folder)
    assert read_release(base.folder, base.release.id) == base.release


def test_a_part_without_account_was_never_imported(base: Base) -> None:
    brought(base, "alpha")
    assert imported(base.folder) == ()


def test_without_a_release_nothing_can_be_renewed(tmp_path: Path) -> None:
    with pytest.raises(LookupError, match="gmg build"):
        renew(tmp_path)


def test_a_build_keeps_what_was_imported(data: Path, tmp_path: Path) -> None:
    (tmp_path / "data" / "iom").mkdir(parents=True)
    for path in (data / "iom").glob("*mmp*"):
        (tmp_path / "data" / "iom" / path.name).write_bytes(path.read_bytes())
    build(tmp_path / "data", tmp_path / "base")
    base = gmg.open(tmp_path / "base")
    one = brought(base, "alpha")
    keep(base.folder, one)
    built = build(tmp_path / "data", tmp_path / "base")
    assert not built.unchanged
    assert one.account in built.release.accounts
    assert build(tmp_path / "data", tmp_path / "base").unchanged
