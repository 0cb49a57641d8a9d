"""Rows of the activity contract as Arrow, for writing Parquet in batches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from gmg.records.activity import COLUMNS

GROUP_BYTES = 16 * 1024**2
"""How much is gathered before a row group is written."""
REPEATING = frozenset(
    ("reporter", "reporter_name", "agency", "language", "status", "scope", "tier", "note")
)


def arrow_type(of: Any) -> pa.DataType:
    """The Arrow type of a column of the contract."""
    if isinstance(of, pl.List):
        return pa.list_(arrow_type(of.inner))
    if isinstance(of, pl.Struct):
        return pa.struct([pa.field(item.name, arrow_type(item.dtype)) for item in of.fields])
    simple: dict[Any, Any] = {
        pl.String: pa.string(),
        pl.Float64: pa.float64(),
        pl.Int32: pa.int32(),
        pl.Boolean: pa.bool_(),
        pl.Date: pa.date32(),
        pl.Enum: pa.string(),
    }
    return simple[type(of) if not isinstance(of, type) else of]


SCHEMA = pa.schema([pa.field(name, arrow_type(of)) for name, of in COLUMNS.items()])
"""The activity contract as an Arrow schema; a tier is plain text in it."""
WITHOUT_XML = pa.schema([item for item in SCHEMA if item.name != "xml"])


def packed(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Rows without `xml` as one Arrow message, to be sent between processes."""
    columns = [pa.array([row.get(item.name) for row in rows], item.type) for item in WITHOUT_XML]
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, WITHOUT_XML) as stream:
        stream.write_batch(pa.record_batch(columns, schema=WITHOUT_XML))
    return bytes(sink.getvalue())


def unpacked(message: bytes, xml: Iterable[str]) -> pa.Table:
    """The rows of a message with their `xml`, in the contract."""
    with pa.ipc.open_stream(pa.py_buffer(message)) as stream:
        table = stream.read_all()
    found = table.add_column(
        SCHEMA.get_field_index("xml"), SCHEMA.field("xml"), pa.array(list(xml), pa.string())
    )
    return found.select(SCHEMA.names)


class Batches:
    """A Parquet file that grows batch by batch; what waits to be written is bounded."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        """The file is begun at once, so that it is there even without rows."""
        repeating = [
            item.name for item in schema if item.name in REPEATING or item.name in ("rule", "level")
        ]
        self._writer = pq.ParquetWriter(
            path,
            schema,
            compression="zstd",
            compression_level=1,
            use_dictionary=repeating,
            write_statistics=False,
        )
        self._waiting: list[pa.Table] = []
        self._bytes = 0

    def add(self, table: pa.Table) -> None:
        """Write the rows, sooner or later."""
        self._waiting.append(table)
        self._bytes += table.nbytes
        if self._bytes >= GROUP_BYTES:
            self._write()

    def _write(self) -> None:
        if self._waiting:
            self._writer.write_table(pa.concat_tables(self._waiting))
        self._waiting, self._bytes = [], 0

    def __enter__(self) -> Batches:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self._write()
        self._writer.close()
