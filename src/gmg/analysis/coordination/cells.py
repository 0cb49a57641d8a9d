"""The state of each cell of place × topic × year, from activities and from whose reporting is known.

| state | when |
|---|---|
| covered | activities of two or more agencies, of which two are joint in that cell |
| several agencies | activities of two or more agencies, no two of them joint |
| single agency | activities of one agency only: the reliance is to be seen |
| none known | no activity, and every agency with a mandate on the topic reports completely |
| not reported | no activity, and the reporting of at least one of them is not known to be complete |

"Not reported" is neither a gap nor covered. Two agencies are joint where an activity names the other
agency as accountable, extending or implementing partner, or names an activity of the other as
related that is at work in the same cell. An activity for a region that holds the place fills no cell
of the place, but it may reach it: with one, a cell without activities is not reported.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import polars as pl

from gmg.analysis.coordination.response import by_year
from gmg.axes import where

STATES = ("not reported", "none known", "single agency", "several agencies", "covered")
CELL = ("place", "topic", "year")
ACTIVITY = ("identifier", "place", "topic")


def subject(place: str, topic: str, year: int) -> str:
    """The key under which practices and recommendations attach to a cell: `cell:KEN:labour:2020`."""
    return f"cell:{place}:{topic}:{year}"


def joint(rows: pl.DataFrame) -> pl.DataFrame:
    """Joint activities: identifier, place, topic, the two agencies (`one`, `other`, in order of
    their codes) and `related`, the other's activity, null where the other is named as a partner.

    `rows` is a response.
    """
    named = (
        rows.select(*ACTIVITY, "agency", other="partners", related=pl.lit(None, dtype=pl.String))
        .explode("other")
        .drop_nulls("other")
    )
    others = rows.select("place", "topic", related="identifier", other="agency").unique()
    linked = (
        rows.select(*ACTIVITY, "agency", "related")
        .explode("related")
        .join(others, on=["related", "place", "topic"])
        .select(named.columns)
    )
    return (
        pl.concat([named, linked])
        .filter(pl.col("other") != pl.col("agency"))
        .select(
            *ACTIVITY,
            one=pl.min_horizontal("agency", "other"),
            other=pl.max_horizontal("agency", "other"),
            related="related",
        )
        .unique(maintain_order=True)
    )


def cells(
    rows: pl.DataFrame,
    complete: pl.DataFrame,
    places: Sequence[str],
    topics: Sequence[str],
    years: Sequence[int],
) -> pl.DataFrame:
    """The full grid with `state`, `agencies` (sorted), `activities` (their number) and `around`:
    whether an activity on the topic is known for a region that holds the place.

    `rows` is a response (`response.response`), `complete` as `coverage.complete` gives it for the
    same topics and years. Sorted by place, topic, year as given.
    """
    about = rows.filter(pl.col("topic").is_in(list(topics)))
    within = about.filter(pl.col("place").is_in(list(places)))
    yearly = by_year(within, years)
    known = (
        yearly.with_columns(who=pl.concat_list("agency", "partners"))
        .group_by(CELL)
        .agg(
            agencies=pl.col("who").explode().unique().sort(),
            activities=pl.col("identifier").n_unique().cast(pl.Int32),
        )
        .join(_joint_cells(yearly, joint(within)), on=CELL, how="left")
    )
    around = _around(about, places, years)
    grid = (
        pl.DataFrame({"place": list(places)}, schema={"place": pl.String})
        .join(pl.DataFrame({"topic": list(topics)}, schema={"topic": pl.String}), how="cross")
        .join(pl.DataFrame({"year": list(years)}, schema={"year": pl.Int32}), how="cross")
    )
    several = pl.col("agencies").list.len() > 1
    state = (
        pl.when(pl.col("activities").is_null() & pl.col("complete") & ~pl.col("around"))
        .then(pl.lit("none known"))
        .when(pl.col("activities").is_null())
        .then(pl.lit("not reported"))
        .when(several & pl.col("joint"))
        .then(pl.lit("covered"))
        .when(several)
        .then(pl.lit("several agencies"))
        .otherwise(pl.lit("single agency"))
    )
    return (
        grid.join(known, on=CELL, how="left", maintain_order="left")
        .join(
            complete.select("topic", "year", "complete"),
            on=["topic", "year"],
            how="left",
            maintain_order="left",
        )
        .join(around, on=CELL, how="left", maintain_order="left")
        .with_columns(pl.col("around").fill_null(value=False))
        .with_columns(
            pl.col("agencies").fill_null([]),
            state=state.cast(pl.Enum(STATES)),
        )
        .with_columns(pl.col("activities").fill_null(0))
        .select(*CELL, "state", "agencies", "activities", "around")
    )


def _joint_cells(yearly: pl.DataFrame, together: pl.DataFrame) -> pl.DataFrame:
    """Cells with `joint` true: a partner is named, or both related activities are at work there."""
    found = yearly.select(*CELL, "identifier").join(together, on=ACTIVITY)
    there = yearly.select(*CELL, related="identifier")
    return (
        pl.concat(
            [
                found.filter(pl.col("related").is_null()),
                found.join(there, on=[*CELL, "related"], how="semi"),
            ]
        )
        .select(CELL)
        .unique()
        .with_columns(joint=pl.lit(value=True))
    )


def _around(about: pl.DataFrame, places: Sequence[str], years: Sequence[int]) -> pl.DataFrame:
    """Cells with `around` true: an activity is for a region that holds the place."""
    held = [
        (region, place)
        for region in about["place"].unique().sort()
        for place in members(region).intersection(places)
    ]
    regions = pl.DataFrame(held, schema={"region": pl.String, "place": pl.String}, orient="row")
    return (
        by_year(about.filter(pl.col("place").is_in(regions["region"].unique().to_list())), years)
        .select(CELL)
        .unique()
        .rename({"place": "region"})
        .join(regions, on="region")
        .select(CELL)
        .unique()
        .with_columns(around=pl.lit(value=True))
    )


@lru_cache(maxsize=512)
def members(code: str) -> frozenset[str]:
    """The places that a region or group holds; none for a country and for an unknown code."""
    if code not in where.codes() or where.get(code).kind not in ("region", "group"):
        return frozenset()
    try:
        return frozenset(where.members(code)) - {code}
    except where.NoMembers:
        return frozenset()
