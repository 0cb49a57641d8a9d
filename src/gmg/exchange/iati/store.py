"""What was imported: one folder a publisher's file below `BASE/activities`.

| file | holds |
|---|---|
| `file.json` | name, sha256, publisher, version and counts; written last |
| `activities.parquet` | every activity that is IATI 2.03, in the contract |
| `rejected.parquet` | the others, with their raw XML |
| `remarks.parquet` | the report, a line a remark |
| `withheld.parquet` | activities that are quarantined, in conflict or repeated, and why |
| `accepted.parquet` | the rest of `activities.parquet`; only there when something is withheld |
| `changes.parquet` | what is new, gone or changed since the file's last version |
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from gmg.evidence.snapshots import write_whole

FOLDER = "activities"
RECORD = "file.json"
ACTIVITIES = "activities.parquet"
ACCEPTED = "accepted.parquet"
REJECTED = "rejected.parquet"
REMARKS = "remarks.parquet"
WITHHELD = "withheld.parquet"
CHANGES = "changes.parquet"
STATES = ("accepted", "rejected", "quarantined", "conflicting", "repeated")

REJECTED_SCHEMA = pa.schema(
    [
        ("identifier", pa.string()),
        ("reporter", pa.string()),
        ("row", pa.int32()),
        ("column", pa.string()),
        ("xml", pa.string()),
    ]
)
REMARK_SCHEMA = pa.schema(
    [
        ("file", pa.string()),
        ("identifier", pa.string()),
        ("line", pa.int32()),
        ("xpath", pa.string()),
        ("level", pa.string()),
        ("rule", pa.string()),
        ("message", pa.string()),
        ("to_do", pa.string()),
    ]
)


@dataclass(frozen=True, slots=True)
class Imported:
    """One file that was imported, and what became of its activities.

    `accepted + rejected + quarantined + conflicting + repeated` is `activities`.
    """

    key: str
    file: str
    sha256: str
    order: int  # of the import: earlier files come first
    publisher: str
    agency: str | None
    refs: tuple[str, ...]
    version: str | None
    generated: str | None
    activities: int
    rejected: int
    accepted: int = 0
    quarantined: int = 0
    conflicting: int = 0
    repeated: int = 0
    errors: int = 0
    warnings: int = 0
    advice: int = 0
    new: int = 0
    gone: int = 0
    changed: int = 0
    was_here: bool = False  # the very same bytes had been imported before
    replaces: str | None = None  # sha256 of the version before

    def balance(self) -> int:
        """Activities of the file that are in none of the states: zero, always."""
        withheld = self.quarantined + self.conflicting + self.repeated
        return self.activities - self.accepted - self.rejected - withheld

    def as_json(self) -> dict[str, Any]:
        """The record as one flat object."""
        found = asdict(self)
        del found["refs"]
        return found


def folder_of(base: Path) -> Path:
    """Where a base keeps imported activities."""
    return base / FOLDER


def key_of(publisher: str, file: str) -> str:
    """The name of a file's folder: versions of one publisher's file share it."""
    stem = re.sub(r"\.xml$", "", file, flags=re.IGNORECASE)
    return "--".join(
        re.sub(r"[^A-Za-z0-9._-]+", "_", part).strip(".") for part in (publisher, stem)
    )


def write_record(folder: Path, record: Imported) -> None:
    """Write the record of a folder; with it the file counts as imported."""
    kept = replace(record, was_here=False)
    text = json.dumps(asdict(kept), ensure_ascii=False, indent=1)
    write_whole(folder / RECORD, text.encode("utf-8"))


def read_record(folder: Path) -> Imported:
    """The record of a folder."""
    found = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    return Imported(**{**found, "refs": tuple(found["refs"])})


def imported(base: Path) -> list[Imported]:
    """Every file imported into a base, in the order of their import."""
    records = folder_of(base).glob(f"*/{RECORD}")
    return sorted(
        (read_record(path.parent) for path in records), key=lambda one: (one.order, one.key)
    )


def accepted_file(folder: Path) -> Path:
    """The Parquet file of a folder's accepted activities."""
    accepted = folder / ACCEPTED
    return accepted if accepted.exists() else folder / ACTIVITIES


def staged_files(base: Path) -> list[Path]:
    """Parquet files, in the activity contract, of all activities that were accepted into a base."""
    return [accepted_file(folder_of(base) / one.key) for one in imported(base)]


def kept_files(base: Path, name: str) -> list[Path]:
    """The files of that name in all folders, in the order of import."""
    found: Iterable[Path] = (folder_of(base) / one.key / name for one in imported(base))
    return [path for path in found if path.exists()]
