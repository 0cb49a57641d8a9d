"""The gap matrix: 240 places × 40 topics × 35 years over 100,000 activities made at random.

`python -m bench.cells ours` asks gmg for the state of every cell; `python -m bench.cells plain` is
the yardstick: the same states by dictionaries and loops. Both make the same activities first, as
lines of the contract of activities, and print how many cells there are in each state, a digest of
the states of all cells in their order, and the seconds it took once the activities were there.
`python -m bench.cells both` does one after the other in one process and says whether they agree.
"""

from __future__ import annotations

import hashlib
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
    from collections.abc import Iterable

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
                "places": [_place(pick.choice(places))],
                "topics": [pick.choice(topics)],
                "time_from": start,
                "time_to": end if pick.random() < 0.9 else None,
                "partners": [_partner(pick.choice(agencies))] if pick.random() < 0.1 else [],
                "related": [_related(pick)] if pick.random() < 0.05 else [],
            }
        )
    return made


def _place(code: str) -> dict[str, Any]:
    return {"place": code, "as_published": code, "kind": "country", "percentage": None}


def _partner(agency: str) -> dict[str, Any]:
    return {"ref": None, "name": agency, "role": "4", "type": None, "agency": agency}


def _related(pick: random.Random) -> dict[str, Any]:
    return {"identifier": f"X-{pick.randrange(ACTIVITIES)}", "type": "3"}


def whole() -> set[tuple[str, int]]:
    """Agencies and years of which reporting counts as complete here: all but two, from 2000 on."""
    agencies = sorted({one.agency for one in mandates()})
    return {(agency, year) for agency in agencies[:-2] for year in range(2000, YEARS.stop)}


def ours(made: list[dict[str, Any]]) -> dict[str, Any]:
    """gmg's states, from a frame of the contract by way of the response."""
    import polars as pl

    from gmg.analysis.coordination.cells import cells
    from gmg.analysis.coordination.coverage import complete
    from gmg.analysis.coordination.response import response
    from gmg.records.activity import COLUMNS

    published = pl.DataFrame([dict.fromkeys(COLUMNS) | one for one in made], schema=COLUMNS)
    covered = pl.DataFrame(
        [{"agency": agency, "year": year, "complete": True} for agency, year in sorted(whole())],
        schema={"agency": pl.String, "year": pl.Int32, "complete": pl.Boolean},
    )
    places, topics = axes()
    start = time.perf_counter()
    known = complete(covered, topics, YEARS)
    grid = cells(response(published), known, places, topics, YEARS)
    seconds = time.perf_counter() - start
    return told(grid["state"].to_list(), seconds)


def told(states: Iterable[str], seconds: float) -> dict[str, Any]:
    """What a run prints of its states, in the order of place, topic and year."""
    listed = list(states)
    return {
        "states": dict(sorted(Counter(listed).items())),
        "cells": len(listed),
        "digest": hashlib.sha256("\n".join(listed).encode()).hexdigest(),
        "seconds": seconds,
    }


def plain(made: list[dict[str, Any]]) -> dict[str, Any]:
    """The same states, one cell after the other."""
    from gmg.analysis.coordination.coverage import responsible

    places, topics = axes()
    start = time.perf_counter()
    by_identifier = {one["identifier"]: one for one in made}
    there: dict[tuple[str, str, int], list[dict[str, Any]]] = {}
    for one in made:
        last = (one["time_to"] or one["time_from"]).year
        for year in range(one["time_from"].year, min(last, YEARS[-1]) + 1):
            for place in one["places"]:
                for topic in one["topics"]:
                    there.setdefault((place["place"], topic, year), []).append(one)
    asked, known = responsible(), whole()
    complete = {
        (topic, year): all((agency, year) in known for agency in asked[topic])
        for topic in topics
        for year in YEARS
    }
    found = [
        _state(there.get((place, topic, year)), by_identifier, year, whole=complete[topic, year])
        for place in places
        for topic in topics
        for year in YEARS
    ]
    return told(found, time.perf_counter() - start)


def _state(
    active: list[dict[str, Any]] | None,
    by_identifier: dict[str, dict[str, Any]],
    year: int,
    *,
    whole: bool,
) -> str:
    if not active:
        return "none known" if whole else "not reported"
    agencies = {one["agency"] for one in active}
    agencies.update(partner["agency"] for one in active for partner in one["partners"])
    if len(agencies) == 1:
        return "single agency"
    return "covered" if _joint(active, by_identifier, year) else "several agencies"


def _joint(
    active: list[dict[str, Any]], by_identifier: dict[str, dict[str, Any]], year: int
) -> bool:
    for one in active:
        if any(partner["agency"] != one["agency"] for partner in one["partners"]):
            return True
        for link in one["related"]:
            other = by_identifier[link["identifier"]]
            same = (other["places"], other["topics"]) == (one["places"], one["topics"])
            last = (other["time_to"] or other["time_from"]).year
            if (
                same
                and other["agency"] != one["agency"]
                and other["time_from"].year <= year <= last
            ):
                return True
    return False


def both(made: list[dict[str, Any]]) -> dict[str, Any]:
    """Both in one process, and whether every cell is in the same state."""
    one, other = ours(made), plain(made)
    ratio = one["seconds"] / other["seconds"]
    return {"ours": one, "plain": other, "ratio": ratio, "agree": one["digest"] == other["digest"]}


if __name__ == "__main__":
    print(json.dumps({"ours": ours, "plain": plain, "both": both}[sys.argv[1]](activities())))
