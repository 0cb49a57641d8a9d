"""Flows of all draws as Parquet: one file a job, row groups of a few origins."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from gmg.analysis.flows.ensemble.frame import SCHEMA, frame_of
from gmg.analysis.flows.ensemble.quantiles import Block

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from gmg.analysis.flows.ensemble.spec import Case, Job, Key

TEXTS = [field.name for field in SCHEMA if field.type == pa.string()]
TOGETHER = 8
"""Origins of a row group, and of one reading when draws are summarised."""


def part_of(folder: Path, job: Job) -> Path:
    """Where the rows of a job stand."""
    return folder / named(job.case.key) / f"part-{job.first:06}.parquet"


def named(key: Key) -> str:
    """A name for a folder: 2015-2020-female-2024."""
    return "-".join(part for part in (key.period, key.sex, key.edition) if part)


def write_part(job: Job, path: Path) -> None:
    """The rows of a job, written beside and swapped in. The same job gives the same bytes."""
    frame = frame_of(job)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}")
    places = list(job.case.given.places)
    schema = SCHEMA.with_metadata({"destinations": "\x1f".join(places)})
    rows = TOGETHER * len(job.methods) * len(job.numbers)
    with (
        beside.open("wb") as file,
        pq.ParquetWriter(
            file,
            schema,
            compression="zstd",
            compression_level=1,
            use_dictionary=TEXTS,
        ) as writer,
    ):
        table = pa.Table.from_batches([frame]).replace_schema_metadata(schema.metadata)
        writer.write_table(table, row_group_size=rows)
    swap_file_in(beside, path)


def swap_file_in(beside: Path, path: Path) -> None:
    """The written file under its name, once it is on disk."""
    with beside.open("rb") as file:
        os.fsync(file.fileno())
    beside.replace(path)


@dataclass(frozen=True, slots=True)
class Cells:
    """A folder of parts, one folder below it for each case."""

    folder: Path
    methods: tuple[str, ...]
    draws: int
    """Their number, the unperturbed inputs counted."""

    def blocks(self, case: Case, origins: Sequence[str]) -> dict[str, Block]:
        """All draws from each of these origins."""
        whole = ds.dataset(self.folder / named(case.key), schema=SCHEMA, format="parquet")
        table = whole.to_table(
            columns=["method", "draw", "origin", "flows"],
            filter=pc.field("origin").isin(list(origins)),
        )
        return {
            origin: block_of(
                table.filter(pc.field("origin") == origin),
                case.key,
                case.by(self.methods),
                case.given.places,
                self.draws,
            )
            for origin in origins
        }

    def refused(self, case: Case) -> list[tuple[str, int, str]]:
        """Method, draw and reason of what was refused."""
        whole = ds.dataset(self.folder / named(case.key), schema=SCHEMA, format="parquet")
        table = whole.to_table(
            columns=["method", "draw", "refused"], filter=pc.field("refused").is_valid()
        )
        return [tuple(row.values()) for row in table.to_pylist()]


def block_of(
    rows: pa.Table, key: Key, methods: tuple[str, ...], places: tuple[str, ...], draws: int
) -> Block:
    """The rows of one origin, in whatever order, as an array; NaN for a draw that has none."""
    flows = np.full((len(methods), draws, len(places)), np.nan)
    method = pc.index_in(rows["method"], pa.array(methods)).to_numpy()
    values = rows["flows"].combine_chunks().flatten().to_numpy()
    flows[method, rows["draw"].to_numpy()] = values.reshape(-1, len(places))
    return Block(key, methods, places, flows)
