"""Six estimates of flows for 235 places, seven periods and two sexes, and a seeded three-way fit.

`python -m bench.flows_speed [cases]` times gmg, then the algorithm that the R package migest follows,
written plainly here (scaling rows and columns in turn until no cell changes by 0.001; flows by
birthplace as a cube of origin, destination and birthplace), after that plain version has been held
against the package's own output. Memory is the peak of a process that does nothing but gmg's part. It
needs the synthetic worlds in `cases` ($GMG_DATA/../cases/flows by default) and prints one JSON object.
Exit code 1 when a wanted number is missed. The package's own seconds were measured once with R 4.2.2
on two cores of this kind, and are no more than that.
"""

from __future__ import annotations

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from gmg.analysis.flows import seeded
from gmg.analysis.flows.estimate import CLOSED, Flows, estimate_all
from gmg.analysis.flows.inputs import inputs

ROOT = Path(__file__).parent.parent
PERIODS, SEXES, ROUNDS = 7, ("female", "male"), 7
PACKAGE_SIX, PACKAGE_SEEDED = 417.0, 91.55  # seconds of migest 2.0.5, and of mipfp 3.2.1
FLOOR = 2.5e9  # operations: 28 fits of three Cholesky factors each, three products for each of 14
WANTED_SECONDS, WANTED_MIB, WANTED_SEEDED = 0.15, 150, 500

World = dict[str, Any]


def worlds(cases: Path, places: int) -> dict[str, list[Any]]:
    """Stocks at both dates, births and deaths, by sex."""
    kept = np.load(cases / f"synth{places}.npz")
    names = ("stock_start", "stock_end", "births", "deaths")
    return {sex: [kept[f"{name}_{sex}"] for name in names] for sex in SEXES}


def ours(world: dict[str, list[Any]], periods: int) -> list[dict[str, Flows]]:
    """All six methods with all parts, kept; transit is what remains and is worked out once for each."""
    names = [f"P{n:03}" for n in range(len(world[SEXES[0]][2]))]
    done = []
    for _ in range(periods):
        for sex in SEXES:
            found = estimate_all(inputs(names, *world[sex]))
            for flows in found.values():
                if flows.parts is not None and flows.parts.transit.min() < -1e-6:
                    raise AssertionError("a part below zero")
            done.append(found)
    return done


