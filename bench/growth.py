"""Builds of once, twice, four and eight times the data.

Each copy of the published files stands in a folder of its own and is other bytes: gzip around it
says another time, so that nothing is recognised as seen before. The sources claim `copy-N/` in
front of their paths, here only; each file is read and checked by its own reader as ever.
"""

from __future__ import annotations

import gzip
import math
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gmg.evidence.snapshots import Snapshot
    from gmg.sources.description import File, Source
    from gmg.sources.reading import Reading

SIZES = (1, 2, 4, 8)
PACKING = 6


def make(data: Path, to: Path, copies: int) -> None:
    """Write so many copies of the files that gmg reads below `to`."""
    from gmg.evidence.claims import claimed, files_below
    from gmg.sources import sources

    claims, _ = claimed((path for path, _ in files_below(data)), sources())
    for claim in claims:
        raw = (data / claim.path).read_bytes()
        content = gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw
        packed = gzip.compress(content, PACKING, mtime=0)
        for copy in range(copies):
            path = to / f"copy-{copy}" / claim.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(packed[:4] + copy.to_bytes(4, "little") + packed[8:])


def build(data: Path, base: Path) -> None:
    """`gmg build` with sources that claim the copies."""
    import gmg.sources
    from gmg.evidence.build import build as build_release

    spread = tuple(in_copies(source) for source in gmg.sources.sources())
    gmg.sources.sources = lambda: spread  # type: ignore[assignment]
    built = build_release(data, base)
    print(sum(account.kept for account in built.release.accounts))


def in_copies(source: Source) -> Source:
    """The source with `copy-?/` in front of the path of each of its files."""
    editions = (
        replace(edition, files=tuple(copied(file) for file in edition.files))
        for edition in source.editions
    )
    return replace(source, editions=tuple(editions))


def copied(file: File) -> File:
    """The file under any copy; its reader sees the name it knows."""
    read = file.read
    if read is None:
        return replace(file, path=f"copy-?/{file.path}")

    def read_copy(snapshot: Snapshot) -> Reading:
        return read(replace(snapshot, name=snapshot.name.split("/", 1)[1]))

    return replace(file, path=f"copy-?/{file.path}", read=read_copy)


def exponent(sizes: Sequence[float], measured: Sequence[float]) -> float:
    """The slope of a straight line through the logarithms: 1 is in proportion to the data."""
    across = [math.log(size) for size in sizes]
    up = [math.log(value) for value in measured]
    middle, level = sum(across) / len(across), sum(up) / len(up)
    shared = sum((x - middle) * (y - level) for x, y in zip(across, up, strict=True))
    return shared / sum((x - middle) ** 2 for x in across)


def main(words: Sequence[str]) -> None:
    """`make DATA TO COPIES` or `build DATA BASE`."""
    if words[0] == "make":
        make(Path(words[1]), Path(words[2]), int(words[3]))
    else:
        build(Path(words[1]), Path(words[2]))


if __name__ == "__main__":
    main(sys.argv[1:])
