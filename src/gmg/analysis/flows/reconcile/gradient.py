"""The gradient of the marginal log posterior by Fisher's identity."""

from __future__ import annotations

import numpy as np

from gmg.analysis.flows.reconcile.marginal import Pass
from gmg.analysis.flows.reconcile.panel import Floats, tallied


def gradient(done: Pass, at: Floats) -> Floats:
    """The derivative of `done.log_density` by each hyperparameter on its unbounded scale."""
    mean, sd = done.model.prior
    corridor, lasting = _own(done)
    parts = (*_yearly(done), corridor, _bias(done), lasting, _accuracy(done))
    return np.concatenate(parts) - (at - mean) / sd**2


def _yearly(done: Pass) -> tuple[Floats, Floats]:
    """By persistence (logit) and by the log of the yearly deviation's standard deviation."""
    rho, variance = done.scales.persistence, done.scales.year**2
    state, loadings, covariance = done.state, done.loadings, done.own_covariance
    pulled = np.einsum("klc,tlc->tkc", covariance, loadings)
    square = state**2 + done.smoothed.variance + (pulled * loadings).sum(axis=1)
    lagged = state[1:] * state[:-1] + done.smoothed.lagged
    lagged = lagged + (pulled[1:] * loadings[:-1]).sum(axis=1)
    early, late, product = square[:-1].sum(), square[1:].sum(), lagged.sum()
    steps, fresh = lagged.size, 1 - rho**2
    moved = late - 2 * rho * product + rho**2 * early
    by_rho = steps * rho / fresh + (product - rho * early) / (variance * fresh)
    by_rho -= rho * moved / (variance * fresh**2)
    by_log = (square[0].sum() + moved / fresh) / variance - square.size
    return np.array([by_rho * rho * (1 - rho)]), np.array([by_log])


def _own(done: Pass) -> tuple[Floats, Floats]:
    """By the logs of the standard deviations of levels and of lasting deviations."""
    model = done.model
    around = done.shared[model.index]
    spread = done.shared_covariance[model.index, model.index]
    own = np.einsum("kkc->kc", done.own_covariance)
    squared = (done.own - around) ** 2 + own - 2 * done.cross + spread
    excess = squared / done.own_prior - 1
    filled = model.filled
    by_side = tallied(model.slot_side[filled], excess[1:][filled], len(model.sides))
    return excess[:1].sum(axis=1), by_side


def _bias(done: Pass) -> Floats:
    """By the log of the standard deviation of biases on each side."""
    model = done.model
    free = np.arange(len(model.panel.sources)) != model.reference
    at, side = model.coefficient[free], model.side[free]
    mean, covariance = done.shared, done.shared_covariance
    squared = (mean[at] - mean[side + 1]) ** 2 + covariance[at, at]
    squared += covariance[side + 1, side + 1] - 2 * covariance[at, side + 1]
    return tallied(side, squared / done.scales.bias[side] ** 2 - 1, len(model.sides))


def _accuracy(done: Pass) -> Floats:
    """By the log of each accuracy."""
    model = done.model
    mean, variance = done.signal()
    squared = (model.panel.log - mean) ** 2 + variance
    own = done.scales.accuracy[model.slot_accuracy][:, None, :] ** 2
    excess = model.panel.seen * own / done.noise * (squared / done.noise - 1)
    return tallied(model.slot_accuracy, excess.sum(axis=1), len(done.scales.accuracy))
