"""Filter and smoother of a scalar AR(1) state, all corridors and all columns at once.

The columns are the observations and each regressor of the corridor: they share gains and variances, so
that one sweep over the years serves all (the augmented filter of de Jong 1991, Annals of Statistics 19).
The reports of one year are first collapsed into their mean, weighted by precision.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gmg.analysis.flows.reconcile.panel import Floats


@dataclass(frozen=True, slots=True)
class Smoothed:
    """What one sweep forth and back leaves.

    `innovation` (T, K, C) and its inverse variance `precision` (T, C); `state` (T, K, C) is the
    smoothed mean of each column, `variance` (T, C) and `lagged` (T - 1, C) the smoothed variance and the
    covariance of neighbouring years given the coefficients; `log_ratio` (C,) is the sum of
    log(1 + P W), by which the determinant of the observations exceeds that of their noise.
    """

    innovation: Floats
    precision: Floats
    state: Floats
    variance: Floats
    lagged: Floats
    log_ratio: Floats


def sweep(columns: Floats, weight: Floats, persistence: float, variance: float) -> Smoothed:
    """Filter and smooth `columns` (T, K, C) observed with precision `weight` (T, C), 0 if not at all.

    The state is stationary with the `variance` given and the autocorrelation `persistence`.
    """
    years, _, corridors = columns.shape
    fresh = variance * (1 - persistence**2)
    before, after = np.empty((years, corridors)), np.empty((years, corridors))
    ahead, filtered = np.empty_like(columns), np.empty_like(columns)
    spread = np.full(corridors, variance)
    mean = np.zeros(columns.shape[1:])
    for t in range(years):
        before[t], ahead[t] = spread, mean
        after[t] = spread / (1 + spread * weight[t])
        filtered[t] = mean + (after[t] * weight[t]) * (columns[t] - mean)
        spread = persistence**2 * after[t] + fresh
        mean = persistence * filtered[t]
    inflated = 1 + before * weight
    gain = persistence * after[:-1] / before[1:]
    state, smooth = filtered, after.copy()
    for t in range(years - 2, -1, -1):
        state[t] += gain[t] * (state[t + 1] - ahead[t + 1])
        smooth[t] += gain[t] ** 2 * (smooth[t + 1] - before[t + 1])
    return Smoothed(
        columns - ahead,
        weight / inflated,
        state,
        smooth,
        gain * smooth[1:],
        np.log(inflated).sum(axis=0),
    )
