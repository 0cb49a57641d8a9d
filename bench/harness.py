"""Whole processes, side by side: wall time, peak memory, medians and ratios of pairs.

This process imports nothing heavy: Linux hands the memory of a parent down to the peak of its
children, so what is prepared or compared is done in children too.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent
PYTHON = sys.executable
KIB_A_MIB = 1024


class ProcessFailed(RuntimeError):
    """A measured process ended with an error; the message holds the end of what it said."""


@dataclass(frozen=True, slots=True)
class Run:
    """One process: seconds on the clock, seconds of the processors, peak resident memory in MiB,
    what it printed."""

    seconds: float
    cpu: float
    peak: float
    printed: str

    def __str__(self) -> str:
        return f"{self.seconds:.2f} s, {self.cpu:.2f} s CPU, {self.peak:.0f} MiB"


def nothing() -> None:
    """What most cases need before a run."""


@dataclass(slots=True)
class Case:
    """A process to be measured; `before` puts things in order for each run and is not timed."""

    name: str
    command: Sequence[str]
    before: Callable[[], None] = nothing
    runs: list[Run] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        """The median of the wall times."""
        return median(run.seconds for run in self.runs)

    @property
    def cpu(self) -> float:
        """The median of the seconds of the processors."""
        return median(run.cpu for run in self.runs)

    @property
    def peak(self) -> float:
        """The largest peak of memory in MiB."""
        return max(run.peak for run in self.runs)


@dataclass(frozen=True, slots=True)
class Ratio:
    """The median of the ratios of runs that stood side by side, and the smallest and largest."""

    middle: float
    least: float
    most: float

    def __str__(self) -> str:
        return f"{self.middle:.3g} ({self.least:.3g}–{self.most:.3g})"


def python(*words: str | Path | int) -> list[str]:
    """The command that runs this Python with the words."""
    return [PYTHON, *map(str, words)]


def gmg(*words: str | Path | int) -> list[str]:
    """The command `gmg` with the words."""
    return python("-m", "gmg.cli", *words)


def run(command: Sequence[str]) -> Run:
    """Run to the end. Raises ProcessFailed when the process does not end well."""
    with tempfile.TemporaryFile() as printed, tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=printed, stderr=said, cwd=ROOT)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        printed.seek(0)
        said.seek(0)
        if process.returncode:
            end = said.read().decode("utf-8", "replace")[-2000:]
            raise ProcessFailed(f"{' '.join(command)} ended with {process.returncode}:\n{end}")
        cpu = usage.ru_utime + usage.ru_stime
        text = printed.read().decode("utf-8", "replace")
        return Run(seconds, cpu, usage.ru_maxrss / KIB_A_MIB, text)


def interleaved(cases: Sequence[Case], repeats: int) -> None:
    """Run the cases in turn, round after round, so that slow moments of the machine hit all."""
    for round_ in range(1, repeats + 1):
        for case in cases:
            case.before()
            case.runs.append(run(case.command))
            print(f"  round {round_}: {case.name}: {case.runs[-1]}", file=sys.stderr)


def ratio(above: Sequence[float], below: Sequence[float]) -> Ratio:
    """The ratio round by round."""
    pairs = [first / second for first, second in zip(above, below, strict=True)]
    return Ratio(median(pairs), min(pairs), max(pairs))


def times(case: Case) -> list[float]:
    """The wall times of a case, round by round."""
    return [run.seconds for run in case.runs]
