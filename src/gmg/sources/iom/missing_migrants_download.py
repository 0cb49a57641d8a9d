"""IOM, Missing Migrants Project: the download of one day, with ISO codes in place of names.

Quirks: another cut of the same database as the yearly feeds, with other totals; `dead` is dead and
missing together; `nat` may hold several codes (`CIV,GIN,UNK`) of people in one incident; records
repeat, as the download has no key; one incident has no country. https://missingmigrants.iom.int/downloads
"""

from __future__ import annotations

import polars as pl

from gmg.axes import where
from gmg.evidence.snapshots import Snapshot
from gmg.sources.dates import days, point
from gmg.sources.description import Edition, File, Source, Total
from gmg.sources.forms.csv import read_csv
from gmg.sources.forms.table import ROW, Table
from gmg.sources.iom.licence import MISSING_MIGRANTS
from gmg.sources.iom.words import Meaning, meaning, notes, plain
from gmg.sources.places import places
from gmg.sources.reading import Reading
from gmg.sources.shape import detail, melt, numbers, reading

COLUMNS = {
    "dead": Meaning("migrant-deaths", "dead-and-missing"),
    "surv": Meaning("migrant-survivors", "recorded-incidents"),
}
HEADER = (
    *("t", "m", "q", "type", "route", "geo", "dead", "cause", "surv", "nat"),
    *("location", "lon", "lat"),
)
INDEX = ("t", "place", "counterpart", "detail", "twin", "nowhere", "day")


def read(snapshot: Snapshot) -> Reading:
    """One figure a number of each record: dead and missing, survivors, on one day."""
    table = read_csv(snapshot, HEADER)
    table.frame = table.frame.with_columns(
        places(table, "geo", "iom-mmp").fill_null("_UNK").alias("place"),
        _origin(table).alias("counterpart"),
        days(table, "t").alias("day"),
        _first_of_its_kind().alias("twin"),
        pl.col("geo").is_null().alias("nowhere"),
        detail(
            record=pl.col(ROW).cast(pl.String),
            type=plain("type"),
            route=plain("route"),
            cause=plain("cause"),
            nationalities=pl.when(pl.col("nat").str.contains(",", literal=True)).then("nat"),
        ).alias("detail"),
    )
    table.ignore_columns(["t", "geo", "nat"], "say which figure it is")
    table.ignore_columns(["type", "route", "cause"], "stand in the detail of the figure")
    table.ignore_columns(["m", "q"], "month and quarter of the day")
    table.ignore_columns(
        ["location", "lon", "lat"], "describe the incident; the trace of a figure shows them"
    )
    repeats = table.frame["twin"].count()
    if repeats:
        table.remarks.append(f"{repeats} records repeat an earlier one; kept, each figure says so")
    cells = numbers(table, melt(table, INDEX, list(COLUMNS), "unknown"), negative=True)
    return reading(
        table,
        cells.with_columns(*meaning(COLUMNS), **point(pl.col("day")), note=_note()),
        unit="persons",
    )


def _origin(table: Table) -> pl.Series:
    """The nationality where it is one; several nationalities are `_VAR` and stand in the detail."""
    known = where.mapping("iom-mmp")
    spellings = {
        text: "_VAR" if "," in text else known.get(text)
        for text in table.frame["nat"].drop_nulls().unique().to_list()
    }
    for text in spellings:
        strange = [code for code in text.split(",") if code not in known]
        if strange:
            at = table.frame.filter(pl.col("nat") == text).item(0, ROW)
            raise table.refuse(
                at,
                "nat",
                f"unknown nationality {strange[0]!r} in {text!r}",
                "add it to axes/facts/place_codes.csv under the scheme iom-mmp",
            )
    return table.frame["nat"].replace_strict(
        list(spellings), list(spellings.values()), default=None, return_dtype=pl.String
    )


def _first_of_its_kind() -> pl.Expr:
    first = pl.col(ROW).min().over(list(HEADER))
    return pl.when(first < pl.col(ROW)).then(first)


def _note() -> pl.Expr:
    return notes(
        [
            pl.when(pl.col("twin").is_not_null()).then(
                pl.format("row {} of this file is the same word for word", pl.col("twin"))
            ),
            pl.when(pl.col("nowhere")).then(pl.lit("no country stands in the record")),
            pl.when(pl.col("value") < 0).then(pl.lit("published below zero")),
        ]
    )


SOURCE = Source(
    id="iom.missing-migrants-download",
    agency="IOM",
    title="Missing Migrants Project, download",
    counts="people recorded as dead or missing on the way to another country, by incident: a minimum, "
    "not an estimate of all deaths",
    cadence="weekly; past incidents are added and corrected for years",
    home="https://missingmigrants.iom.int/downloads",
    licence=MISSING_MIGRANTS,
    editions=(
        Edition(
            id="2025-02-16",
            title="Download of 16 February 2025",
            published="2025-02-16",
            address="https://missingmigrants.iom.int/downloads",
            files=(
                File(
                    "iom/iom_mmp.csv.gz",
                    "incidents of 2014 to 2024",
                    read,
                    totals=(
                        Total(
                            "dead and missing 2014 to 2024",
                            72_057,
                            {"concept": "migrant-deaths"},
                            source="the sum over the download of that day",
                        ),
                        Total(
                            "dead and missing 2023",
                            8_746,
                            {"concept": "migrant-deaths", "year": 2023},
                            source="the sum over the download of that day",
                        ),
                    ),
                ),
            ),
        ),
    ),
    notes=("Another cut of the same database as the yearly feeds: never add the two",),
)
