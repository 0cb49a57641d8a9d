"""A thousand draws of one period and sex, by all six methods, on two cores; and growth with the places.

`python -m bench.ensemble_speed [cases]` perturbs the synthetic world of 235 places (from
$GMG_DATA/../cases/flows by default), keeps quantiles of every corridor, and takes the shortest of
rounds, the start of workers and the disk included. Then invented worlds of 50, 100, 200 and 400
places, in one process. It prints one JSON object; exit code 1 when the wanted time is missed.
"""

from __future__ import annotations

import json
import math
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bench.growth import exponent
from gmg.analysis.flows import ensemble
from gmg.analysis.flows.ensemble import Case, Key, Spec
from gmg.analysis.flows.ensemble.frame import work
from gmg.analysis.flows.ensemble.spec import jobs_of
from gmg.analysis.flows.inputs import Inputs, inputs

ROOT = Path(__file__).parent.parent
WANTED, DRAWS, ROUNDS = 20.0, 1000, 3
SIZES, FEW = (50, 100, 200, 400), 60


def world(places: int, seed: int = 0) -> Inputs:
    """An invented world that closes: 3.5 % foreign-born, a third of the corridors in use."""
    rng = np.random.default_rng(seed)
    people = np.exp(rng.normal(16, 1.5, places))
    births, deaths = people * 0.08, people * 0.04
    used = rng.random((places, places)) < 0.33
    used |= np.eye(places, k=1, dtype=bool) | np.eye(places, k=1 - places, dtype=bool)
    np.fill_diagonal(used, False)
    start = used * np.exp(rng.normal(0, 1.5, (places, places))) * people[None, :]
    start *= 0.035 * people.sum() / start.sum()
    start = np.minimum(start, 0.3 * people[None, :] / places)
    end = start * np.exp(rng.normal(0.05, 0.2, (places, places)))
    net = rng.normal(0, 0.003, places) * people
    net -= net.sum() * people / people.sum()
    later = people + births - deaths + net
    for table, total in ((start, people), (end, later)):
        np.fill_diagonal(table, total - table.sum(axis=0))
    return inputs([f"P{n:03}" for n in range(places)], start, end, births, deaths)


def given_world(cases: Path) -> Case:
    """The synthetic world of 235 places, men."""
    kept = np.load(cases / "synth235.npz")
    names = ("stock_start", "stock_end", "births", "deaths")
    tables = [kept[f"{name}_male"] for name in names]
    return Case(Key("2015-2020", "male"), inputs([f"P{n:03}" for n in range(235)], *tables))


@dataclass(frozen=True, order=True)
class Written:
    """Seconds until the folder stands, seconds of the processors, MB of the folder."""

    seconds: float
    cpu: float
    size: float

    def __str__(self) -> str:
        return f"{self.seconds:.1f} s, {self.cpu:.1f} s CPU"


def cpu() -> float:
    """Seconds of the processors for this process and its ended children."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def written(case: Case, draws: int, processes: int, keep: str) -> Written:
    """An ensemble in a folder of its own, which goes again."""
    below = Path(tempfile.mkdtemp(prefix="gmg-bench-"))
    try:
        start, before = time.perf_counter(), cpu()
        run = ensemble.run([case], Spec(), below / "to", draws, processes=processes, keep=keep)
        seconds, used = time.perf_counter() - start, cpu() - before
        size = sum(p.stat().st_size for p in run.rglob("*") if p.is_file()) / 1e6
        return Written(seconds, used, size)
    finally:
        shutil.rmtree(below)


def drawn(case: Case, draws: int) -> float:
    """Seconds of the processor for drawing and estimating alone, in this process."""
    jobs = jobs_of([case], Spec(), draws)
    start = cpu()
    for job in jobs:
        work(job)
    return cpu() - start


def peak(cases: Path) -> dict[str, float]:
    """MiB of the largest process of a run: this one, and the workers'."""
    command = [sys.executable, "-m", "bench.ensemble_speed", str(cases), "--memory"]
    found: dict[str, float] = json.loads(subprocess.check_output(command, cwd=ROOT, text=True))
    return found


def own_peak(cases: Path) -> None:
    """Print the peaks after an ensemble on two workers.

    `ru_maxrss` of this process would hold what its parent had (see `harness`); VmHWM is its own.
    """
    written(given_world(cases), DRAWS, 2, "summary")
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    own = int(status.partition("VmHWM:")[2].split()[0])
    workers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(json.dumps({"writer": round(own / 1024), "worker": round(workers / 1024)}))


def growth() -> dict[str, Any]:
    """Seconds of the processor for draws and whole runs over worlds of several sizes; exponents."""
    alone, whole = [], []
    for places in SIZES:
        case = Case(Key("2015-2020", "total"), world(places))
        alone.append(min(drawn(case, FEW) for _ in range(2)))
        whole.append(min(written(case, FEW, 1, "summary").cpu for _ in range(2)))
    return {
        "places": SIZES,
        f"{FEW} draws alone, s CPU": [round(x, 3) for x in alone],
        "exponent": round(exponent(SIZES, alone), 2),
        "exponent of the last doubling": round(math.log2(alone[-1] / alone[-2]), 2),
        f"{FEW} draws summarised, one process, s CPU": [round(x, 3) for x in whole],
        "exponent, summarised": round(exponent(SIZES, whole), 2),
    }


def main(cases: Path) -> int:
    case = given_world(cases)
    two = sorted(written(case, DRAWS, 2, "summary") for _ in range(ROUNDS))
    one, kept = written(case, DRAWS, 1, "summary"), written(case, DRAWS, 2, "cells")
    told = {
        "1,000 draws, 235 places, six methods, two processes": [str(run) for run in two],
        "the same in one process": str(one),
        "of which draws and estimates, s CPU": round(drawn(case, 100) * DRAWS / 100, 1),
        "MB of the summaries": round(one.size, 1),
        "every draw kept, two processes": str(kept),
        "MB of all draws": round(kept.size),
        "peak MiB": peak(cases),
        "growth": growth(),
        "load of the machine at the end": round(os.getloadavg()[0], 1),
    }
    print(json.dumps(told, indent=1))
    return int(two[0].seconds > WANTED)


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
