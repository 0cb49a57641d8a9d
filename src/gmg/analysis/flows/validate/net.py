"""Net migration that the estimates imply, against their inputs and against the prospects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gmg.analysis.flows import repair
from gmg.analysis.flows.estimate import CLOSED, METHODS
from gmg.analysis.flows.from_evidence.stocks import OTHERS
from gmg.analysis.flows.validate.measures import correlation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from gmg.analysis.flows.from_evidence.estimated import Estimated
    from gmg.analysis.flows.from_evidence.prepare import Prepared

    Array = NDArray[np.float64]

EXACT = 1e-5
"""Persons by which a closed method may miss the net migration of its inputs: rounding of sums."""


@dataclass(frozen=True, slots=True)
class NetCheck:
    """One method and period.

    `off_inputs` is the largest gap in persons to the net migration of the inputs after the repairs
    that the method makes before it matches; None where the method does not promise to keep it.
    `off_prospects` and `at` are the largest gap to the net migration that World Population
    Prospects publishes and where; `correlation` is with that.
    """

    period: str
    method: str
    off_inputs: float | None
    off_prospects: float
    at: str
    correlation: float | None

    @property
    def holds(self) -> bool:
        """Whether a closed method gives what its inputs imply; True for the others."""
        return self.off_inputs is None or self.off_inputs <= EXACT


@dataclass(frozen=True, slots=True)
class InputsCheck:
    """How net migration of the inputs (growth less births plus deaths) meets what is published.

    The prospects round each of them, and their change of population is the difference of two
    populations: `off` is the largest gap in persons, `at` where. `world` is the sum over places
    of the inputs, which closed methods bring to nought.
    """

    period: str
    off: float
    at: str
    world: float


@dataclass(frozen=True, slots=True)
class Overall:
    """A method's net migration against that of the prospects, over all places and periods together."""

    edition: str
    unknown: str
    method: str
    correlation: float | None


def overall(estimates: Sequence[Estimated]) -> list[Overall]:
    """Every method over the periods in which it gave an estimate."""
    found = []
    for method in METHODS:
        given = [one for one in estimates if method in one.flows]
        if given:
            ours = np.concatenate([one.flows[method].net for one in given])
            theirs = np.concatenate([one.prepared.published for one in given])
            ready = given[0].prepared
            found.append(Overall(ready.edition, ready.unknown, method, correlation(ours, theirs)))
    return found


def checks(one: Estimated) -> list[NetCheck]:
    """Every method of an estimate of both sexes."""
    ready = one.prepared
    kept = implied(ready)
    found = []
    for method, flows in one.flows.items():
        gap = np.abs(flows.net - ready.published)
        worst = int(np.argmax(gap))
        off = float(np.abs(flows.net - kept).max()) if method in CLOSED else None
        found.append(
            NetCheck(
                period=ready.span.label,
                method=method,
                off_inputs=off,
                off_prospects=float(gap[worst]),
                at=one.places[worst],
                correlation=correlation(flows.net, ready.published),
            )
        )
    return found


def implied(ready: Prepared) -> Array:
    """Net migration (n,) of the inputs once the native-born are mended and the world is closed."""
    mended, _ = repair.natives(ready.inputs)
    mended, _ = repair.closed(mended)
    return mended.net


def of_inputs(ready: Prepared) -> InputsCheck:
    """The inputs themselves against the prospects."""
    real = np.array([place != OTHERS for place in ready.places])
    gap = np.where(real, np.abs(ready.inputs.net - ready.published), 0.0)
    worst = int(np.argmax(gap))
    return InputsCheck(
        ready.span.label, float(gap[worst]), ready.places[worst], float(ready.inputs.net.sum())
    )
