"""What is reconciled: how many moved from one place to another in a year, and who says so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import NamedTuple

import polars as pl

from gmg.analysis.flows.reconcile import errors
from gmg.analysis.flows.reconcile.duration import definitions

SIDES = ("immigration", "emigration", "other")
"""Counted where people arrive, where they leave, or by somebody else (an agency's own estimate)."""

SCHEMA = {
    "origin": pl.String,
    "destination": pl.String,
    "year": pl.Int32,
    "reporter": pl.String,
    "side": pl.String,
    "value": pl.Float64,
    "definition": pl.String,
}
KEY = ("origin", "destination", "year", "reporter", "side")
SHOWN = 3


class Source(NamedTuple):
    """A reporter on one side: `Source("SWE", "immigration")` is what Sweden counts as it arrives."""

    reporter: str
    side: str

    def __str__(self) -> str:
        return f"{self.reporter} ({self.side})"


@dataclass(frozen=True, slots=True)
class Entry:
    """One report of one corridor and year.

    `value` is persons a year as published, `definition` a duration of stay of
    `facts/duration.csv`, `reporter` the place or agency that says it.
    """

    origin: str
    destination: str
    year: int
    reporter: str
    side: str
    value: float
    definition: str = "12 months"


def frame_of(entries: Iterable[Entry]) -> pl.DataFrame:
    """The entries as a frame with the columns of `SCHEMA`."""
    return pl.DataFrame([asdict(entry) for entry in entries], schema=SCHEMA)


def checked(entries: pl.DataFrame) -> pl.DataFrame:
    """The columns of `SCHEMA`, in the order of their keys; other columns are left aside.

    Raises a RefusedEntries that names what is wrong and where: MissingColumn, NoEntries, EmptyKey,
    NotANumber, NegativeCount, UnknownSide, SamePlace, UnknownDefinition, DuplicatedEntry.
    """
    frame = _typed(entries)
    if frame.is_empty():
        raise errors.NoEntries("there are no entries")
    value = pl.col("value")
    empty = pl.any_horizontal(
        [pl.col(name).is_null() | (pl.col(name).cast(pl.String) == "") for name in KEY]
    )
    _refuse(frame, empty, errors.EmptyKey, "no origin, destination, year, reporter or side")
    _refuse(frame, ~value.is_finite().fill_null(False), errors.NotANumber, "no finite value")
    _refuse(frame, value < 0, errors.NegativeCount, "below zero")
    _refuse(
        frame, ~pl.col("side").is_in(SIDES), errors.UnknownSide, f"side not of {', '.join(SIDES)}"
    )
    _refuse(
        frame, pl.col("origin") == pl.col("destination"), errors.SamePlace, "origin is destination"
    )
    known = pl.col("definition").is_in(definitions()).fill_null(False)
    listed = ", ".join(definitions())
    _refuse(frame, ~known, errors.UnknownDefinition, f"definition not of {listed}")
    _refuse(frame, pl.struct(KEY).is_duplicated(), errors.DuplicatedEntry, "given more than once")
    return frame.sort(KEY)


def _typed(entries: pl.DataFrame) -> pl.DataFrame:
    missing = [name for name in SCHEMA if name not in entries.columns]
    if missing:
        raise errors.MissingColumn(f"entries lack the columns {', '.join(missing)}")
    try:
        return entries.select(pl.col(name).cast(kind) for name, kind in SCHEMA.items())
    except pl.exceptions.PolarsError as wrong:
        raise errors.MissingColumn(f"a column is of the wrong kind: {wrong}") from wrong


def _refuse(
    frame: pl.DataFrame, wrong: pl.Expr, error: type[errors.RefusedEntries], reason: str
) -> None:
    found = frame.filter(wrong)
    if found.is_empty():
        return
    first = "; ".join(
        f"{row['origin']}-{row['destination']} {row['year']} by {row['reporter']} ({row['side']}, "
        f"{row['definition']}): {row['value']}"
        for row in found.head(SHOWN).iter_rows(named=True)
    )
    raise error(f"{reason}, {found.height} entries: {first}")
