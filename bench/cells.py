"""The gap matrix: 240 places × 40 topics × 35 years over 100,000 activities made at random.

`python -m bench.cells ours` asks gmg for the state of every cell; `python -m bench.cells plain` is
the yardstick: the same states by dictionaries and loops. Both make the same activities first, and
print how many cells there are in each state and the seconds it took once the activities were there.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

from gmg.axes import what, where
from gmg.axes.mandates import mandates

if TYPE_CHECKING:
    import polars as pl

ACTIVITIES, PLACES, TOPICS, YEARS = 100_000, 240, 40, range(1990, 2025)
SEED = 7


def axes() -> tuple[list[str], list[str]]:
    """Places and topics of the matrix."""
    places = sorted(place.code for place in where.places("country"))
    places += sorted(place.code for place in where.places("area"))
    return places[:PLACES], sorted(theme.code for theme in what.themes())[:TOPICS]


def activities() -> list[dict[str, Any]]:
    """One line an activity: one to three years long, a partner in ten, a relation in twenty."""
    places, topics = axes()
    agencies = sorted({one.agency for one in mandates()})
    pick = random.Random(SEED)
    made = []
    for number in range(ACTIVITIES):
        start = date(pick.choice(YEARS), pick.randint(1, 12), 1)
        end = date(start.year + pick.randint(0, 3), 12, 31)
        made.append(
            {
                "identifier": f"X-{number}",
                "agency": pick.choice(agencies),
                "place": pick.choice(places),
                "topic": pick.choice(topics),
                "time_from": start,
                "time_to": end if pick.random() < 0.9 else None,
                "partners": [pick.choice(agencies)] if pick.random() < 0.1 else [],
                "related": [f"X-{pick.randrange(ACTIVITIES)}"] if pick.random() < 0.05 else [],
                "admin": [],
                "target_groups": [],
            }
        )
    return made


def whole() -> set[tuple[str, int]]:
    """Agencies and years of which reporting counts as complete here: all but two, from 2000 on."""
    agencies = sorted({one.agency for one in mandates()})
    return {(agency, year) for agency in agencies[:-2] for year in range(2000, YEARS.stop)}


def ours(made: list[dict[str, Any]]) -> tuple[dict[str, int], float]:
    """gmg's states."""
    import polars as pl

    from gmg.analysis.coordination.cells import cells
    from gmg.analysis.coordination.coverage import complete
    from gmg.analysis.coordination.response import SCHEMA

    rows = pl.DataFrame(made, schema=SCHEMA)
    covered = pl.DataFrame(
        [{"agency": agency, "year": year, "complete": True} for agency, year in sorted(whole())],
        schema={"agency": pl.String, "year": pl.Int32, "complete": pl.Boolean},
    )
    places, topics = axes()
    start = time.perf_counter()
    grid = cells(rows, complete(covered, topics, YEARS), places, topics, YEARS)
    seconds = time.perf_counter() - start
    return counted(grid), seconds


def counted(grid: pl.DataFrame) -> dict[str, int]:
    """How many cells are in each state."""
    import polars as pl

    return dict(sorted(grid["state"].cast(pl.String).value_counts().iter_rows()))


def plain(made: list[dict[str, Any]]) -> tuple[dict[str, int], float]:
    """The same states, one cell after the other."""
    from gmg.analysis.coordination.coverage import responsible

    places, topics = axes()
    start = time.perf_counter()
    by_identifier = {one["identifier"]: one for one in made}
    there: dict[tuple[str, str, int], list[dict[str, Any]]] = {}
    for one in made:
        last = (one["time_to"] or one["time_from"]).year
        for year in range(one["time_from"].year, min(last, YEARS[-1]) + 1):
            there.setdefault((one["place"], one["topic"], year), []).append(one)
    asked, known = responsible(), whole()
    found: Counter[str] = Counter()
    for topic in topics:
        for year in YEARS:
            complete = all((agency, year) in known for agency in asked[topic])
            for place in places:
                active = there.get((place, topic, year))
                if not active:
                    found["none known" if complete else "not reported"] += 1
                    continue
                agencies = {
                    agency for one in active for agency in (one["agency"], *one["partners"])
                }
                if len(agencies) == 1:
                    found["single agency"] += 1
                elif _joint(active, by_identifier, year):
                    found["covered"] += 1
                else:
                    found["several agencies"] += 1
    return dict(sorted(found.items())), time.perf_counter() - start


def _joint(
    active: list[dict[str, Any]], by_identifier: dict[str, dict[str, Any]], year: int
) -> bool:
    for one in active:
        if any(partner != one["agency"] for partner in one["partners"]):
            return True
        for name in one["related"]:
            other = by_identifier[name]
            same = (other["place"], other["topic"]) == (one["place"], one["topic"])
            last = (other["time_to"] or other["time_from"]).year
            if (
                same
                and other["agency"] != one["agency"]
                and other["time_from"].year <= year <= last
            ):
                return True
    return False


if __name__ == "__main__":
    states, seconds = {"ours": ours, "plain": plain}[sys.argv[1]](activities())
    print(json.dumps({"states": states, "cells": sum(states.values()), "seconds": seconds}))
