"""Gaps: cells ranked by need, law and response. No score without its parts.

score = need × lack × (1 + law)

| part | is |
|---|---|
| need | log10 of (1 + people concerned), the largest figure that an agency published |
| lack | none known 1, not reported 0.5, single agency 0.5, several agencies 0.25, covered 0 |
| law | share not joined of the instruments on the topic that are known here; 0 where none is |

The weights are a rule of this project, made to order a list for a meeting and nothing else. A cell
without a published figure has no score: its need is unknown, not zero. Figures are the newest that
are not later than the year of the cell, and law is as of the end of that year or of today.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import log10
from typing import TYPE_CHECKING, Any

import polars as pl

from gmg.analysis.coordination.cells import STATES, cells, subject
from gmg.analysis.coordination.coverage import complete, coverage
from gmg.analysis.coordination.law import Law, laws
from gmg.analysis.coordination.need import Need, concepts_of, needs
from gmg.analysis.coordination.response import activities, by_year, response
from gmg.axes import where

if TYPE_CHECKING:
    from gmg.evidence.base import Base

LACK = {
    "none known": 1.0,
    "not reported": 0.5,
    "single agency": 0.5,
    "several agencies": 0.25,
    "covered": 0.0,
}


@dataclass(frozen=True, slots=True)
class Gap:
    """One cell with the parts of its score and the rows behind each.

    `activities` are identifiers; `around` says whether there are others on the topic for a region
    that holds the place; `unknown` the agencies whose reporting is not known to be complete.
    `attached` is what the group's room hung on the cell (`subject`): practices, recommendations.
    """

    place: str
    topic: str
    year: int
    state: str
    agencies: tuple[str, ...]
    activities: tuple[str, ...]
    unknown: tuple[str, ...]
    need: Need
    law: Law
    around: bool = False
    attached: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        """The key of the cell."""
        return subject(self.place, self.topic, self.year)

    @property
    def score(self) -> float | None:
        """The score of the parts; None where no figure says how many people are concerned."""
        return score(self.need.persons, self.state, self.law.share_open)

    def as_json(self) -> dict[str, Any]:
        """The cell as a flat object, every part beside the score."""
        return {
            "subject": self.subject,
            "place": self.place,
            "topic": self.topic,
            "year": self.year,
            "state": self.state,
            "score": self.score,
            "score_parts": {
                "people": self.need.persons,
                "lack": LACK[self.state],
                "law_not_joined": self.law.share_open,
            },
            "figures": [figure.as_json() for figure in self.need.figures],
            "findings": self.need.findings,
            "joined": list(self.law.joined),
            "not_joined": list(self.law.open),
            "law_not_known": list(self.law.unknown),
            "law_as_of": dict(self.law.as_of),
            "agencies": list(self.agencies),
            "activities": list(self.activities),
            "activities_for_a_region_around": self.around,
            "reporting_not_known": list(self.unknown),
            "attached": list(self.attached),
        }


def score(persons: float | None, state: str, share_open: float | None) -> float | None:
    """The score of a cell from its parts, rounded to three places; see the head of this module.

    >>> score(999_999, "none known", 0.5)
    9.0
    >>> score(None, "none known", 0.5) is None
    True
    """
    if persons is None:
        return None
    return round(log10(1 + persons) * LACK[state] * (1 + (share_open or 0.0)), 3)


@dataclass(frozen=True, slots=True)
class Gaps:
    """The first cells by score, of a year; `states` counts all cells that were asked for.

    Only "none known" is a gap that is established; "not reported" says that nobody can tell.
    """

    year: int
    states: dict[str, int]
    cells: tuple[Gap, ...]


def gaps(
    base: Base,
    *,
    places: Sequence[str] | None = None,
    topics: Sequence[str] | None = None,
    year: int | None = None,
    top: int | None = None,
    attached: Mapping[str, tuple[str, ...]] | None = None,
) -> Gaps:
    """Cells of a year by score, the largest first; cells without a score come last.

    All countries and all topics that a concept stands for unless named. `year` is the newest that
    the files of activities cover unless named.
    """
    found = response(activities(base))
    about = list(concepts_of() if topics is None else topics)
    every = (place.code for place in where.places("country"))
    there = list(every if places is None else places)
    covered = coverage(base.folder)
    when = year or newest_year(found, covered)
    known = complete(covered, about, [when])
    grid = cells(found, known, there, about, [when])
    day = min(date(when, 12, 31), date.today())
    people, law = needs(base, there, about, day), laws(base, there, about, day)
    order = sorted(grid.iter_rows(named=True), key=lambda row: _key(row, people, law))
    chosen = order if top is None else order[:top]
    unknown = dict(known.select("topic", "unknown").iter_rows())
    named = _identifiers(by_year(found, [when]), chosen)
    hung: Mapping[str, tuple[str, ...]] = attached or {}
    made = tuple(
        Gap(
            place=row["place"],
            topic=row["topic"],
            year=row["year"],
            state=row["state"],
            agencies=tuple(row["agencies"]),
            activities=named.get((row["place"], row["topic"]), ()),
            unknown=tuple(unknown[row["topic"]]),
            need=people[row["place"], row["topic"]],
            law=law[row["place"], row["topic"]],
            around=row["around"],
            attached=hung.get(subject(row["place"], row["topic"], row["year"]), ()),
        )
        for row in chosen
    )
    counted = dict(grid["state"].cast(pl.String).value_counts().iter_rows())
    return Gaps(when, {state: counted.get(state, 0) for state in STATES}, made)


def newest_year(rows: pl.DataFrame, covered: pl.DataFrame) -> int:
    """The last year that a file of activities covers and an activity touches, else this year."""
    years = covered["year"].unique().to_list()
    newest = by_year(rows, years)["year"].max() if years else None
    return int(newest) if isinstance(newest, int) else date.today().year


def _key(
    row: dict[str, Any], people: dict[tuple[str, str], Need], law: dict[tuple[str, str], Law]
) -> tuple[float, float]:
    cell = row["place"], row["topic"]
    persons = people[cell].persons
    made = score(persons, row["state"], law[cell].share_open)
    return (1.0 if made is None else -made, -(persons or 0.0))


def _identifiers(
    yearly: Any, chosen: Sequence[dict[str, Any]]
) -> dict[tuple[str, str], tuple[str, ...]]:
    wanted = pl.DataFrame(
        [(row["place"], row["topic"]) for row in chosen],
        schema={"place": pl.String, "topic": pl.String},
        orient="row",
    )
    found = (
        yearly.join(wanted, on=["place", "topic"], how="semi")
        .group_by("place", "topic")
        .agg(pl.col("identifier").unique().sort())
    )
    return {(place, topic): tuple(names) for place, topic, names in found.iter_rows()}
