"""Which file of a data folder belongs to which source, and which belongs to none."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from gmg.sources.description import Edition, File, Source


@dataclass(frozen=True, slots=True)
class Claim:
    """One file on disk and the source that reads it."""

    path: str  # relative to the data folder, with forward slashes
    source: Source
    edition: Edition
    file: File


class ClaimedTwice(ValueError):
    """Two sources say that they read the same file."""


def files_below(folder: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Relative path and stat of every regular file below the folder, in order of path."""
    stack, found = [""], []
    while stack:
        inside = stack.pop()
        with os.scandir(folder / inside) as entries:
            for entry in entries:
                name = f"{inside}{entry.name}"
                if entry.is_dir():
                    stack.append(f"{name}/")
                elif entry.is_file() and not entry.name.startswith("."):
                    found.append((name, entry.stat()))
    yield from sorted(found, key=lambda item: item[0])


def claimed(paths: Iterable[str], sources: Iterable[Source]) -> tuple[list[Claim], list[str]]:
    """The claims on the paths, in order of path, and the paths that nobody claims.

    Raises ClaimedTwice when two files of sources match one path.
    """
    patterns = [
        (file.path, source, edition, file)
        for source in sources
        for edition in source.editions
        for file in edition.files
    ]
    claims, unclaimed = [], []
    for path in paths:
        matches = [item for item in patterns if fnmatchcase(path, item[0])]
        if len(matches) > 1:
            owners = ", ".join(f"{item[1].id}@{item[2].id}" for item in matches)
            raise ClaimedTwice(f"{path} is claimed by {owners}: make their paths exclusive")
        if matches:
            claims.append(Claim(path, *matches[0][1:]))
        else:
            unclaimed.append(path)
    return claims, unclaimed
