"""Flows of all draws of a case in one file, ordered so that one origin's draws lie together.

It stands on disk only until it has been summarised: 2.65 GB for 235 places, six methods and 1,000
draws. Workers write their draws where they belong; nothing passes through another process.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gmg.analysis.flows.ensemble.frame import work
from gmg.analysis.flows.ensemble.quantiles import Block

if TYPE_CHECKING:
    from pathlib import Path

    from gmg.analysis.flows.ensemble.spec import Case, Job

WIDTH = 8


@dataclass(frozen=True, slots=True)
class Scratch:
    """A file of float64 (origin, method, draw, destination)."""

    path: Path
    methods: tuple[str, ...]
    places: int
    draws: int

    def make(self) -> None:
        """An empty file of the right size; it takes no room yet."""
        with self.path.open("wb") as file:
            file.truncate(self.places**2 * len(self.methods) * self.draws * WIDTH)

    def offset(self, origin: int, method: int, draw: int) -> int:
        """Where that row begins."""
        row = (origin * len(self.methods) + method) * self.draws + draw
        return row * self.places * WIDTH

    def fill(self, job: Job) -> tuple[tuple[str, int, str], ...]:
        """Work a job and write its rows; what was refused."""
        worked = work(job)
        with self.path.open("r+b", buffering=0) as file:
            for origin, by_method in enumerate(worked.flows):
                for method, rows in enumerate(by_method):
                    written = os.pwrite(file.fileno(), rows, self.offset(origin, method, job.first))
                    if written != rows.nbytes:
                        raise OSError(f"{self.path}: only {written} of {rows.nbytes} bytes written")
        return worked.refused

    def block(self, case: Case, origin: int) -> Block:
        """All draws from one origin."""
        shape = (len(self.methods), self.draws, self.places)
        flows = np.fromfile(
            self.path, count=int(np.prod(shape)), offset=self.offset(origin, 0, 0)
        ).reshape(shape)
        return Block(case.key, self.methods, case.given.places, flows)
