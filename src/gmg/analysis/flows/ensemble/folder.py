"""The folder of an ensemble: a finished run, named by what it was worked out from, and a pointer to it."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np
import scipy

import gmg
from gmg.analysis.flows.ensemble.spec import AGENCY
from gmg.analysis.flows.estimate import METHODS
from gmg.evidence.snapshots import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from gmg.analysis.flows.ensemble.spec import Case, Spec

POINTER, DOCUMENT = "ensemble.json", "run.json"


class NoEnsemble(LookupError):
    """A folder without a finished ensemble."""


class AtWork(ValueError):
    """Another process writes an ensemble to the folder."""


def described(
    cases: Sequence[Case],
    spec: Spec,
    draws: int,
    methods: tuple[str, ...],
    keep: str,
    size: int,
) -> dict[str, Any]:
    """What a run is worked out from, inputs by their hash, and with which versions."""
    return {
        "agency": AGENCY,
        "keep": keep,
        "draws": draws,
        "draws a job": size,
        "methods": {name: METHODS[name] for name in methods},
        "spec": asdict(spec),
        "cases": [
            asdict(case.key)
            | {
                "places": list(case.given.places),
                "bases": list(case.bases),
                "methods": list(case.by(methods)),
                "sources": list(case.sources),
                "inputs": sha256_of(case),
            }
            for case in cases
        ],
        "versions": {"gmg": gmg.__version__, "numpy": np.__version__, "scipy": scipy.__version__},
    }


def sha256_of(case: Case) -> str:
    """Of the numbers of a case."""
    given = case.given
    whole = hashlib.sha256()
    for array in (given.start, given.end, given.births, given.deaths):
        whole.update(array.astype("<f8").tobytes())
    return whole.hexdigest()


def id_of_run(document: dict[str, Any]) -> str:
    """The same inputs, the same id."""
    text = json.dumps(document, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder for one writer. Raises AtWork at once where another one has it."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AtWork(f"{folder}: another ensemble is being written here; wait for it") from None
        yield


def beside(folder: Path, name: str) -> Path:
    """Where a run grows; what killed runs of other inputs left is taken away, its own is kept."""
    kept = folder / f".writing-{name}"
    for left in folder.glob(".writing-*"):
        if left != kept:
            shutil.rmtree(left) if left.is_dir() else left.unlink()
    kept.mkdir(exist_ok=True)
    return kept


def swap_in(folder: Path, name: str) -> Path:
    """The finished run in place of the one before, by one rename of the pointer."""
    growing, target = folder / f".writing-{name}", folder / f"run-{name}"
    if growing.exists():
        shutil.rmtree(target, ignore_errors=True)
        growing.replace(target)
        held = os.open(folder, os.O_RDONLY)
        os.fsync(held)
        os.close(held)
    write_whole(folder / POINTER, json.dumps({"run": target.name}).encode())
    for old in folder.glob("run-*"):
        if old != target:
            shutil.rmtree(old)
    return target


def finished(folder: Path) -> Path:
    """The run that the pointer names. Raises NoEnsemble."""
    try:
        name = json.loads((folder / POINTER).read_bytes())["run"]
    except (OSError, ValueError, KeyError, TypeError):
        raise NoEnsemble(f"{folder}: no finished ensemble of flows here") from None
    run = folder / str(name)
    if run.parent != folder or not (run / DOCUMENT).is_file():
        raise NoEnsemble(f"{folder}: its run {name} is missing; write it again")
    return run
