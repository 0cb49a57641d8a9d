"""A release: an immutable folder of Parquet and one `release.json` that says what it is made of."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from gmg.evidence.accounts import Account, account_from
from gmg.evidence.snapshots import write_whole
from gmg.sources.description import Edition, Licence, Source


@dataclass(frozen=True, slots=True)
class Release:
    """An opened release. `id` is the hash of everything in it: same inputs, same id, same bytes."""

    id: str
    folder: Path
    sample: bool
    data: str
    accounts: tuple[Account, ...]
    unclaimed: tuple[str, ...]
    refused: tuple[str, ...]
    sources: dict[str, Source]
    keys: tuple[str, ...] = ()

    def pairs(self) -> tuple[tuple[str, Account], ...]:
        """Each account with the key of its part."""
        return tuple(zip(self.keys, self.accounts, strict=True))

    def parquet(self, kind: str = "observations") -> list[Path]:
        """The Parquet files of one kind of record, in a fixed order."""
        return sorted((self.folder / kind).glob("*.parquet"))


def assemble(
    base: Path,
    accounts: Iterable[tuple[str, Account]],
    unclaimed: Iterable[str],
    refused: Iterable[str],
    sources: Iterable[Source],
    sample: bool,
) -> Release:
    """Put the parts together beside the other releases and swap the whole in by one rename.

    `accounts` pairs each account with the key of its part. An equal release that is already there
    is left as it is.
    """
    pairs = sorted(accounts, key=lambda pair: pair[1].path)
    document = {
        "format": 1,
        "sample": sample,
        "files": [asdict(account) | {"key": key} for key, account in pairs],
        "unclaimed": sorted(unclaimed),
        "refused": sorted(refused),
        "sources": [described(source) for source in sorted(sources, key=lambda item: item.id)],
    }
    text = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True).encode()
    name = hashlib.sha256(text).hexdigest()[:12]
    target = base / "releases" / name
    if not (target / "release.json").exists():
        beside = base / "releases" / f".building-{os.getpid()}"
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir(parents=True)
        for key, account in pairs:
            if account.part is not None:
                path = beside / account.part
                path.parent.mkdir(exist_ok=True)
                link(base / "parts" / f"{key}.parquet", path)
        write_whole(beside / "release.json", text)
        shutil.rmtree(target, ignore_errors=True)
        beside.replace(target)
    return read_release(base, name)


def link(part: Path, path: Path) -> None:
    """The part under another name, without a second copy where the disk can do so."""
    try:
        os.link(part, path)
    except OSError:
        shutil.copyfile(part, path)


def make_current(base: Path, release: Release) -> None:
    """Let questions be answered from this release from now on."""
    write_whole(base / "current", release.id.encode())
    line = {
        "release": release.id,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "data": release.data,
    }
    with (base / "releases.jsonl").open("a", encoding="utf-8") as log:
        log.write(json.dumps(line) + "\n")


def read_release(base: Path, name: str) -> Release:
    """The release of that id. Raises FileNotFoundError when there is none."""
    folder = base / "releases" / name
    document: dict[str, Any] = json.loads((folder / "release.json").read_text(encoding="utf-8"))
    return Release(
        id=name,
        folder=folder,
        sample=document["sample"],
        data="sample edition" if document["sample"] else "published files",
        accounts=tuple(account_from(line) for line in document["files"]),
        keys=tuple(line.get("key", "") for line in document["files"]),
        unclaimed=tuple(document["unclaimed"]),
        refused=tuple(document["refused"]),
        sources={line["id"]: source_from(line) for line in document["sources"]},
    )


def described(source: Source) -> dict[str, Any]:
    """A source as data, without the files and functions that read it."""
    bare = replace(
        source, editions=tuple(replace(edition, files=()) for edition in source.editions)
    )
    return asdict(bare)


def source_from(line: dict[str, Any]) -> Source:
    """A source read back from JSON."""
    editions = (Edition(**{**edition, "files": ()}) for edition in line["editions"])
    return Source(
        **{
            **line,
            "licence": Licence(**line["licence"]),
            "editions": tuple(editions),
            "notes": tuple(line["notes"]),
        }
    )


def current_name(base: Path) -> str | None:
    """The id of the release that answers now."""
    path = base / "current"
    return path.read_text(encoding="utf-8").strip() if path.exists() else None


def history(base: Path) -> list[dict[str, str]]:
    """Every time a release was made current: `release`, `at`, `data`, oldest first."""
    path = base / "releases.jsonl"
    if not path.exists():
        return []
    return [
        json.loads(line)
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.endswith("}")
    ]
