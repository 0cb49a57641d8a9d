"""Counts below five: a Poisson step in place of the logarithm.

The log of a count has no good Gaussian noise when the count is small, and none at all when it is zero. For
a count z with mean exp(eta) the Poisson likelihood is replaced by its second-order expansion at the
posterior mean of eta: a pseudo-observation eta + (z - lambda) / lambda with variance 1 / lambda, lambda =
exp(eta) (the Laplace step of Durbin and Koopman 1997, Biometrika 84; penalised quasi-likelihood).
Counts from five on keep log(z + 1/2) with variance 1 / (z + 1/2).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gmg.analysis.flows.reconcile.marginal import evaluate
from gmg.analysis.flows.reconcile.model import Model
from gmg.analysis.flows.reconcile.panel import Floats

FEW = 5
LEAST = float(np.log(0.02))  # log of the smallest mean at which a zero is expanded
STEPS = 20
LONGEST = 1.0  # a step on the log scale
CLOSE = 1e-3


def stepped(model: Model, at: Floats) -> Model:
    """The model with pseudo-observations for counts below five at these hyperparameters."""
    panel = model.panel
    few = panel.seen & (panel.count < FEW)
    if not few.any():
        return model
    count, shift = panel.count[few], panel.shift[few]
    center = np.log(count + 0.5)
    for _ in range(STEPS):
        done = evaluate(model, at)
        signal = done.signal()[0][few]
        log, noise = model.panel.log[few], model.panel.noise[few]
        kept = 1 - noise / done.noise[few]
        wanted = np.maximum(signal + kept * (log - signal) - shift, LEAST)
        move = np.clip(wanted - center, -LONGEST, LONGEST)
        center = center + move
        model = _expanded(model, few, count, center, shift)
        if np.abs(move).max() < CLOSE:
            break
    return model


def _expanded(
    model: Model,
    few: np.ndarray[tuple[int, ...], np.dtype[np.bool_]],
    count: Floats,
    center: Floats,
    shift: Floats,
) -> Model:
    mean = np.exp(center)
    log, noise = model.panel.log.copy(), model.panel.noise.copy()
    log[few] = center + (count - mean) / mean + shift
    noise[few] = 1 / mean
    return replace(model, panel=replace(model.panel, log=log, noise=noise))
