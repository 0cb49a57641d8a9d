"""The response: activities as rows of place, topic and dates, one for each that they name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from gmg.evidence.base import Base

CANCELLED = "5"
JOINT_ROLES = ("2", "3", "4")
"""Accountable, extending, implementing: a partner that only pays makes nothing joint."""
COLUMNS = (
    *("identifier", "title", "agency", "reporter", "secondary", "tier", "topics", "places"),
    *("admin", "target_groups", "partners", "related", "time_from", "time_to", "status"),
    *("humanitarian", "because", "dataset", "edition", "snapshot", "sheet", "row", "column"),
)
SCHEMA = pl.Schema(
    {
        "identifier": pl.String(),
        "agency": pl.String(),
        "place": pl.String(),
        "topic": pl.String(),
        "time_from": pl.Date(),
        "time_to": pl.Date(),
        "partners": pl.List(pl.String()),
        "related": pl.List(pl.String()),
        "admin": pl.List(pl.String()),
        "target_groups": pl.List(pl.String()),
    }
)


def activities(base: Base) -> pl.DataFrame:
    """Activities of the release that have to do with migration and were not cancelled.

    The columns of the contract that answers need, one row an activity.
    """
    names = ", ".join(f'"{name}"' for name in COLUMNS)
    sql = (
        f"SELECT {names} FROM activities WHERE tier IS NOT NULL "
        f"AND coalesce(status, '') <> '{CANCELLED}' ORDER BY identifier"
    )
    found: pl.DataFrame = base.connection.sql(sql).pl()
    return found


def response(found: pl.DataFrame) -> pl.DataFrame:
    """One row an activity, place and topic, in `SCHEMA`; who reports stands as `agency`.

    `agency` is the code of the agency, else the reporter's identifier. `partners` are the agencies
    that account for, extend or implement it. A region stays a region: it is not shared out.
    An activity without a known place, or without a topic, is left out here and kept in the list.
    A list that is not there is an empty one.
    """
    partner = pl.element()
    return (
        found.with_columns(
            agency=pl.coalesce("agency", "reporter"),
            partners=pl.col("partners").list.eval(
                partner.struct.field("agency").filter(
                    partner.struct.field("role").is_in(JOINT_ROLES)
                    & partner.struct.field("agency").is_not_null()
                )
            ),
            related=pl.col("related").list.eval(partner.struct.field("identifier")),
            place=pl.col("places").list.eval(partner.struct.field("place").drop_nulls()),
        )
        .explode("place")
        .rename({"topics": "topic"})
        .explode("topic")
        .filter(pl.col("place").is_not_null() & pl.col("topic").is_not_null())
        .select(SCHEMA.names())
        .cast(SCHEMA)
        .with_columns(pl.col(pl.List(pl.String)).fill_null([]))
        .unique(["identifier", "agency", "place", "topic"], maintain_order=True)
    )


def by_year(rows: pl.DataFrame, years: Iterable[int]) -> pl.DataFrame:
    """The response in each year that its dates touch: adds `year`.

    Without a start nothing can be said of a year, and the row is left out. Without an end only the
    year of the start is certain.
    """
    wanted = sorted(set(years))
    if not wanted:
        return rows.clear().with_columns(year=pl.lit(None, dtype=pl.Int32))
    first = pl.col("time_from").dt.year().clip(lower_bound=wanted[0])
    last = pl.coalesce("time_to", "time_from").dt.year().clip(upper_bound=wanted[-1])
    return (
        rows.filter(pl.col("time_from").is_not_null())
        .with_columns(year=pl.int_ranges(first, last + 1, dtype=pl.Int32))
        .filter(pl.col("year").list.len() > 0)
        .explode("year")
        .filter(pl.col("year").is_in(wanted))
    )


def overlaps_in_time(a: str, b: str) -> pl.Expr:
    """Whether the dates of two rows meet: an end that is not stated is open, a start is not."""
    far = pl.lit(date.max)
    return (pl.col(f"time_from{a}") <= pl.coalesce(f"time_to{b}", far)) & (
        pl.col(f"time_from{b}") <= pl.coalesce(f"time_to{a}", far)
    )


def meet_for_certain(a: str, b: str) -> pl.Expr:
    """Whether the dates of two rows meet with what they state: without an end, the start alone."""
    ends = [pl.coalesce(f"time_to{side}", f"time_from{side}") for side in (a, b)]
    return (pl.col(f"time_from{a}") <= ends[1]) & (pl.col(f"time_from{b}") <= ends[0])
