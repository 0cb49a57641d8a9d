"""Activities of the sample edition: a dozen, without partners and money."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

import polars as pl

from gmg.axes import topics, where
from gmg.evidence.snapshots import Snapshot
from gmg.records.activity import COLUMNS
from gmg.sources.forms.csv import read_csv
from gmg.sources.forms.table import ROW, Table, mapped
from gmg.sources.reading import Reading
from gmg.sources.sample.citations import check_citations, published, refuse_empty
from gmg.sources.shape import CITED, check_unique

ACTIVITIES = "activities.csv"
HEADER = (
    *("identifier", "reporter", "reporter_name", "title", "status", "actual_start", "actual_end"),
    *("country", "sectors", "agency", "dataset", "edition", "table_cited"),
)
KEY = "identifier"


def read(snapshot: Snapshot) -> Reading:
    """One activity a record; its cell is the one that holds the identifier."""
    table = read_csv(snapshot, HEADER)
    check_unique(table, [KEY])
    check_citations(table, published())
    table.frame = table.frame.with_columns(
        mapped(table, "country", {code: code for code in where.codes()}, "place", "write its code")
    )
    for name in (KEY, "reporter", "title", "actual_start", "table_cited"):
        refuse_empty(table, name, "write down what the publisher says")
    table.ignore("header", len(HEADER), "names of the columns")
    table.ignore_columns([name for name in HEADER if name != KEY], "say what the activity is")
    rows = [_row(table, row) for row in table.frame.iter_rows(named=True)]
    wanted = {name: kind for name, kind in COLUMNS.items() if name != "snapshot"}
    found = pl.DataFrame(rows, schema=wanted, orient="row")
    reading = Reading(found, table.frame.height, table.holds, tuple(table.ignored))
    cited = [found[name].cast(pl.Enum(found[name].unique().sort())) for name in CITED[1:]]
    return replace(reading, figures=found.with_columns(cited))


def _row(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    sectors = [tuple(pair.split(":", 1)) for pair in (row["sectors"] or "").split(";") if pair]
    days = {name: _day(table, row, name) for name in ("actual_start", "actual_end")}
    about = topics.classify(row["reporter"], [(v, c) for v, c in sectors], row["title"])
    text = "\n".join(row[name] or "" for name in HEADER)
    empty: dict[str, Any] = dict.fromkeys(COLUMNS)
    del empty["snapshot"]
    lists = ("target_groups", "admin", "partners", "budgets", "transactions", "related", "aliases")
    return {
        **empty,
        **{name: row[name] for name in HEADER if name in empty},
        **{name: [] for name in lists},
        **days,
        "secondary": False,
        "language": "en",
        "time_from": days["actual_start"],
        "time_to": days["actual_end"],
        "tier": about.tier,
        "because": list(about.because),
        "topics": list(about.topics),
        "places": [
            {
                "place": row["country"],
                "as_published": row["country"],
                "kind": "country",
                "percentage": None,
            }
        ],
        "sectors": [
            {"vocabulary": v, "code": c, "name": None, "percentage": None} for v, c in sectors
        ],
        "digest": hashlib.sha256(text.encode()).hexdigest(),
        "row": row[ROW],
        "column": table.address[KEY],
        "note": f"sample edition, written down from {row['table_cited']}",
    }


def _day(table: Table, row: dict[str, Any], name: str) -> Any:
    from datetime import date

    if row[name] is None:
        return None
    try:
        return date.fromisoformat(row[name])
    except ValueError:
        raise table.refuse(
            row[ROW], name, f"{row[name]!r} is no day", "write it as 2020-08-01"
        ) from None
