"""Treaty acts of the sample edition: a choice of parties, so absence says nothing."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from gmg.axes import what, where
from gmg.evidence.snapshots import Snapshot
from gmg.records.treaty_act import ACTS
from gmg.sources.forms.csv import read_csv
from gmg.sources.forms.table import ROW, mapped
from gmg.sources.reading import Reading
from gmg.sources.sample.citations import check_citations, published, refuse_empty
from gmg.sources.shape import CELL, CITED, TEXT, check_unique
from gmg.sources.untc.acts import acts

TREATY_ACTS = "treaty_acts.csv"
HEADER = (
    *("instrument", "treaty", "party", "party_as_published", "act", "date"),
    *("agency", "dataset", "edition", "table_cited", "as_published"),
)


def read(snapshot: Snapshot) -> Reading:
    """One act a record; its cell is the one that holds the text as published."""
    table = read_csv(snapshot, HEADER)
    check_unique(table, ["instrument", "party_as_published", "act", "date", *CITED])
    check_citations(table, published())
    known = {
        "instrument": [instrument.code for instrument in what.instruments()],
        "party": where.codes(),
        "act": ACTS,
    }
    for name, codes in known.items():
        table.frame = table.frame.with_columns(
            mapped(table, name, {code: code for code in codes}, name, "write its code")
        )
    for name in ("date", "table_cited", TEXT):
        refuse_empty(table, name, "write down what the depositary published")
    table.ignore_columns([name for name in HEADER if name != TEXT], "say which act it is")
    dated = table.frame.with_columns(
        pl.col("date").str.to_date("%Y-%m-%d", strict=False),
        said=pl.col(TEXT)
        .str.extract(r"^(\d{1,2} [A-Z][a-z]{2} \d{4})")
        .str.to_date("%d %b %Y", strict=False),
    )
    other = dated.filter(pl.col("date").ne_missing(pl.col("said")))
    if other.height:
        raise table.refuse(
            other[ROW][0], "date", f"is not the day of {other[TEXT][0]!r}", "write the same day"
        )
    cells = dated.with_columns(
        pl.lit(TEXT).alias(CELL),
        note=pl.concat_str(pl.lit("sample edition, written down from "), "table_cited"),
    )
    result = acts(table, cells, complete=False)
    cited = [table.frame[name].cast(pl.Enum(table.frame[name].unique().sort())) for name in CITED]
    order = table.frame[ROW]
    assert order.is_sorted() and result.figures.height == order.len()
    return replace(result, figures=result.figures.with_columns(cited))
