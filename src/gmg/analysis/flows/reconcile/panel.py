"""Entries laid out as arrays: slots by years by corridors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from gmg.analysis.flows.reconcile.double_entry import numbers, sources_of
from gmg.analysis.flows.reconcile.entry import Source

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

NOBODY = -1


@dataclass(frozen=True, slots=True)
class Panel:
    """M slots (the sources of a corridor), T years, C corridors.

    `count`, `log`, `noise`, `shift` and `seen` are (M, T, C), zero where nothing is reported;
    `source` is (M, C), the number in `sources` or -1. `log` and `noise` are a pseudo-observation of
    the log flow at twelve months and its variance from counting alone.
    """

    corridors: tuple[tuple[str, str], ...]
    years: tuple[int, ...]
    sources: tuple[Source, ...]
    source: Ints
    count: Floats
    log: Floats
    noise: Floats
    shift: Floats
    seen: Bools


def tallied(at: Ints, weight: Floats, size: int) -> Floats:
    """Sums of weights by the number that stands at the same place."""
    return np.asarray(np.bincount(at.ravel(), weight.ravel(), size), dtype=np.float64)


def panel_of(frame: pl.DataFrame) -> Panel:
    """The panel of entries that went through `with_logs`; years run without a gap."""
    sources = sources_of(frame)
    numbered = numbers(frame, sources).with_columns(
        corridor=pl.struct("origin", "destination").rank("dense").cast(pl.Int64) - 1,
        at=pl.col("year") - pl.col("year").min(),
    )
    numbered = numbered.with_columns(
        slot=pl.col("source").rank("dense").over("corridor").cast(pl.Int64) - 1
    )
    pairs = frame.select("origin", "destination").unique().sort("origin", "destination").rows()
    first, last = int(frame["year"].min()), int(frame["year"].max())  # type: ignore[arg-type]
    slot, at, corridor = (numbered[name].to_numpy() for name in ("slot", "at", "corridor"))
    shape = (int(slot.max()) + 1, last - first + 1, len(pairs))
    source = np.full((shape[0], shape[2]), NOBODY, dtype=np.int64)
    source[slot, corridor] = numbered["source"].to_numpy()
    laid = {}
    for name, column in (
        ("count", "value"),
        ("log", "log"),
        ("noise", "noise"),
        ("shift", "shift"),
    ):
        laid[name] = np.zeros(shape)
        laid[name][slot, at, corridor] = numbered[column].to_numpy()
    seen = np.zeros(shape, dtype=bool)
    seen[slot, at, corridor] = True
    return Panel(tuple(pairs), tuple(range(first, last + 1)), sources, source, seen=seen, **laid)
