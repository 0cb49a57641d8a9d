"""A small world in an evidence base, from which flows can be estimated: every number is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from gmg.evidence.base import Base
from profile_base import made_base, mid, over, stock

PLACES = ("DEU", "KEN", "POL", "SDN", "SSD", "SYR", "VAT")
NO_POPULATION = ("VAT",)
YEARS = (2005, 2010, 2015, 2020)
PROSPECTS = range(1989, 2025)
Rows = list[dict[str, Any]]


def yearly(concept: str, place: str, year: int, value: float, **changes: Any) -> dict[str, Any]:
    """A figure of the prospects for a calendar year, in thousands."""
    basis = "modelled" if year < 2024 else "projection-medium"
    row = {
        "concept": concept,
        "place": place,
        "basis": basis,
        "value": value,
        "unit": "thousand persons",
    }
    return {**row, **over(year), **changes}


def prospects(places: Sequence[str], seed: int = 7) -> Rows:
    """Births, deaths, change, net migration and sex ratios of all years, and people at the end of 2024."""
    random = np.random.default_rng(seed)
    rows: Rows = []
    moved = {year: random.normal(0, 20, len(places)) for year in PROSPECTS}
    for year in PROSPECTS:
        moved[year] -= moved[year].mean()
    for at, place in enumerate(places):
        for year in PROSPECTS:
            births, deaths = 200.0 + 10 * at, 100.0 + at
            net = float(moved[year][at])
            rows += [
                yearly("births", place, year, births),
                yearly("deaths", place, year, deaths),
                yearly("net-migration", place, year, net),
                yearly("population-change", place, year, births - deaths + net),
                yearly("sex-ratio-at-birth", place, year, 1.05, unit="males per female"),
            ]
        for sex, thousand in (("female", 10_100.0), ("male", 9_900.0)):
            end = date(2024, 12, 31)
            point = {"time_from": end, "time_to": end, "time_kind": "point", "sex": sex}
            rows.append(yearly("population", place, 2024, thousand + 100 * at, **point))
    return rows


def stocks(places: Sequence[str], years: Sequence[int] = YEARS, seed: int = 3) -> Rows:
    """Stocks of every pair but one in three, by sex; 900 people of unknown origin in Germany."""
    random = np.random.default_rng(seed)
    pairs = [(a, b) for a in places for b in places if a != b and random.random() > 1 / 3]
    pairs += [(a, b) for a, b in (("SYR", "DEU"), ("DEU", "POL")) if (a, b) not in pairs]
    rows = [
        stock(there, origin, sex, float(random.integers(1, 50_000)), year)
        for origin, there in pairs
        for year in years
        for sex in ("female", "male")
    ]
    rows += [stock("DEU", "_OTH", sex, 450.0, y) for y in years for sex in ("female", "male")]
    return rows


def by_sex(places: Sequence[str], years: Sequence[int] = YEARS) -> Rows:
    """The population by sex at mid-years: 51 women in a hundred."""
    return [
        {
            "concept": "population",
            "basis": "de-facto-population",
            "place": place,
            "sex": sex,
            "value": thousand,
            "unit": "thousand persons",
            **mid(year),
        }
        for place in places
        for year in years
        for sex, thousand in (("female", 5_100.0), ("male", 4_900.0))
    ]


def reported(rows: Sequence[tuple[str, str, int, float]]) -> Rows:
    """New asylum-seekers as UNHCR reports them: origin, place, year, persons."""
    return [
        {
            "concept": "forced-displacement-flow",
            "basis": "new-asylum-seekers",
            "counterpart": origin,
            "place": place,
            "value": persons,
            "agency": "UNHCR",
            **over(year),
        }
        for origin, place, year, persons in rows
    ]


def flows_base(folder: Path, *, without: Sequence[str] = (), sexes: bool = True) -> Base:
    """A base of the small world; `without` names data sets with editions that are left out of it.

    Without `sexes` nobody publishes a population by sex.
    """
    living = [place for place in PLACES if place not in NO_POPULATION]
    files: Mapping[tuple[str, str, str], Rows] = {
        ("undesa.migrant-stock", "2020", "2021-01"): stocks(PLACES)
        + (by_sex(living) if sexes else []),
        ("undesa.population-prospects", "2024", "2024-07"): prospects(living),
        ("unhcr.flows", "2025", "2025"): reported(
            [("SYR", "DEU", 2015, 500.0), ("SYR", "DEU", 2017, 70.0), ("DEU", "SYR", 2016, 5.0)]
        ),
    }
    kept = {key: rows for key, rows in files.items() if f"{key[0]}@{key[1]}" not in without}
    return made_base(folder / "made", kept)
