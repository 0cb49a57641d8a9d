"""UNHCR, where people under its mandate live, and of which sex and age they are, in one year.

Quirks: one record a place inside a country; women and men do not add up to the total in 3,630
records of edition 2025.12.1, and 3,308 of these have no split by sex at all but noughts in all its
cells: everything is kept as published and the noughts carry a note; `f_other` and `m_other` are
people whose age is not known; people who returned stand under the country they came back to, with
the same place at both ends, other than in the tables by origin and country of asylum.
https://www.unhcr.org/refugee-statistics/methodology/
"""

from __future__ import annotations

import polars as pl

from gmg.evidence.snapshots import Snapshot
from gmg.sources.dates import Times, calendar_year, end_year
from gmg.sources.description import Edition, File, Source
from gmg.sources.forms.csv import read_csv
from gmg.sources.forms.table import Table
from gmg.sources.reading import Reading
from gmg.sources.shape import check_unique, detail, melt, numbers, reading
from gmg.sources.unhcr.licence import API, CADENCE, CC_BY, EDITION, EDITION_NOTE, HOME, PUBLISHED
from gmg.sources.unhcr.pairs import INDEX, KEY, WHO, joined, totals, with_places, words_of

TYPES = {
    "REF": ("refugees", "unhcr-mandate"),
    "ASY": ("asylum-seekers", "unhcr-mandate"),
    "OIP": ("others-in-need-of-protection", "unhcr-mandate"),
    "IDP": ("internally-displaced", "conflict-unhcr-operations"),
    "STA": ("stateless", "unhcr-mandate"),
    "OOC": ("others-of-concern", "unhcr-mandate"),
    "HST": ("host-community", "unhcr-mandate"),
    "RET": ("returned-refugees", "unhcr-mandate"),
    "RDP": ("returned-internally-displaced", "conflict-unhcr-operations"),
}
RETURNED = ("RET", "RDP")
AREAS = {"U": "urban", "R": "rural", "C": "camp", "V": "various or unknown"}
ACCOMMODATION = {
    "I": "individual",
    "S": "self-settled camp",
    "P": "planned or managed camp",
    "C": "collective centre",
    "R": "reception or transit camp",
    "U": "undefined",
}
AGES = {
    "0_4": "0-4",
    "5_11": "5-11",
    "12_17": "12-17",
    "18_59": "18-59",
    "60": "60+",
    "other": "unknown",
    "total": "all",
}
SEXES = {"f": "female", "m": "male"}
COLUMNS = {
    **{f"{s}_{a}": (sex, age) for s, sex in SEXES.items() for a, age in AGES.items()},
    "total": ("total", "all"),
}
HOW = ("pop_type", "location", "loc_type", "acc_type")
NO_SPLIT = "No split by sex and age was given for this record: the nought is no count"
NOT_THE_SUM = "Women and men do not add up to this total: the sex of some was not given"
CAME_BACK = "Counted where they live since they came back: the record repeats that place as origin"


def read(snapshot: Snapshot) -> Reading:
    """One figure a cell: people by place inside the country, sex and age, at 31 December of `year`.

    People who returned are counted over the year.
    """
    table = read_csv(snapshot, (*WHO, *HOW, *COLUMNS))
    with_places(table)
    with_kinds(table)
    check_unique(table, [*KEY, *HOW])
    say_uneven(table)
    index = [*INDEX, "concept", "basis", "detail", "pop_type", "no_split", "uneven"]
    cells = melt(table, index, list(COLUMNS), "not given")
    names = list(COLUMNS)
    return reading(
        table,
        numbers(table, cells).with_columns(
            sex=pl.col("column").replace_strict(
                names, [sex for sex, _ in COLUMNS.values()], return_dtype=pl.String
            ),
            age=pl.col("column").replace_strict(
                names, [age for _, age in COLUMNS.values()], return_dtype=pl.String
            ),
            note=_note(),
            **_times(),
        ),
        unit="persons",
    )


def with_kinds(table: Table) -> None:
    """Add concept, basis and detail of each record, and whether its sexes add up."""
    table.ignore_columns(HOW, "say which figure it is")
    women, men, everyone = (
        pl.col(name).cast(pl.Float64, strict=False) for name in ("f_total", "m_total", "total")
    )
    table.frame = table.frame.with_columns(
        words_of(table, "pop_type", {key: item[0] for key, item in TYPES.items()}).alias("concept"),
        words_of(table, "pop_type", {key: item[1] for key, item in TYPES.items()}).alias("basis"),
        words_of(table, "loc_type", AREAS).alias("area"),
        words_of(table, "acc_type", ACCOMMODATION).alias("accommodation"),
        no_split=((women + men == 0) & (everyone > 0)).fill_null(value=False),
        uneven=(women + men != everyone).fill_null(value=False),
    )
    table.frame = table.frame.with_columns(
        detail=detail(**{name: pl.col(name) for name in ("location", "area", "accommodation")})
    )


def say_uneven(table: Table) -> None:
    """Remark how many records hold sexes that do not add up, and how many no sex at all."""
    uneven, none = int(table.frame["uneven"].sum()), int(table.frame["no_split"].sum())
    if uneven:
        table.remarks.append(
            f"in {uneven:,} records women and men do not add up to the total; "
            f"{none:,} of these have no split by sex"
        )


def _note() -> pl.Expr:
    total = pl.col("column") == "total"
    came_back = pl.col("same_place") & (pl.col("pop_type") == "RET")
    return joined(
        pl.when(pl.col("no_split") & ~total).then(pl.lit(NO_SPLIT)),
        pl.when(pl.col("uneven") & ~pl.col("no_split") & total).then(pl.lit(NOT_THE_SUM)),
        pl.when(came_back).then(pl.lit(CAME_BACK)),
    )


def _times() -> Times:
    returned = pl.col("pop_type").is_in(RETURNED)
    over_the_year, at_its_end = calendar_year("year"), end_year("year")
    return {
        name: pl.when(returned).then(over_the_year[name]).otherwise(at_its_end[name])
        for name in at_its_end
    }


SOURCE = Source(
    id="unhcr.demographics",
    agency="UNHCR",
    title="Demographics and locations",
    counts="people under UNHCR's mandate at 31 December by place inside the country, kind of "
    "accommodation, sex and age; people who returned over the calendar year",
    cadence=CADENCE,
    home=HOME,
    licence=CC_BY,
    editions=(
        Edition(
            id=EDITION,
            title="Refugee Data Finder, demographics of 2025",
            published=PUBLISHED,
            address=f"{API}demographics/",
            note=EDITION_NOTE,
            files=(
                File(
                    "unhcr/demographics.csv.gz",
                    "by place, accommodation, sex and age",
                    read,
                    totals=totals(
                        {
                            (2025, "refugees"): 28_461_306,
                            (2025, "asylum-seekers"): 8_998_097,
                            (2025, "internally-displaced"): 64_239_352,
                            (2025, "stateless"): 2_875_412,
                        },
                        sex="total",
                    ),
                ),
            ),
        ),
    ),
    notes=(
        "Women and men do not add up to the total where the sex of some was not given",
        "The split holds fewer stateless people than the population figures: 2,875,412 of 4,477,220",
    ),
)
