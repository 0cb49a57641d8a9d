"""The state of each cell of place × topic × year, from activities and from whose reporting is known.

| state | when |
|---|---|
| covered | activities of two or more agencies, under a joint programme or an agreed lead |
| several agencies | activities of two or more agencies, with neither |
| single agency | activities of one agency only: the reliance is to be seen |
| none known | no activity, and every agency with a mandate on the topic reports completely |
| not reported | no activity, and the reporting of at least one of them is not known to be complete |

"Not reported" is neither a gap nor covered. A joint programme is seen where an activity names the
other agency as accountable, extending or implementing partner, or as a related activity.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from gmg.analysis.work.response import by_year

STATES = ("not reported", "none known", "single agency", "several agencies", "covered")
CELL = ("place", "topic", "year")


def subject(place: str, topic: str, year: int) -> str:
    """The key under which practices and recommendations attach to a cell: `cell:KEN:labour:2020`."""
    return f"cell:{place}:{topic}:{year}"


def joint(rows: pl.DataFrame) -> pl.DataFrame:
    """Place, topic and pairs of agencies (`one`, `other`, in order) joined by partner or relation."""
    agency_of = dict(rows.select("identifier", "agency").unique("identifier").iter_rows())
    named = rows.select("identifier", "place", "topic", "agency", other=pl.col("partners"))
    linked = rows.select(
        "identifier",
        "place",
        "topic",
        "agency",
        other=pl.col("related").list.eval(
            pl.element().replace_strict(
                list(agency_of), list(agency_of.values()), default=None, return_dtype=pl.String
            )
        )
        if agency_of
        else pl.col("related"),
    )
    return (
        pl.concat([named, linked])
        .explode("other")
        .filter(pl.col("other").is_not_null() & (pl.col("other") != pl.col("agency")))
        .select(
            "identifier",
            "place",
            "topic",
            one=pl.min_horizontal("agency", "other"),
            other=pl.max_horizontal("agency", "other"),
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
    """The full grid with `state`, `agencies` (sorted) and `activities` (their number).

    `rows` is a response (`response.response`), `complete` as `coverage.complete` gives it for the
    same topics and years. Sorted by place, topic, year as given.
    """
    within = rows.filter(pl.col("place").is_in(list(places)) & pl.col("topic").is_in(list(topics)))
    yearly = by_year(within, years)
    together = joint(within).select("identifier", "place", "topic", joint=pl.lit(value=True))
    known = (
        yearly.with_columns(who=pl.concat_list("agency", "partners"))
        .join(
            together.unique(["identifier", "place", "topic"]),
            on=["identifier", "place", "topic"],
            how="left",
        )
        .group_by(CELL)
        .agg(
            agencies=pl.col("who").explode().unique().sort(),
            activities=pl.col("identifier").n_unique().cast(pl.Int32),
            joint=pl.col("joint").fill_null(value=False).any(),
        )
    )
    grid = (
        pl.DataFrame({"place": list(places)}, schema={"place": pl.String})
        .join(pl.DataFrame({"topic": list(topics)}, schema={"topic": pl.String}), how="cross")
        .join(pl.DataFrame({"year": list(years)}, schema={"year": pl.Int32}), how="cross")
    )
    several = pl.col("agencies").list.len() > 1
    state = (
        pl.when(pl.col("activities").is_null() & pl.col("complete"))
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
        .with_columns(
            pl.col("agencies").fill_null([]),
            state=state.cast(pl.Enum(STATES)),
        )
        .with_columns(pl.col("activities").fill_null(0))
        .select(*CELL, "state", "agencies", "activities")
    )
