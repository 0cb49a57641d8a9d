"""Reconciling 27 reporters over ten years: what one likelihood, the maximum and the table cost.

`python -m bench.reconcile_speed` draws a world of 702 corridors in which half the cells are reported on each
side (both 25 %, one 51 %, neither 24 %: as in Eurostat's), takes the median of rounds of each
part, and prints one JSON object: seconds, entries, and how often the intervals hold the truth.
Set OPENBLAS_NUM_THREADS=1 for a number that can be compared.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from statistics import median

import polars as pl

from gmg.analysis.flows.reconcile import estimates, factors, fit
from gmg.analysis.flows.reconcile.fit import maximum
from gmg.analysis.flows.reconcile.gradient import gradient
from gmg.analysis.flows.reconcile.marginal import evaluate
from gmg.analysis.flows.reconcile.simulate import world

SEED, ROUNDS, MAP_WANTED = 7, 7, 1.0


def seconds(work: Callable[[], object], times: int = 1) -> float:
    """The median time of one call."""
    found = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for _ in range(times):
            work()
        found.append((time.perf_counter() - start) / times)
    return median(found)


def held(table: pl.DataFrame, truth: pl.DataFrame) -> float:
    """The share of intervals that hold the true flow."""
    both = table.join(truth, on=["origin", "destination", "year"])
    return float(both.select(pl.col("flow").is_between("low", "high").mean()).item())


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
        "fit: checks, factors, MAP with Poisson steps, Laplace": seconds(
            lambda: fit(entries, reference)
        ),
        "table with intervals": seconds(lambda: estimates(done)),
    }
    told = {
        "entries": entries.height,
        "corridors": len(model.panel.corridors),
        "seconds": timed,
        "held at 80 %": held(estimates(done, level=0.8), made.truth),
        "held at 95 %": held(estimates(done, level=0.95), made.truth),
    }
    print(json.dumps(told, indent=1))
    return int(timed["fit: checks, factors, MAP with Poisson steps, Laplace"] > MAP_WANTED)


if __name__ == "__main__":
    sys.exit(main())
