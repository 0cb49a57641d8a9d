"""IOM, Missing Migrants Project: recorded deaths and disappearances, from the yearly JSON feeds.

Quirks: every value is text and "" is unknown; one total is written with a comma (`1,022`); some
numbers of missing and of survivors stand below zero; `web_id` is no key (split incidents share one)
and some records stand twice word for word; feeds since 2025 name the region and country of origin;
a few records have no day. https://missingmigrants.iom.int/methodology
"""

from __future__ import annotations

import polars as pl

from gmg.evidence.snapshots import Snapshot
from gmg.sources.dates import days
from gmg.sources.description import Edition, File, Source, Total
from gmg.sources.forms.json_records import read_records
from gmg.sources.forms.table import ROW, Table
from gmg.sources.iom.licence import MISSING_MIGRANTS
from gmg.sources.iom.words import Meaning, blank_is_missing, meaning, notes, plain
from gmg.sources.places import places
from gmg.sources.reading import Reading
from gmg.sources.shape import detail, melt, numbers, reading

COLUMNS = {
    "number_dead": Meaning("migrant-deaths", "dead"),
    "number_missing": Meaning("migrant-deaths", "missing"),
    "total_dead_and_missing": Meaning("migrant-deaths", "dead-and-missing"),
    "number_of_survivors": Meaning("migrant-survivors", "recorded-incidents"),
    "number_of_female": Meaning("migrant-deaths", "dead-and-missing", sex="female"),
    "number_of_male": Meaning("migrant-deaths", "dead-and-missing", sex="male"),
    "number_of_children": Meaning("migrant-deaths", "dead-and-missing", age="0-17"),
}
SPLITS = {
    "web_id": "incident",
    "region": "region",
    "migration_route": "route",
    "cause_death": "cause",
    "source_quality": "source quality",
    "region_origin": "region of origin",
}
WHEN_AND_WHERE = ("reported_date", "country_of_incident")
CIRCUMSTANCES = (
    "location_description",
    "location_coodinates",
    "unsd_geographic_grouping",
    "information_source",
    "url",
)
SINCE_2025 = ("region_origin", "country_origin")
FIELDS = (*(name for name in SPLITS if name not in SINCE_2025), *WHEN_AND_WHERE, *CIRCUMSTANCES)


def read(snapshot: Snapshot) -> Reading:
    """One figure a number of each record: people dead, missing, both, survivors, on one day."""
    table = read_records(snapshot, (*FIELDS, *COLUMNS), optional=SINCE_2025)
    blank_is_missing(table)
    splits = {column: name for column, name in SPLITS.items() if column in table.address}
    table.frame = table.frame.with_columns(
        place=places(table, "country_of_incident", "iom-mmp-name").fill_null("_UNK"),
        counterpart=_origin(table),
        twin=_first_of_its_kind(table),
        detail=detail(
            record=pl.col(ROW).cast(pl.String),
            **{name: plain(column) for column, name in splits.items()},
        ),
        **_times(table),
    )
    _account(table, splits)
    index = ["place", "counterpart", "detail", "twin", "time_from", "time_to", "time_kind"]
    cells = numbers(
        table, melt(table, index, list(COLUMNS), "unknown"), thousands=True, negative=True
    )
    return reading(table, cells.with_columns(*meaning(COLUMNS), note=_note(cells)), unit="persons")


def _origin(table: Table) -> pl.Series | pl.Expr:
    if "country_origin" not in table.address:
        return pl.lit(None, dtype=pl.String)
    return places(table, "country_origin", "iom-mmp-name")


def _first_of_its_kind(table: Table) -> pl.Expr:
    """The number of an earlier record that is the same word for word, else null."""
    first = pl.col(ROW).min().over(list(table.address))
    return pl.when(first < pl.col(ROW)).then(first)


def _times(table: Table) -> dict[str, pl.Expr]:
    """The day of the incident; for a record without one, the year that the feed is of."""
    day = days(table, "reported_date")
    undated = table.frame.filter(day.is_null())
    years = day.dt.year().drop_nulls().unique()
    if undated.height and len(years) != 1:
        raise table.refuse(
            undated.item(0, ROW),
            "reported_date",
            "no day stands here, and the dates of the other records do not lie in one year",
            "read one yearly feed a file",
        )
    year = years.item() if len(years) == 1 else 0
    when = pl.lit(day)
    return {
        "time_from": when.fill_null(pl.date(year, 1, 1)) if undated.height else when,
        "time_to": when.fill_null(pl.date(year, 12, 31)) if undated.height else when,
        "time_kind": pl.when(when.is_null()).then(pl.lit("interval")).otherwise(pl.lit("point")),
    }


def _account(table: Table, splits: dict[str, str]) -> None:
    table.ignore_columns(splits, "stand in the detail of the figure")
    table.ignore_columns(WHEN_AND_WHERE, "say which figure it is")
    table.ignore_columns(CIRCUMSTANCES, "describe the incident; the trace of a figure shows them")
    if "country_origin" in table.address:
        table.ignore_columns(["country_origin"], "is the other end of the figure")
    repeats = table.frame["twin"].count()
    if repeats:
        table.remarks.append(
            f"{repeats} records repeat an earlier one word for word; kept as published, each figure says so"
        )


def _note(cells: pl.DataFrame) -> pl.Expr:
    below = int((cells["value"] < 0).sum())
    remarks = [
        pl.when(pl.col("twin").is_not_null()).then(
            pl.format("record {} of this feed is the same word for word", pl.col("twin"))
        ),
        pl.when(pl.col("time_kind") == "interval").then(
            pl.lit("no day published: the year of the feed")
        ),
    ]
    if below:
        remarks.append(pl.when(pl.col("value") < 0).then(pl.lit("published below zero")))
    return notes(remarks)


DEAD_AND_MISSING = {
    2014: 5548,
    2015: 6750,
    2016: 8084,
    2017: 6290,
    2018: 5008,
    2019: 5420,
    2020: 4302,
    2021: 6201,
    2022: 7141,
    2023: 8606,
    2024: 4107,
    2025: 3780,
}
_ALL = {"basis": "dead-and-missing", "sex": "total", "age": "all"}

SOURCE = Source(
    id="iom.missing-migrants",
    agency="IOM",
    title="Missing Migrants Project, yearly feeds",
    counts="people recorded as dead or missing on the way to another country, by incident: a minimum, "
    "not an estimate of all deaths",
    cadence="weekly; past incidents are added and corrected for years",
    home="https://missingmigrants.iom.int/",
    licence=MISSING_MIGRANTS,
    editions=(
        Edition(
            id="2025-09",
            title="Yearly feeds of 2014 to 2025",
            published="2025-09",
            address="https://missingmigrants.iom.int/global-figures",
            files=tuple(
                File(
                    f"iom/missing-migrants/{year}-json.json.gz",
                    f"incidents of {year}",
                    read,
                    totals=(
                        Total(
                            f"dead and missing {year}",
                            total,
                            dict(_ALL),
                            source="the sum over the feed of that date",
                        ),
                    ),
                )
                for year, total in DEAD_AND_MISSING.items()
            ),
            note="The feed of 2024 stops on 28 July, that of 2025 on 8 September",
        ),
    ),
    notes=(
        "An incident is placed in the country it happened in or nearest to; many happened at sea",
        "Routes are named otherwise than in the download",
    ),
)
