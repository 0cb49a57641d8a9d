"""Activities that a base holds: those of its release, and those imported and in no release yet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from gmg.evidence.base import NoBase, open_base, parquet
from gmg.exchange.iati.remark import Remark
from gmg.exchange.iati.settle import connect
from gmg.exchange.iati.store import (
    REJECTED,
    REMARKS,
    WITHHELD,
    Imported,
    folder_of,
    imported,
    staged_files,
)
from gmg.records.activity import COLUMNS

BATCH = 256
TO_DO = {
    "quarantined": "ask the reporter, or import the file as that publisher's with --publisher",
    "conflicting": "ask the publisher which one holds, and import the file again without the other",
    "repeated": "nothing to do: it is here once",
}


def activities(
    base: Path,
    *,
    release: str | None = None,
    agency: str | None = None,
    place: str | None = None,
    topic: str | None = None,
    tier: str | None = None,
) -> Iterator[dict[str, Any]]:
    """Rows of the contract: those of the release, then accepted imports that are in no release yet.

    One identifier comes once: what the release says of it stands.
    `agency` is a code of `gmg.axes.who` or a reporter's identifier, `place` a code of
    `gmg.axes.where`, `topic` a theme, `tier` one of the three.
    """
    parts = _parts(base, release)
    if not parts:
        return
    conditions, values = ["true"], []
    for condition, value in (
        ("(agency = ? OR reporter = ?)", agency),
        ("len([one FOR one IN places IF one.place = ?]) > 0", place),
        ("list_contains(topics, ?)", topic),
        ("tier = ?", tier),
    ):
        if value is not None:
            conditions.append(condition)
            values += [value] * condition.count("?")
    sql = f"SELECT * FROM ({' UNION ALL '.join(parts)}) WHERE {' AND '.join(conditions)}"
    with connect() as connection:
        found: Any = connection.sql(sql, params=values)
        for batch in found.to_arrow_reader(BATCH):
            yield from batch.to_pylist()


def _parts(base: Path, release: str | None) -> list[str]:
    columns = ", ".join(
        'CAST("tier" AS VARCHAR) AS tier' if name == "tier" else f'"{name}"' for name in COLUMNS
    )
    try:
        files = open_base(base, release).release.parquet("activities")
    except NoBase:
        if release is not None:
            raise
        files = []
    parts = [f"SELECT {columns} FROM {parquet([path])}" for path in files]
    known = f"SELECT identifier FROM {parquet(files)}" if files else "SELECT ''"
    return parts + [
        f"SELECT {columns} FROM {parquet([path])} WHERE identifier NOT IN ({known})"
        for path in staged_files(base)
    ]


def withheld(base: Path, state: str | None = None) -> Iterator[dict[str, Any]]:
    """Activities that were imported and not accepted, with the file and why; rejected ones too."""
    for record in imported(base):
        folder = folder_of(base) / record.key
        if state in (None, "rejected"):
            yield from _rejected(folder, record)
        path = folder / WITHHELD
        for row in pq.read_table(path).to_pylist() if path.exists() else ():
            if state in (None, row["state"]):
                row = {"file": record.file, "publisher": record.publisher, **row}
                yield {**row, "others": list(row["others"]), "to_do": TO_DO[row["state"]]}


def _rejected(folder: Path, record: Imported) -> Iterator[dict[str, Any]]:
    for batch in pq.ParquetFile(folder / REJECTED).iter_batches(BATCH):
        for row in batch.to_pylist():
            del row["xml"]
            yield {
                "file": record.file,
                "publisher": record.publisher,
                "state": "rejected",
                **row,
                "why": "it breaks the schema of IATI 2.03",
                "others": [],
                "to_do": "see its errors in the report",
            }


def remarks(base: Path, record: Imported) -> Iterator[Remark]:
    """The report of one imported file: its remarks, and a line for each activity that is withheld."""
    folder = folder_of(base) / record.key
    for batch in pq.ParquetFile(folder / REMARKS).iter_batches(4096):
        for row in batch.to_pylist():
            yield Remark(**row)
    path = folder / WITHHELD
    for row in pq.read_table(path).to_pylist() if path.exists() else ():
        others = f" (also {', '.join(row['others'])})" if row["others"] else ""
        yield Remark(
            file=record.file,
            identifier=row["identifier"],
            line=row["row"],
            xpath=row["column"],
            level="advice" if row["state"] == "repeated" else "error",
            rule=row["state"],
            message=row["why"] + others,
            to_do=TO_DO[row["state"]],
        )


def changes(base: Path, record: Imported) -> list[dict[str, Any]]:
    """What is new, gone or changed since the file's last version, by identifier."""
    path = folder_of(base) / record.key / "changes.parquet"
    return pq.read_table(path).to_pylist() if path.exists() else []