def least(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The shortest of some rounds: other work on the machine only ever adds."""
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


# --- the package's algorithm, plainly ------------------------------------------------------------


def alternately(table: Any, rows: Any, columns: Any, near: float = 1e-3) -> Any:
    """Rows and columns scaled in turn until no cell changes by more than `near` in a sweep."""
    while True:
        before = table
        table = table * by(rows, table.sum(axis=1))[:, None]
        table = table * by(columns, table.sum(axis=0))
        if np.abs(table - before).max() < near:
            return table


def by(one: Any, other: Any) -> Any:
    """The quotient, nought over nought being nought."""
    return np.divide(one, other, out=np.zeros_like(other), where=other > 0)


def cube_of(out: Any, into: Any, seed: Any, near: float = 1e-3) -> Any:
    """(birthplace, origin, destination) with these margins, scaled in turn from a seed for each."""
    cube = np.broadcast_to(seed, (len(out), *seed.shape)).copy()
    while True:
        before = cube.copy()
        cube *= by(out, cube.sum(axis=2))[:, :, None]
        cube *= by(into, cube.sum(axis=1))[:, None, :]
        if np.abs(cube - before).max() < near:
            return cube


def accounted(start: Any, end: Any, births: Any, deaths: Any, *, stay: bool, shut: bool) -> Any:
    """One call of the package: stocks prepared, totals matched, a cube scaled, its parts summed."""
    start, end = people(start), people(end)
    start = start - start * by(deaths, start.sum(axis=0))
    few = births > end.diagonal()
    end = (
        end
        - np.diag(np.where(few, 0, births))
        - end * by(np.where(few, births, 0), end.sum(axis=0))
    )
    first, last = start.sum(axis=1), end.sum(axis=1)
    if shut:
        rows = (first + last) / 2
        start = alternately(start, rows, start.sum(axis=0))
        end = alternately(end, rows, end.sum(axis=0))
    else:
        more = np.minimum(first, last)
        start, end = start * by(more, first)[:, None], end * by(more, last)[:, None]
    staying = np.minimum(start, end) if stay else np.zeros_like(start)
    empty = 1 - np.eye(len(start)) if stay else np.ones_like(start)
    cube = cube_of(start - staying, end - staying, empty)
    n = np.arange(len(start))
    cube[:, n, n] = 0.0
    total, outward, returned = cube.sum(axis=0), cube[n, n, :], cube[n, :, n].T
    return total, outward, returned, total - outward - returned


def people(table: Any) -> Any:
    """No fewer native-born than none; the others scaled to all people of the place."""
    table = table.copy()
    for place in np.flatnonzero(table.diagonal() < 0):
        all_there = table[:, place].sum()
        table[place, place] = 0.0
        table[:, place] *= all_there / table[:, place].sum()
    return table


def plain(start: Any, end: Any, births: Any, deaths: Any) -> Any:
    """The three accounts that the six methods rest on (what the others take is nothing beside it)."""
    given = (start, end, births, deaths)
    least_open = accounted(*given, stay=True, shut=False)
    least_closed = accounted(*given, stay=True, shut=True)
    free = accounted(*given, stay=False, shut=True)
    return least_open, least_closed, free


def held_against_the_package(cases: Path) -> float:
    """Persons by which a cell of the plain version is off the package's own output at most."""
    told, world = np.load(cases / "synth200.npz"), worlds(cases, 200)["male"]
    _, closed, free = plain(*world)
    off = 1 - np.eye(200)
    names = (("min", closed), ("ind", free))
    return max(
        float(np.abs(told[f"R_{name}_closed_male_od_default_tol"] * off - found[0]).max())
        for name, found in names
    )


# --- what is asked -------------------------------------------------------------------------------


def peak(cases: Path) -> float:
    """MiB of a process that estimates all once and keeps all."""
    command = [sys.executable, "-m", "bench.flows_speed", str(cases), "--memory"]
    told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return float(told.stdout)


def seeded_fit(cases: Path) -> tuple[float, float, int]:
    """Seconds, largest error of a margin in persons, sweeps: 200 birthplaces, seed 1 / distance."""
    kept = np.load(cases / "synth200.npz")
    out, into, seed = kept["ipf3_stock_start"], kept["ipf3_stock_end"], 1 / kept["distance"]
    seconds = least(lambda: seeded.scale(out, into, seed, 1e-6))
    found = seeded.scale(out, into, seed, 1e-6)
    out_off = np.abs(found.u * (found.v @ seed.T) - out).max()
    return (
        seconds,
        float(max(out_off, np.abs(found.v * (found.u @ seed) - into).max())),
        found.sweeps,
    )


def product_rate(n: int = 235) -> float:
    """Operations a second of a product of two tables of this size, on one core."""
    one, other = np.random.default_rng(0).random((2, n, n))
    return 2 * n**3 / least(lambda: one @ other, 50)


def main(cases: Path) -> int:
    world = worlds(cases, 235)
    seconds = least(lambda: ours(world, PERIODS))
    wrong = 0.0
    for sex, found in zip(SEXES, ours(world, 1), strict=True):
        start, end, births, deaths = world[sex]
        net = end.sum(axis=0) - start.sum(axis=0) - births + deaths
        wrong = max(wrong, *(float(np.abs(found[name].net - net).max()) for name in CLOSED))
    plainly = PERIODS * sum(least(lambda s=sex: plain(*world[s]), 1) for sex in SEXES)  # type: ignore[misc]
    fit, margin, sweeps = seeded_fit(cases)
    memory, rate = peak(cases), product_rate()
    print(
        json.dumps(
            {
                "six methods, 235 places, 7 periods, 2 sexes: seconds": round(seconds, 4),
                "net migration off by persons at most": wrong,
                "peak MiB of a process that keeps all": round(memory),
                "plain version off the package's output by persons": held_against_the_package(
                    cases
                ),
                "plain version of the package's algorithm: seconds": round(plainly, 1),
                "times faster than the plain version": round(plainly / seconds),
                "times faster than the package (417 s)": round(PACKAGE_SIX / seconds),
                "share of the time that 2.5 GFLOP of products take": round(
                    FLOOR / rate / seconds, 2
                ),
                "seeded fit, 200 birthplaces: seconds": round(fit, 4),
                "its sweeps, its largest margin error": [sweeps, margin],
                "times faster than mipfp (91.55 s)": round(PACKAGE_SEEDED / fit),
            },
            indent=1,
        )
    )
    met = (
        seconds <= WANTED_SECONDS
        and memory < WANTED_MIB
        and wrong <= 1e-5
        and margin <= 1e-6
        and PACKAGE_SEEDED / fit >= WANTED_SEEDED
    )
    return 0 if met else 1


def own_peak(cases: Path) -> None:
    """Print the peak of this process after all estimates."""
    kept = ours(worlds(cases, 235), PERIODS)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 if kept else 0)


if __name__ == "__main__":
    words = [word for word in sys.argv[1:] if not word.startswith("--")]
    data = Path(os.environ.get("GMG_DATA", ROOT.parent / "shared" / "data"))
    folder = Path(words[0]) if words else data.parent / "cases" / "flows"
    if not folder.is_dir():
        sys.exit(f"No synthetic worlds at {folder}")
    if "--memory" in sys.argv:
        own_peak(folder)
    else:
        sys.exit(main(folder))
