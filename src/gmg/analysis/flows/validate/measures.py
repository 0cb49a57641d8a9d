"""The six correlations that Abel & Cohen (2019, Scientific Data 6:82) print for each method.

They compare a table of estimates with the flows that somebody reports; only reported pairs count.
The paper does not print formulas for all of them, so these are ours:

- count, log count: persons of a pair; the logarithm is of persons plus one, so that an estimate of
  nobody counts against the method
- proportion: the pair as a share of all reported pairs with the same destination
- emigration rate, immigration rate: all reported pairs of a place, over its population at the start
- net: arrivals less departures of a place over the pairs reported
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

MEASURES = ("count", "log count", "proportion", "emigration rate", "immigration rate", "net")
FEWEST = 3
"""Fewer points than this have no correlation worth the name."""


@dataclass(frozen=True, eq=False)
class Sample:
    """Estimated and reported persons of one period (n, n), NaN where nothing is reported; people (n,)."""

    estimated: Array
    reported: Array
    people: Array


def correlations(samples: Iterable[Sample]) -> dict[str, float | None]:
    """Each measure to Pearson's correlation over all samples together; None for too few points."""
    points: dict[str, list[tuple[Array, Array]]] = {name: [] for name in MEASURES}
    for sample in samples:
        for name, pair in _points(sample).items():
            points[name].append(pair)
    return {
        name: correlation(*(np.concatenate(side) for side in zip(*found, strict=True)))
        if found
        else None
        for name, found in points.items()
    }


def correlation(one: Array, other: Array) -> float | None:
    """Pearson's; None where there are too few points or one side does not vary."""
    if len(one) < FEWEST or np.ptp(one) == 0 or np.ptp(other) == 0:
        return None
    return float(np.corrcoef(one, other)[0, 1])


def _points(sample: Sample) -> dict[str, tuple[Array, Array]]:
    known = np.isfinite(sample.reported)
    reported = np.where(known, sample.reported, 0.0)
    estimated = np.where(known, sample.estimated, 0.0)
    both = (estimated, reported)
    out, into = known.any(axis=1), known.any(axis=0)
    rates = {
        "emigration rate": _each(both, 1, out & (sample.people > 0), sample.people),
        "immigration rate": _each(both, 0, into & (sample.people > 0), sample.people),
    }
    shares = [_shares(table)[known] for table in both]
    nets = [(table.sum(axis=0) - table.sum(axis=1))[out | into] for table in both]
    return {
        "count": (estimated[known], reported[known]),
        "log count": (np.log1p(estimated[known]), np.log1p(reported[known])),
        "proportion": (shares[0], shares[1]),
        **rates,
        "net": (nets[0], nets[1]),
    }


def _each(
    both: tuple[Array, Array], axis: int, chosen: NDArray[np.bool_], people: Array
) -> tuple[Array, Array]:
    """Totals of both tables along an axis over the people of the places chosen."""
    one, other = (table.sum(axis=axis)[chosen] / people[chosen] for table in both)
    return one, other


def _shares(table: Array) -> Array:
    """Each column over its sum; nought where the column is nought."""
    total = table.sum(axis=0)
    return table / np.where(total > 0, total, 1.0)
