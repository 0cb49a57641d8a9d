"""Overlaps: activities of two agencies that meet in area, topic and dates, and are not joint.

| part of the test | meets when |
|---|---|
| area | the same country or region, and an admin area in common where both name one |
| topic | the same |
| dates | the intervals meet; an end that is not stated may be any day from the start on |
| target group | one in common where both name one |

Where both name admin areas, or both name target groups, and none is in common, there is no overlap.
Where one of them names none, or the dates meet only if one goes on after its start, the overlap is
"possible" and says what is not stated. A mandate that two agencies share is no overlap; nor are
activities joined by partner or related activity, nor two activities of one agency, nor one activity
that two agencies report, nor what an organisation reports of another's work.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from gmg.analysis.coordination.cells import joint
from gmg.analysis.coordination.response import (
    activities,
    meet_for_certain,
    overlaps_in_time,
    response,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gmg.evidence.base import Base


@dataclass(frozen=True, slots=True)
class Overlap:
    """Activities of two agencies at one place that meet, with the parts of the test.

    `admin` and `target_groups` are those in common; `not_stated` names the parts that at least one
    side leaves open, so that the overlap is possible and no more. `ones` and `others` are activities;
    `pairs` says which of them meet. The dates reach from the first to the last day of any pair.
    """

    place: str
    one: str
    other: str
    topics: tuple[str, ...]
    time_from: date
    time_to: date | None
    admin: tuple[str, ...]
    target_groups: tuple[str, ...]
    not_stated: tuple[str, ...]
    ones: tuple[str, ...]
    others: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]

    @property
    def certain(self) -> bool:
        """Whether every part of the test was stated and meets."""
        return not self.not_stated

    def as_json(self) -> dict[str, Any]:
        """The overlap as a flat object."""
        return {
            "place": self.place,
            "agencies": [self.one, self.other],
            "kind": "overlap" if self.certain else "possible overlap",
            "topics": list(self.topics),
            "time_from": self.time_from.isoformat(),
            "time_to": self.time_to.isoformat() if self.time_to else None,
            "admin_in_common": list(self.admin),
            "target_groups_in_common": list(self.target_groups),
            "not_stated": list(self.not_stated),
            "activities": {self.one: list(self.ones), self.other: list(self.others)},
            "pairs": [list(pair) for pair in self.pairs],
        }


def pairs(rows: pl.DataFrame) -> pl.DataFrame:
    """Pairs of activities that meet, one row a pair, place and topic: `..._1` and `..._2`.

    `rows` is a response. Adds `admin` and `target_groups` in common; `area_stated` and
    `groups_stated`, whether both sides state them; `dates_stated`, whether the dates meet without an
    end that nobody stated. The agency of the first comes first by name.
    """
    dated = rows.filter(pl.col("time_from").is_not_null()).with_columns(
        pl.col("admin", "target_groups").fill_null([])
    )
    dated = dated.drop("partners", "related")
    one = dated.rename({name: f"{name}_1" for name in dated.columns if name not in KEYS})
    other = dated.rename({name: f"{name}_2" for name in dated.columns if name not in KEYS})
    met = one.join(other, on=KEYS, how="inner").filter(
        (pl.col("agency_1") < pl.col("agency_2"))
        & (pl.col("identifier_1") != pl.col("identifier_2"))
        & overlaps_in_time("_1", "_2")
    )
    found = met.with_columns(
        admin=pl.col("admin_1").list.set_intersection("admin_2"),
        target_groups=pl.col("target_groups_1").list.set_intersection("target_groups_2"),
        area_stated=_both("admin"),
        groups_stated=_both("target_groups"),
        dates_stated=meet_for_certain("_1", "_2"),
        time_from=pl.max_horizontal("time_from_1", "time_from_2"),
        time_to=pl.min_horizontal("time_to_1", "time_to_2"),
    ).filter(
        (~pl.col("area_stated") | (pl.col("admin").list.len() > 0))
        & (~pl.col("groups_stated") | (pl.col("target_groups").list.len() > 0))
    )
    return _without_joint(found, joint(rows))


def _without_joint(found: pl.DataFrame, linked: pl.DataFrame) -> pl.DataFrame:
    """The pairs of which neither names the other's agency as partner or the other as related."""
    partner, related = pl.col("related").is_null(), pl.col("related").is_not_null()
    for side, far in (("_1", "_2"), ("_2", "_1")):
        named = linked.rename({"identifier": f"identifier{side}"})
        agencies = {"one": "agency_1", "other": "agency_2"}
        found = found.join(
            named.filter(partner).rename(agencies),
            on=[*KEYS, f"identifier{side}", "agency_1", "agency_2"],
            how="anti",
        ).join(
            named.filter(related).rename({"related": f"identifier{far}"}),
            on=[*KEYS, "identifier_1", "identifier_2"],
            how="anti",
        )
    return found


