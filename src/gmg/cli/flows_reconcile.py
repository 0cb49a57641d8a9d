"""`gmg flows reconcile`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gmg.cli.options import json_option

if TYPE_CHECKING:
    import polars as pl

LARGEST = 40


@click.command()
@click.argument("entries", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--reference",
    required=True,
    help="Whose level is taken as right, REPORTER:SIDE, such as SWE:immigration",
)
@click.option("--factors", is_flag=True, help="Bias and accuracy of each reporter instead")
@click.option(
    "--duration", default="mixture", help="Set of factors to twelve months of stay; default mixture"
)
@click.option(
    "--level", type=float, default=0.95, help="Probability that the interval holds the flow; 0.95"
)
@click.option("--gaps", is_flag=True, help="Years that nobody reports too, from the other years")
@click.option(
    "--to", type=click.Path(path_type=Path), help="Write all rows: name.parquet or name.csv"
)
@json_option
def reconcile(
    entries: Path,
    reference: str,
    factors: bool,
    duration: str,
    level: float,
    gaps: bool,
    to: Path | None,
    as_json: bool,
) -> None:
    """One estimate with an interval where ENTRIES.csv holds what senders and receivers report.

    Columns of ENTRIES.csv: origin, destination, year, reporter, side (immigration, emigration or
    other), value (persons a year), definition (duration of stay: 0, 3, 6 or 12 months, permanent).
    """
    from gmg.analysis.flows.reconcile import factors as each_factor
    from gmg.analysis.flows.reconcile import reconcile as reconciled
    from gmg.cli.show import print_json

    if to is not None and to.suffix not in (".parquet", ".csv"):
        raise click.UsageError(f"{to}: written as .parquet or .csv; name one of them")
    frame = read_entries(entries)
    source = reference_of(reference)
    if factors:
        found = each_factor(frame, source, duration)
    else:
        found = reconciled(frame, source, duration=duration, level=level, gaps=gaps)
    if to is not None:
        write(found, to)
    if as_json:
        print_json(found.iter_rows(named=True))
    elif to is None:
        show(found, factors=factors)


def read_entries(file: Path) -> pl.DataFrame:
    """The table of entries; only an empty cell is missing, so that Namibia (NA) is a place."""
    import polars as pl

    try:
        return pl.read_csv(file, infer_schema=False, null_values=[""])
    except (pl.exceptions.PolarsError, UnicodeDecodeError) as error:
        raise ValueError(f"{file}: no table of entries: {error}") from error


def reference_of(text: str) -> tuple[str, str]:
    """Reporter and side from `SWE:immigration`."""
    reporter, parted, side = text.rpartition(":")
    if not parted or not reporter:
        raise ValueError(f"{text!r} is no reference; one is written SWE:immigration")
    return reporter, side


def write(found: pl.DataFrame, to: Path) -> None:
    """The rows as a file; lists become text in CSV, which has none."""
    import polars as pl

    to.parent.mkdir(parents=True, exist_ok=True)
    if to.suffix == ".parquet":
        found.write_parquet(to)
    else:
        lists = [name for name, kind in found.schema.items() if kind == pl.List(pl.String)]
        found.with_columns(pl.col(lists).list.join("; ")).write_csv(to)
    print(f"{to}: {found.height:,} rows", file=sys.stderr)


def show(found: pl.DataFrame, *, factors: bool) -> None:
    """The table for people: reporters, or the largest estimates."""
    from gmg.cli.show import table

    if factors:
        rows = [
            [
                row["reporter"],
                row["side"],
                row["status"],
                *(_two(row[name]) for name in ("factor", "low", "high", "accuracy")),
                str(row["pairs"]),
                row["reason"] or "",
            ]
            for row in found.iter_rows(named=True)
        ]
        heads = ["reporter", "side", "status", "times", "low", "high", "log error", "pairs", "why"]
        table(heads, rows, right=heads[3:8])
        return
    chosen = found.sort("estimate", descending=True).head(LARGEST)
    rows = [
        [
            row["origin"],
            row["destination"],
            str(row["year"]),
            *(f"{row[name]:,.0f}" for name in ("estimate", "low", "high")),
            row["level"],
            "; ".join(row["rests_on"]),
        ]
        for row in chosen.iter_rows(named=True)
    ]
    heads = ["from", "to", "year", "estimate", "low", "high", "level", "rests on"]
    table(heads, rows, right=heads[3:6])
    if found.height > chosen.height:
        print(f"… and {found.height - chosen.height:,} more: --to or --json")
    print("estimated here (agency GMG): no reporter's figure", file=sys.stderr)


def _two(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"
