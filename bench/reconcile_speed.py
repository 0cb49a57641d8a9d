"""Reconciling 27 reporters over ten years: what one likelihood, the maximum and the table cost.

`python -m bench.reconcile_speed` draws a world of 702 corridors in which half the cells are reported on each
side (both 25 %, one 51 %, neither 24 %: as in Eurostat's), takes best and median of rounds of each
part, and prints one JSON object: seconds, entries, and how often the intervals hold the truth, over
several such worlds, for what corridors have in common differs from world to world. Exit code 1 when
the maximum takes longer than a second.
"""

from __future__ import annotations

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import json
import sys
import time
from collections.abc import Callable
from statistics import mean, median

import polars as pl

from gmg.analysis.flows.reconcile import estimates, factors, fit
from gmg.analysis.flows.reconcile.fit import maximum
from gmg.analysis.flows.reconcile.gradient import gradient
from gmg.analysis.flows.reconcile.marginal import evaluate
from gmg.analysis.flows.reconcile.simulate import world

SEED, ROUNDS, MAP_WANTED = 7, 7, 1.0
WORLDS = range(20, 32)
FIT = "fit: checks, factors, MAP with Poisson steps, Laplace"


def seconds(work: Callable[[], object], times: int = 1) -> list[float]:
    """The shortest and the median time of one call."""
    found = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for _ in range(times):
            work()
        found.append((time.perf_counter() - start) / times)
    return [round(min(found), 5), round(median(found), 5)]


def held(table: pl.DataFrame, truth: pl.DataFrame) -> float:
    """The share of intervals that hold the true flow."""
    both = table.join(truth, on=["origin", "destination", "year"])
    return float(both.select(pl.col("flow").is_between("low", "high").mean()).item())


def coverage() -> dict[str, list[float]]:
    """Over worlds: the mean share held, the smallest and the largest, at 80 and at 95 %."""
    fits = [(made, fit(made.entries, made.reference)) for made in map(world, WORLDS)]
    found = {}
    for level in (0.8, 0.95):
        shares = [held(estimates(done, level=level), made.truth) for made, done in fits]
        found[f"held at {level:.0%}: mean, least, most"] = [
            round(mean(shares), 3),
            round(min(shares), 3),
            round(max(shares), 3),
        ]
    return found


def main() -> int:
    made = world(SEED)
    entries, reference = made.entries, made.reference
    done = fit(entries, reference)
    model, at = done.model, done.at
    passed = evaluate(model, at)
    timed = {
        "factors": seconds(lambda: factors(entries, reference)),
        "likelihood": seconds(lambda: evaluate(model, at), 20),
        "gradient, given the likelihood": seconds(lambda: gradient(passed, at), 20),
        "one maximum from the prior's": seconds(lambda: maximum(model, model.prior[0])),
        FIT: seconds(lambda: fit(entries, reference)),
        "table with intervals": seconds(lambda: estimates(done)),
    }
    told = {
        "entries": entries.height,
        "corridors": len(model.panel.corridors),
        "seconds, best and median": timed,
        f"{len(WORLDS)} worlds of this size": coverage(),
    }
    print(json.dumps(told, indent=1))
    return int(timed[FIT][0] > MAP_WANTED)


if __name__ == "__main__":
    sys.exit(main())
