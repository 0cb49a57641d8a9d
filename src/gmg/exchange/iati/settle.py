"""Which activities are accepted, over all files of a base: the same identifier twice is nobody's win."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from gmg.exchange.iati.batch import SCHEMA, Batches
from gmg.exchange.iati.store import (
    ACCEPTED,
    ACTIVITIES,
    CHANGES,
    WITHHELD,
    Imported,
    folder_of,
    imported,
    write_record,
)
from gmg.records.activity import COLUMNS

MEMORY = "256MB"
UNCOMPARED = ("xml", "digest", "dataset", "edition", "snapshot", "sheet", "row", "column", "note")
"""Columns that say where an activity stood, not what it is."""

WITHHOLD = """
WITH staged AS ({files}),
own AS (SELECT * FROM staged WHERE ours),
many AS (
    SELECT identifier, count(DISTINCT digest) AS versions
    FROM own GROUP BY identifier HAVING count(*) > 1
),
placed AS (
    SELECT own.*, versions,
        row_number() OVER (PARTITION BY identifier ORDER BY "order", number) AS copy,
        list(key || ' line ' || "row") OVER (PARTITION BY identifier) AS everywhere
    FROM own JOIN many USING (identifier)
)
SELECT key, 'quarantined' AS state, identifier, reporter, "row", "column", digest,
    'reported by ' || coalesce(reporter, 'nobody') || ', which is not the publisher' AS why,
    []::VARCHAR[] AS others, number
FROM staged WHERE NOT ours
UNION ALL BY NAME
SELECT key, CASE WHEN versions > 1 THEN 'conflicting' ELSE 'repeated' END AS state,
    identifier, reporter, "row", "column", digest,
    CASE WHEN versions > 1 THEN 'the identifier stands for ' || versions || ' different activities'
         ELSE 'the very same activity stands before' END AS why,
    [one FOR one IN everywhere IF one <> key || ' line ' || "row"] AS others, number
FROM placed WHERE versions > 1 OR copy > 1
ORDER BY key, number
"""


def connect() -> duckdb.DuckDBPyConnection:
    """DuckDB that keeps to little memory."""
    return duckdb.connect(config={"memory_limit": MEMORY, "threads": 2})


def settle(base: Path) -> list[Imported]:
    """Say anew of every file in the base which activities are withheld; the records after that."""
    records = imported(base)
    if not records:
        return []
    with connect() as connection:
        connection.execute(f"CREATE TEMP TABLE withheld AS {_withhold(base, records)}")
        return [_settled(base, record, connection) for record in records]


def _withhold(base: Path, records: Sequence[Imported]) -> str:
    parts = []
    for record in records:
        refs = ", ".join(_text(ref) for ref in record.refs)
        ours = f"upper(trim(coalesce(reporter, ''))) IN ({refs})" if refs else "true"
        path = folder_of(base) / record.key / ACTIVITIES
        parts.append(
            f'SELECT {_text(record.key)} AS key, {record.order} AS "order", identifier, reporter, '
            f'"row", "column", digest, file_row_number AS number, {ours} AS ours '
            f"FROM read_parquet({_text(str(path))}, file_row_number = true)"
        )
    return WITHHOLD.format(files=" UNION ALL ".join(parts))


def _settled(base: Path, record: Imported, connection: duckdb.DuckDBPyConnection) -> Imported:
    folder = folder_of(base) / record.key
    rows: Any = connection.sql(
        'SELECT state, identifier, reporter, row, "column", digest, why, others FROM withheld '
        "WHERE key = ? ORDER BY number",
        params=[record.key],
    ).to_arrow_table()
    if not _same(folder / WITHHELD, rows):
        _write_accepted(folder, rows)
    states: Counter[str] = Counter(rows["state"].to_pylist())
    found = replace(
        record,
        accepted=record.activities - record.rejected - rows.num_rows,
        quarantined=states["quarantined"],
        conflicting=states["conflicting"],
        repeated=states["repeated"],
    )
    if found != record:
        write_record(folder, found)
    return found


def _same(path: Path, rows: pa.Table) -> bool:
    return path.exists() and bool(pq.read_table(path).equals(rows))


def _write_accepted(folder: Path, withheld: pa.Table) -> None:
    """Write what is withheld, and beside it the activities without it."""
    accepted = folder / ACCEPTED
    if withheld.num_rows == 0:
        accepted.unlink(missing_ok=True)
    else:
        beside = accepted.with_suffix(".writing")
        out = _cells(withheld)
        with Batches(beside, SCHEMA) as kept:
            for batch in pq.ParquetFile(folder / ACTIVITIES).iter_batches(batch_size=256):
                table = pa.Table.from_batches([batch])
                kept.add(table.filter(pc.invert(pc.is_in(_cells(table), value_set=out))))
        beside.replace(accepted)
    beside = (folder / WITHHELD).with_suffix(".writing")
    pq.write_table(withheld, beside)
    beside.replace(folder / WITHHELD)


def _cells(table: pa.Table) -> Any:
    """Where each activity stands: a column alone is the same for all activities of a table."""
    at = pc.binary_join_element_wise(table["row"].cast(pa.string()), table["column"], " ")
    return at.combine_chunks() if isinstance(at, pa.ChunkedArray) else at


def write_changes(old: Path, new: Path, to: Path) -> Counter[str]:
    """Compare two versions of a file's activities by identifier; how many are new, gone, changed.

    `columns` names what differs; it is empty where only parts differ that no column holds.
    """
    differs = ", ".join(
        f"CASE WHEN a.{_name(name)} IS DISTINCT FROM b.{_name(name)} THEN {_text(name)} END"
        for name in COLUMNS
        if name not in UNCOMPARED
    )
    columns = ", ".join(_name(name) for name in COLUMNS if name not in UNCOMPARED)
    one = (
        "(SELECT DISTINCT ON (identifier) {columns}, digest FROM read_parquet({path}) "
        "ORDER BY identifier)"
    )
    sql = f"""
        SELECT coalesce(a.identifier, b.identifier) AS identifier,
            CASE WHEN a.identifier IS NULL THEN 'new' WHEN b.identifier IS NULL THEN 'gone'
                 ELSE 'changed' END AS change,
            CASE WHEN a.identifier IS NULL OR b.identifier IS NULL THEN []::VARCHAR[]
                 ELSE [name FOR name IN [{differs}] IF name IS NOT NULL] END AS columns
        FROM {one.format(columns=columns, path=_text(str(old)))} a
        FULL JOIN {one.format(columns=columns, path=_text(str(new)))} b USING (identifier)
        WHERE a.digest IS DISTINCT FROM b.digest
        ORDER BY 1
    """
    with connect() as connection:
        found: Any = connection.sql(sql).to_arrow_table()
    pq.write_table(found, to / CHANGES)
    return Counter(found["change"].to_pylist())


def _name(column: str) -> str:
    return f'"{column}"'


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