KEYS = ["place", "topic"]


def _both(name: str) -> pl.Expr:
    return (pl.col(f"{name}_1").list.len() > 0) & (pl.col(f"{name}_2").list.len() > 0)


def grouped(found: pl.DataFrame) -> list[Overlap]:
    """Pairs gathered by place and the two agencies, most pairs of activities first."""
    by = ["place", "agency_1", "agency_2", "area_stated", "groups_stated", "dates_stated"]
    gathered = (
        found.group_by(by)
        .agg(
            pl.col("topic").unique().sort(),
            pl.col("time_from").min(),
            pl.when(pl.col("time_to").null_count() > 0)
            .then(None)
            .otherwise(pl.col("time_to").max())
            .alias("time_to"),
            pl.col("admin").explode().drop_nulls().unique().sort(),
            pl.col("target_groups").explode().drop_nulls().unique().sort(),
            pl.col("identifier_1").unique().sort(),
            pl.col("identifier_2").unique().sort(),
            pairs=pl.struct("identifier_1", "identifier_2").unique().sort(),
        )
        .with_columns(number=pl.col("pairs").list.len())
        .sort(["number", *by], descending=[True, *(False for _ in by)])
    )
    return [
        Overlap(
            place=row["place"],
            one=row["agency_1"],
            other=row["agency_2"],
            topics=tuple(row["topic"]),
            time_from=row["time_from"],
            time_to=row["time_to"],
            admin=tuple(row["admin"]),
            target_groups=tuple(row["target_groups"]),
            not_stated=tuple(
                name
                for name, stated in (
                    ("area within the country", row["area_stated"]),
                    ("target group", row["groups_stated"]),
                    ("end", row["dates_stated"]),
                )
                if not stated
            ),
            ones=tuple(row["identifier_1"]),
            others=tuple(row["identifier_2"]),
            pairs=tuple((one["identifier_1"], one["identifier_2"]) for one in row["pairs"]),
        )
        for row in gathered.iter_rows(named=True)
    ]


def overlaps(
    base: Base,
    *,
    places: Sequence[str] | None = None,
    topics: Sequence[str] | None = None,
    year: int | None = None,
    top: int | None = None,
) -> list[Overlap]:
    """The overlaps of a release by place and pair of agencies, certain and possible ones."""
    rows = response(activities(base).filter(~pl.col("secondary").fill_null(value=False)))
    if places is not None:
        rows = rows.filter(pl.col("place").is_in(list(places)))
    if topics is not None:
        rows = rows.filter(pl.col("topic").is_in(list(topics)))
    found = pairs(rows)
    if year is not None:
        found = found.filter(
            (pl.col("time_from").dt.year() <= year)
            & (pl.col("time_to").is_null() | (pl.col("time_to").dt.year() >= year))
        )
    made = grouped(found)
    made.sort(key=lambda one: not one.certain)
    return made if top is None else made[:top]
