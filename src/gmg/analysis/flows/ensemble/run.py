"""An ensemble from cases to a folder: draws in parallel, summaries, swapped in when it is whole."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from gmg.analysis.flows.ensemble import folder
from gmg.analysis.flows.ensemble.cells import TOGETHER, Cells, part_of, swap_file_in, write_part
from gmg.analysis.flows.ensemble.quantiles import SPREAD, SUMMARY, summarised
from gmg.analysis.flows.ensemble.scratch import Scratch
from gmg.analysis.flows.ensemble.spec import AGENCY, SIZE, jobs_of
from gmg.analysis.flows.ensemble.workers import workers
from gmg.analysis.flows.estimate import METHODS
from gmg.evidence.snapshots import write_whole

if TYPE_CHECKING:
    from pathlib import Path

    from gmg.analysis.flows.ensemble.quantiles import Block
    from gmg.analysis.flows.ensemble.spec import Case, Job, Key, Spec
    from gmg.analysis.flows.ensemble.workers import Each
    from gmg.analysis.flows.inputs import Table

    Refused = tuple[str, int, str]
    Read = Callable[[Case, Sequence[str]], dict[str, Block]]

KEEP = ("summary", "cells")
DRAWS = pa.schema(
    [
        *((name, pa.string()) for name in ("agency", "period", "sex", "edition", "method")),
        ("draw", pa.int32()),
        ("moved", pa.float64()),
        ("refused", pa.string()),
    ]
)
"""A row a draw and method: all persons who moved, or why it was refused."""


def run(
    cases: Sequence[Case],
    spec: Spec,
    to: Path,
    draws: int = 1000,
    *,
    methods: tuple[str, ...] = tuple(METHODS),
    keep: str = "summary",
    processes: int = 0,
    size: int = SIZE,
    tell: Callable[[str], object] = str,
) -> Path:
    """Write an ensemble to the folder and return the folder of the run.

    `keep` is `summary` (quantiles of each corridor) or `cells` (each draw's flows as well).
    `processes` is how many work, 0 as many as there are cores; the bytes do not depend on it.
    A run that ends early leaves the one before answering; the same run goes on where it ended. A
    run of the very same inputs that is already there is left as it is.
    """
    if keep not in KEEP:
        raise ValueError(f"{keep!r} is not kept: {' or '.join(KEEP)}")
    ordered = sorted(cases, key=lambda case: case.key)
    jobs_of(ordered, spec, draws, methods, size)
    document = folder.described(ordered, spec, draws, methods, keep, size)
    name = folder.id_of_run(document)
    with folder.locked(to):
        if not (to / f"run-{name}" / folder.DOCUMENT).is_file():
            growing = folder.beside(to, name)
            with workers(processes or os.cpu_count() or 1) as each:
                for (period, sex), group in groupby(ordered, lambda c: (c.key.period, c.key.sex)):
                    together = list(group)
                    if not (growing / "draws" / f"{period}-{sex}.parquet").exists():
                        Group(growing, together, spec, draws, methods, size, each).write(keep)
                    tell(f"{period} {sex}: {draws} draws")
            write_whole(growing / folder.DOCUMENT, json.dumps(document, indent=1).encode())
        return folder.swap_in(to, name)


class Group:
    """The cases of one period and sex, one for each edition."""

    def __init__(
        self,
        at: Path,
        cases: Sequence[Case],
        spec: Spec,
        draws: int,
        methods: tuple[str, ...],
        size: int,
        each: Each,
    ) -> None:
        self.at, self.cases, self.each = at, cases, each
        self.jobs = jobs_of(cases, spec, draws, methods, size)
        self.methods, self.draws = methods, draws + 1
        self.name = f"{cases[0].key.period}-{cases[0].key.sex}"

    def write(self, keep: str) -> None:
        """Draws, their summary, then the table of draws: its file says that the group is done."""
        moved, refused = self.through_cells() if keep == "cells" else self.through_scratch()
        tables = [
            draws_of(case.key, case.by(self.methods), everybody, why)
            for case, everybody, why in zip(self.cases, moved, refused, strict=True)
        ]
        write_tables(self.at / "draws" / f"{self.name}.parquet", DRAWS, iter(tables))

    def through_cells(self) -> tuple[list[Table], list[list[Refused]]]:
        """Every draw kept; a part that an earlier start finished is not worked again."""
        below = self.at / "cells"
        parts = [(job, part_of(below, job)) for job in self.jobs]
        for _ in self.each(worked_part, [part for part in parts if not part[1].exists()]):
            pass
        cells = Cells(below, self.methods, self.draws)
        moved = self.summarise(cells.blocks, TOGETHER)
        return moved, [cells.refused(case) for case in self.cases]

    def through_scratch(self) -> tuple[list[Table], list[list[Refused]]]:
        """Draws on disk only until they are summarised."""
        below = self.at / "scratch"
        below.mkdir(exist_ok=True)
        files = {
            case.key: Scratch(
                below / f"{at}.f64", case.by(self.methods), len(case.given.places), self.draws
            )
            for at, case in enumerate(self.cases)
        }
        for file in files.values():
            file.make()
        refused: dict[Key, list[Refused]] = {case.key: [] for case in self.cases}
        do = [(files[job.case.key], job) for job in self.jobs]
        for job, found in zip(self.jobs, self.each(filled, do), strict=True):
            refused[job.case.key] += found
        moved = self.summarise(partial(from_scratch, files), 1)
        for file in files.values():
            file.path.unlink()
        below.rmdir()
        return moved, [refused[case.key] for case in self.cases]

    def summarise(self, read: Read, at_once: int) -> list[Table]:
        """Write summary and spread, origin by origin; all who moved (method, draw) for each case."""
        origins = list(dict.fromkeys(p for case in self.cases for p in case.given.places))
        some = [origins[at : at + TOGETHER] for at in range(0, len(origins), TOGETHER)]
        spreads: list[pa.Table] = []
        moved = [np.zeros((len(case.by(self.methods)), self.draws)) for case in self.cases]

        def summaries() -> Iterator[pa.Table]:
            for summary, spread, left in self.each(partial(over, read, self.cases, at_once), some):
                spreads.append(spread)
                for everybody, persons in zip(moved, left, strict=True):
                    everybody += persons
                yield summary

        write_tables(self.at / "summary" / f"{self.name}.parquet", SUMMARY, summaries())
        write_tables(self.at / "spread" / f"{self.name}.parquet", SPREAD, iter(spreads))
        return moved


def worked_part(part: tuple[Job, Path]) -> None:
    """One part of the cells."""
    write_part(*part)


def filled(given: tuple[Scratch, Job]) -> tuple[Refused, ...]:
    """One job on the scratch file."""
    scratch, job = given
    return scratch.fill(job)


def from_scratch(files: dict[Key, Scratch], case: Case, origins: Sequence[str]) -> dict[str, Block]:
    """All draws from these origins."""
    at = {place: number for number, place in enumerate(case.given.places)}
    return {origin: files[case.key].block(case, at[origin]) for origin in origins}


def over(
    read: Read, cases: Sequence[Case], at_once: int, origins: Sequence[str]
) -> tuple[pa.Table, pa.Table, list[Table]]:
    """Summary and spread of some origins, and who left them, for each case; `at_once` are read."""
    summaries, spreads = [], []
    left: list[Table] = [np.zeros(()) for _ in cases]
    for first in range(0, len(origins), at_once):
        some = origins[first : first + at_once]
        found = [read(case, [one for one in some if one in case.given.places]) for case in cases]
        for origin in some:
            there = [(at, blocks[origin]) for at, blocks in enumerate(found) if origin in blocks]
            for at, block in there:
                left[at] = left[at] + block.flows.sum(axis=2)
            summary, spread = summarised(origin, [block for _, block in there])
            summaries.append(summary)
            spreads.append(spread)
    return pa.concat_tables(summaries), pa.concat_tables(spreads), left


def draws_of(
    key: Key, methods: tuple[str, ...], moved: Table, refused: Sequence[Refused]
) -> pa.Table:
    """By DRAWS, for one case."""
    why = {(method, number): reason for method, number, reason in refused}
    rows = [
        {
            "agency": AGENCY,
            "period": key.period,
            "sex": key.sex,
            "edition": key.edition,
            "method": method,
            "draw": number,
            "moved": None if (method, number) in why else float(persons),
            "refused": why.get((method, number)),
        }
        for method, everybody in zip(methods, moved, strict=True)
        for number, persons in enumerate(everybody)
    ]
    return pa.Table.from_pylist(rows, schema=DRAWS)


def write_tables(path: Path, schema: pa.Schema, tables: Iterator[pa.Table]) -> None:
    """Parquet, a row group a table, written beside and swapped in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}")
    with (
        beside.open("wb") as file,
        pq.ParquetWriter(file, schema, compression="zstd", compression_level=1) as writer,
    ):
        for table in tables:
            writer.write_table(table)
    swap_file_in(beside, path)
