"""Whose reporting of activities is known to be complete, and when: without it silence says nothing."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import polars as pl

from gmg.axes import what, who
from gmg.axes.mandates import mandates
from gmg.axes.tables import CONFIDENCE, flag, rows
from gmg.axes.when import partial

FILE = "coverage.csv"
"""In the folder of a base: rows of one's own, with the columns of `activity_coverage.csv`."""
HEADINGS = ("agency", "starts", "ends", "complete", "confidence", "source", "note")


def coverage(folder: Path | None = None) -> pl.DataFrame:
    """Agency and year (`agency, year, complete`) for each year that a file of activities covers.

    From the table of facts and, where there is one, from `coverage.csv` in the folder of the base.
    A year is complete only where one row holds all of it. Raises ValueError with the file and the
    line for a row that can't be read.
    """
    found: dict[tuple[str, int], bool] = {}
    for at, row in [*_facts(), *_own(folder)]:
        agency, first, last, whole = _read(at, row)
        for year in range(first.year, last.year + 1):
            all_of_it = first <= date(year, 1, 1) and date(year, 12, 31) <= last
            found[agency, year] = found.get((agency, year), False) or (whole and all_of_it)
    lines = [{"agency": a, "year": y, "complete": c} for (a, y), c in sorted(found.items())]
    return pl.DataFrame(
        lines, schema={"agency": pl.String, "year": pl.Int32, "complete": pl.Boolean}
    )


def _facts() -> list[tuple[str, dict[str, str]]]:
    name = "activity_coverage"
    return [(f"{name}.csv, line {n}", row) for n, row in enumerate(rows(name), start=2)]


def _own(folder: Path | None) -> list[tuple[str, dict[str, str]]]:
    path = None if folder is None else folder / FILE
    if path is None or not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        header = [name.strip() for name in next(reader, [])]
        if sorted(header) != sorted(HEADINGS):
            raise ValueError(f"{path}, line 1: the headings must be {','.join(HEADINGS)}")
        found = []
        for cells in reader:
            at = f"{path}, line {reader.line_num}"
            if len(cells) not in (0, len(header)):
                raise ValueError(f"{at}: {len(cells)} cells under {len(header)} headings")
            if any(cell.strip() for cell in cells):
                found.append((at, {h: c.strip() for h, c in zip(header, cells, strict=True)}))
        return found


def _read(at: str, row: Mapping[str, str]) -> tuple[str, date, date, bool]:
    """Agency, first and last day, and whether it reports completely, of one row."""
    try:
        starts, ends = partial(row["starts"]), partial(row["ends"])
        agency, whole = who.agency(row["agency"]).code, flag(row["complete"])
    except (ValueError, LookupError) as error:
        raise ValueError(f"{at}: {error}") from error
    if starts is None or ends is None:
        raise ValueError(f"{at}: coverage needs starts and ends, as in 2020")
    if ends.last < starts.first:
        raise ValueError(f"{at}: ends {row['ends']} before it starts ({row['starts']})")
    if row["confidence"] not in CONFIDENCE:
        raise ValueError(f"{at}: confidence is one of {', '.join(CONFIDENCE)}")
    return agency, starts.first, ends.last, whole


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
