"""The store of raw bytes: whole or not there, never past a limit, checked when opened."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

import pytest

from gmg.evidence.snapshots import (
    CannotUnpack,
    Snapshots,
    UnsafeArchive,
    inflate,
    snapshot_of,
    write_whole,
)

RAW = b"place,people\nDEU,12\n"


def test_bytes_come_back_as_they_went_in(tmp_path: Path) -> None:
    store, snapshot = Snapshots(tmp_path), snapshot_of("a.csv", RAW)
    store.put(snapshot, address="https://example.org/a.csv")
    store.put(snapshot)  # a second time changes nothing
    assert store.get(snapshot.sha256).raw == RAW
    assert snapshot.sha256 == hashlib.sha256(RAW).hexdigest()
    (line,) = store.index()
    assert (line["name"], line["address"], line["bytes"]) == (
        "a.csv",
        "https://example.org/a.csv",
        len(RAW),
    )


def test_rot_is_noticed_and_what_is_not_kept_is_missing(tmp_path: Path) -> None:
    store, snapshot = Snapshots(tmp_path), snapshot_of("a.csv", RAW)
    with pytest.raises(FileNotFoundError):
        store.get(snapshot.sha256)
    store.put(snapshot)
    store.path(snapshot.sha256).write_bytes(RAW.replace(b"12", b"13"))
    with pytest.raises(ValueError, match="restore it or pull again"):
        store.get(snapshot.sha256)


def test_a_snapshot_cut_short_is_written_again(tmp_path: Path) -> None:
    store, snapshot = Snapshots(tmp_path), snapshot_of("a.csv", RAW)
    store.put(snapshot)
    store.path(snapshot.sha256).write_bytes(RAW[:5])
    store.put(snapshot)
    assert store.get(snapshot.sha256).raw == RAW


def test_an_index_line_cut_off_by_a_crash_is_passed_over(tmp_path: Path) -> None:
    store = Snapshots(tmp_path)
    assert list(store.index()) == []
    store.put(snapshot_of("a.csv", RAW))
    with (tmp_path / "index.jsonl").open("a", encoding="utf-8") as index:
        index.write('{"sha256": "ab')
    assert [line["name"] for line in store.index()] == ["a.csv"]


def test_gzip_is_unpacked_member_after_member() -> None:
    packed = gzip.compress(b"one,") + gzip.compress(b"two") + b"\0\0\0"
    assert inflate(packed, "a.gz") == b"one,two"
    assert snapshot_of("a.gz", packed).content == b"one,two"
    assert snapshot_of("a.csv", RAW).content == RAW


@pytest.mark.parametrize("keep", [11, 20, -9, -1])
def test_gzip_cut_off_is_told(keep: int) -> None:
    with pytest.raises(CannotUnpack, match=r"a\.gz.*fetch it again"):
        inflate(gzip.compress(RAW * 50)[:keep], "a.gz")


def test_a_bomb_is_not_unpacked() -> None:
    bomb = gzip.compress(bytes(32 * 1024**2))
    with pytest.raises(UnsafeArchive, match="not opened"):
        inflate(bomb, "a.gz")
    with pytest.raises(UnsafeArchive):  # in the second member, too
        inflate(gzip.compress(b"good") + bomb, "a.gz")
    with pytest.raises(UnsafeArchive):
        inflate(gzip.compress(RAW * 100_000), "a.gz", limit=1000)


def test_a_file_is_written_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_whole(tmp_path / "deep" / "file", b"first")
    monkeypatch.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError("no")))
    with pytest.raises(OSError, match="no"):
        write_whole(tmp_path / "deep" / "file", b"second")
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["file"]
    assert (tmp_path / "deep" / "file").read_bytes() == b"first"
