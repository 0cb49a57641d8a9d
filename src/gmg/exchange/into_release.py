"""What was staged, made part of a new release.

An activity whose identifier a published file of the release already has is left out, the same
content or another: the publisher's own file stands, and the staged one is counted and named.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from gmg.evidence.accounts import Account
from gmg.evidence.base import create_empty, parquet
from gmg.evidence.imported import FOLDER, PREFIX, Imported, drop, imported, keep, renew
from gmg.evidence.release import Release, current_name, read_release
from gmg.exchange.iati import store
from gmg.records.activity import COLUMNS
from gmg.sources.account import Ignored
from gmg.sources.description import Edition, Licence, Source

if TYPE_CHECKING:
    import duckdb


def into_release(base: Path) -> Release:
    """A new release of the published files and of all that is staged and accepted.

    Raises LookupError when there is no release yet to add to.
    """
    name = current_name(base)
    if name is None:
        raise LookupError(f"{base}: no evidence base here yet; run `gmg build` first")
    published = [
        read_release(base, name).folder / account.part
        for account in read_release(base, name).accounts
        if account.kind == "activities"
        and account.part is not None
        and not account.path.startswith(f"{FOLDER}/")
    ]
    wanted = [_brought(base, record, published) for record in store.imported(base)]
    kept = {one.key for one in wanted}
    for one in wanted:
        keep(base, one)
    for one in imported(base):
        if one.source.id.startswith(PREFIX) and one.key not in kept:
            drop(base, one.key)
    return renew(base)


def _brought(base: Path, record: store.Imported, published: list[Path]) -> Imported:
    """The accepted activities of one file as a part, with the account of all the others."""
    staged = store.accepted_file(store.folder_of(base) / record.key)
    seed = "\n".join([record.sha256, record.key, *(path.name for path in published)])
    dataset, edition = f"{PREFIX}{record.publisher}", record.sha256[:12]
    beside = base / "parts" / f".writing-{record.sha256[:12]}.parquet"
    beside.parent.mkdir(parents=True, exist_ok=True)
    same, other, number = _write(staged, published, beside, record, dataset, edition)
    key = hashlib.sha256(seed.encode() + beside.read_bytes()[-65_536:]).hexdigest()[:32]
    beside.replace(base / "parts" / f"{key}.parquet")
    left = {
        "rejected": (record.rejected, "they break the schema"),
        "quarantined": (record.quarantined, "their reporter is not the publisher"),
        "in conflict": (record.conflicting, "another file has the identifier with other content"),
        "repeated": (record.repeated, "another imported file has the very same activity"),
        "published, the same": (same, "a published file of the release has the same activity"),
        "published, other content": (
            other,
            "a published file of the release has the identifier with other content: it stands",
        ),
    }
    account = Account(
        path=f"{FOLDER}/{record.key}",
        sha256=record.sha256,
        bytes=staged.stat().st_size,
        agency=record.agency or record.publisher,
        dataset=dataset,
        edition=edition,
        kind="activities",
        records=record.activities,
        holds=record.activities,
        kept=number,
        ignored=tuple(
            Ignored(f"activities {what}", count, why)
            for what, (count, why) in left.items()
            if count
        ),
        rejected=(),
        remarks=(f"{record.errors} errors, {record.warnings} warnings, {record.advice} advice",),
        checks=(),
        part=f"activities/{dataset}--{record.key}.parquet" if number else None,
    )
    return Imported(key, account, _source(record, dataset, edition))


def _write(
    staged: Path,
    published: list[Path],
    to: Path,
    record: store.Imported,
    dataset: str,
    edition: str,
) -> tuple[int, int, int]:
    """Write the part in the contract; how many were left out as the same and as other, how many kept."""
    import duckdb

    connection = duckdb.connect()
    if published:
        connection.execute(f"CREATE VIEW activities AS SELECT * FROM {parquet(published)}")
    else:
        create_empty(connection, "activities")
    stamped = {"dataset": dataset, "edition": edition, "snapshot": record.sha256}
    chosen = ", ".join(
        f"'{stamped[name]}' AS {name}" if name in stamped else f'staged."{name}"'
        for name in COLUMNS
    )
    source = f"{parquet([staged])} AS staged"
    same = _count(
        connection,
        f"SELECT count(*) FROM {source} SEMI JOIN activities USING (identifier, digest)",
    )
    all_known = _count(
        connection, f"SELECT count(*) FROM {source} SEMI JOIN activities USING (identifier)"
    )
    where = "NOT EXISTS (SELECT 1 FROM activities a WHERE a.identifier = staged.identifier)"
    connection.execute(
        f"COPY (SELECT {chosen} FROM {source} WHERE {where}) TO '{to}' "
        "(FORMAT parquet, COMPRESSION zstd)"
    )
    number = _count(connection, f"SELECT count(*) FROM {parquet([to])}")
    return same, all_known - same, number


def _count(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = connection.execute(sql).fetchone()
    return int(row[0]) if row else 0


def _source(record: store.Imported, dataset: str, edition: str) -> Source:
    return Source(
        id=dataset,
        agency=record.agency or record.publisher,
        title=f"Activities of {record.agency or record.publisher}, imported",
        counts="activities as their reporting organisation published them",
        cadence="when imported",
        home="",
        licence=Licence(
            code="as the publisher states",
            url="https://iatiregistry.org/",
            attribution=record.agency or record.publisher,
            confidence="none",
            note="imported by a user: see the publisher's terms",
        ),
        editions=(
            Edition(
                id=edition,
                title=record.file,
                published=(record.generated or "")[:10],
                address="",
                files=(),
            ),
        ),
    )
