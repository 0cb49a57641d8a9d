"""The store of raw bytes by sha256: what was published, exactly as it came."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MAX_INFLATED = 2 * 1024**3  # a file that unpacks to more than this is not a table of an agency
MAX_RATIO = 400  # real files of the agencies pack at most 60 to 1


class CannotUnpack(ValueError):
    """A compressed file that cannot be unpacked whole. The message names it and says what to do."""


class UnsafeArchive(CannotUnpack):
    """A compressed file that unpacks to far more than a published table can hold."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One published file: its name, its bytes as fetched, and their sha256."""

    name: str
    sha256: str
    raw: bytes

    @property
    def content(self) -> bytes:
        """The bytes with a gzip wrapper taken off."""
        return inflate(self.raw, self.name) if self.raw[:2] == b"\x1f\x8b" else self.raw


def snapshot_of(name: str, raw: bytes) -> Snapshot:
    """A snapshot of bytes that are already in memory."""
    return Snapshot(name, hashlib.sha256(raw).hexdigest(), raw)


def inflate(raw: bytes, name: str, limit: int = MAX_INFLATED) -> bytes:
    """Unpack gzip, member after member, never past `limit` bytes.

    Raises UnsafeArchive past the limit or past `MAX_RATIO` to one, and CannotUnpack when
    the archive is cut off or damaged.
    """
    limit = min(limit, max(len(raw) * MAX_RATIO, 1024**2))
    out: list[bytes] = []
    size, rest = 0, raw
    while rest[:2] == b"\x1f\x8b":
        engine = zlib.decompressobj(wbits=31)
        try:
            out.append(engine.decompress(rest, limit - size + 1))
        except zlib.error as error:
            raise CannotUnpack(
                f"{name}: the gzip file is damaged ({error}); fetch it again"
            ) from error
        size += len(out[-1])
        if size > limit:
            raise UnsafeArchive(
                f"{name}: unpacks to more than {limit:,} bytes from {len(raw):,}; not opened. "
                "If the file is genuine, raise gmg.evidence.snapshots.MAX_RATIO"
            )
        if not engine.eof:
            raise CannotUnpack(f"{name}: the gzip file ends too early; fetch it again")
        rest = engine.unused_data.lstrip(b"\0")
    if rest:
        raise CannotUnpack(
            f"{name}: {len(rest)} bytes of something else follow the gzip data; fetch it again"
        )
    return b"".join(out)


class Snapshots:
    """Folder of snapshots: `ab/abcdef...` holds the bytes, `index.jsonl` what they were called."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, sha256: str) -> Path:
        """Where the bytes of that hash are or would be."""
        return self.folder / sha256[:2] / sha256

    def put(self, snapshot: Snapshot, **facts: object) -> None:
        """Keep the bytes; a file of that hash that is already whole is left alone."""
        path = self.path(snapshot.sha256)
        if path.exists() and path.stat().st_size == len(snapshot.raw):
            return
        write_whole(path, snapshot.raw)
        self._tell(snapshot, facts)

    def record(self, snapshot: Snapshot, **facts: object) -> None:
        """Keep the bytes and tell of this fetching, also where the same bytes were kept before."""
        path = self.path(snapshot.sha256)
        if not path.exists() or path.read_bytes() != snapshot.raw:
            write_whole(path, snapshot.raw)
        self._tell(snapshot, facts)

    def _tell(self, snapshot: Snapshot, facts: dict[str, object]) -> None:
        line = {
            "sha256": snapshot.sha256,
            "name": snapshot.name,
            "bytes": len(snapshot.raw),
            **facts,
        }
        with (self.folder / "index.jsonl").open("a", encoding="utf-8") as index:
            index.write(json.dumps(line, ensure_ascii=False) + "\n")

    def get(self, sha256: str, name: str = "") -> Snapshot:
        """The snapshot of that hash, checked.

        Raises FileNotFoundError when it is not kept and ValueError when the bytes have rotted.
        """
        raw = self.path(sha256).read_bytes()
        found = hashlib.sha256(raw).hexdigest()
        if found != sha256:
            raise ValueError(
                f"snapshot {sha256[:12]} now hashes to {found[:12]}: restore it or pull again"
            )
        return Snapshot(name or sha256[:12], sha256, raw)

    def index(self) -> Iterator[dict[str, object]]:
        """Every line of the index, oldest first; a line cut off by a crash is passed over."""
        path = self.folder / "index.jsonl"
        if not path.exists():
            return
        for line in path.read_text(encoding="utf-8").splitlines():
            try:
                yield json.loads(line)
            except json.JSONDecodeError:
                continue


def write_whole(path: Path, raw: bytes | memoryview) -> None:
    """Write beside and rename: a reader sees the whole file or none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
