"""Whose reporting of activities is known to be complete, and when: without it silence says nothing."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

import polars as pl

from gmg.axes import what, who
from gmg.axes.mandates import mandates
from gmg.axes.tables import flag, rows
from gmg.axes.when import partial

FILE = "coverage.csv"
"""In the folder of a base: rows of one's own, with the columns of `activity_coverage.csv`."""


def coverage(folder: Path | None = None) -> pl.DataFrame:
    """Agency and year (`agency, year, complete`) for each year that a file of activities covers.

    From the table of facts and, where there is one, from `coverage.csv` in the folder of the base.
    Raises ValueError with the line for a row that can't be read.
    """
    found: dict[tuple[str, int], bool] = {}
    for number, row in enumerate([*rows("activity_coverage"), *_own(folder)], start=2):
        starts, ends = partial(row["starts"]), partial(row["ends"])
        if starts is None or ends is None:
            raise ValueError(f"{FILE}, row {number}: coverage needs starts and ends, as in 2020")
        agency = who.agency(row["agency"]).code
        for year in range(starts.first.year, ends.last.year + 1):
            found[agency, year] = found.get((agency, year), False) or flag(row["complete"])
    lines = [{"agency": a, "year": y, "complete": c} for (a, y), c in sorted(found.items())]
    return pl.DataFrame(
        lines, schema={"agency": pl.String, "year": pl.Int32, "complete": pl.Boolean}
    )


def _own(folder: Path | None) -> list[dict[str, str]]:
    path = None if folder is None else folder / FILE
    if path is None or not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def responsible() -> dict[str, frozenset[str]]:
    """The agencies with a mandate on each theme; of a theme without any, all that have a mandate."""
    held: dict[str, set[str]] = {}
    for one in mandates():
        held.setdefault(one.theme, set()).add(one.agency)
    everyone = frozenset(one.agency for one in mandates())
    return {theme.code: frozenset(held.get(theme.code, ())) or everyone for theme in what.themes()}


def complete(
    covered: pl.DataFrame,
    topics: Iterable[str],
    years: Iterable[int],
    agencies: Mapping[str, frozenset[str]] | None = None,
) -> pl.DataFrame:
    """For each topic and year, whether every agency responsible for the topic reports completely.

    Columns `topic, year, complete, unknown`; `unknown` lists the agencies of which it isn't known.
    """
    of_topic = responsible() if agencies is None else agencies
    whole = {
        (row["agency"], row["year"]) for row in covered.iter_rows(named=True) if row["complete"]
    }
    lines = []
    for topic in topics:
        for year in years:
            missing = sorted(a for a in of_topic[topic] if (a, year) not in whole)
            lines.append(
                {"topic": topic, "year": year, "complete": not missing, "unknown": missing}
            )
    return pl.DataFrame(
        lines,
        schema={
            "topic": pl.String(),
            "year": pl.Int32(),
            "complete": pl.Boolean(),
            "unknown": pl.List(pl.String()),
        },
    )
