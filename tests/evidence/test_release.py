"""Releases: immutable, named by what is in them, read back as they were written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import gmg
from gmg.evidence.base import Base, NoBase, base_folder, open_base
from gmg.evidence.release import current_name, history, link, read_release
from gmg.sources import source
from small import figure, release_of


def stock(value: float) -> dict[str, object]:
    return figure("undesa.migrant-stock", "migrant-stock", "DEU", value)


def test_a_release_is_read_back_as_it_was_written(small_base: Base) -> None:
    again = read_release(small_base.folder, small_base.release.id)
    assert again == small_base.release
    described = again.sources["unhcr.population"]
    assert described.licence == source("unhcr.population").licence
    assert [edition.id for edition in described.editions] == [
        edition.id for edition in source("unhcr.population").editions
    ]


def test_other_accounts_make_another_id(tmp_path: Path) -> None:
    one = release_of(tmp_path / "one", stock(1)).release.id
    assert release_of(tmp_path / "again", stock(1)).release.id == one
    assert release_of(tmp_path / "two", stock(1), stock(2)).release.id != one


def test_history_tells_every_swap_and_passes_over_half_a_line(tmp_path: Path) -> None:
    base = release_of(tmp_path, stock(1))
    with (tmp_path / "releases.jsonl").open("a", encoding="utf-8") as log:
        log.write('{"release": "abc"')
    assert [line["release"] for line in history(tmp_path)] == [base.release.id]
    assert current_name(tmp_path) == base.release.id
    assert history(tmp_path / "nowhere") == [] and current_name(tmp_path / "nowhere") is None


def test_a_release_that_is_not_there(tmp_path: Path, small_base: Base) -> None:
    with pytest.raises(NoBase, match="gmg build"):
        open_base(tmp_path)
    with pytest.raises(NoBase, match="gmg releases"):
        open_base(small_base.folder, "nope")


def test_the_nearest_base_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".gmg").mkdir()
    (tmp_path / "a" / "b").mkdir(parents=True)
    monkeypatch.delenv("GMG_BASE", raising=False)
    monkeypatch.chdir(tmp_path / "a" / "b")
    assert base_folder() == tmp_path / ".gmg"
    monkeypatch.setenv("GMG_BASE", str(tmp_path / "named"))
    assert base_folder() == tmp_path / "named"
    assert base_folder("given") == Path("given")


def test_parts_are_copied_where_links_are_not_possible(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "part").write_bytes(b"figures")

    def refuse(*_: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr("os.link", refuse)
    link(tmp_path / "part", tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == b"figures"


def test_nothing_of_the_machine_stands_in_a_release(small_base: Base) -> None:
    """Folders and times would change the bytes from one machine to the next."""
    text = (small_base.release.folder / "release.json").read_text(encoding="utf-8")
    assert str(small_base.folder.parent) not in text
    assert {"format", "files", "sources"} <= set(json.loads(text))


def test_a_base_tells_what_it_is(small_base: Base) -> None:
    assert small_base.release.id in repr(small_base) and "40 figures" in repr(small_base)
    assert gmg.open(small_base.folder).release.id == small_base.release.id
