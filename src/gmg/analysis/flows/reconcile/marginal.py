"""The marginal posterior density of the hyperparameters, its exact gradient, and what it says of flows.

Corridor by corridor the state is integrated out by the filter, then level and lasting deviations
(a K by K system), then the biases that corridors share (one system for all). The gradient is Fisher's
identity: the expected gradient of the complete-data density under the smoothed posterior.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gmg.analysis.flows.reconcile.kalman import Smoothed, sweep
from gmg.analysis.flows.reconcile.model import LEVEL, Model, reported_share
from gmg.analysis.flows.reconcile.panel import Floats, tallied

LOG_2PI = float(np.log(2 * np.pi))


@dataclass(frozen=True, slots=True)
class Scales:
    """A vector of hyperparameters taken apart: persistence, standard deviations by side and class."""

    persistence: float
    year: float
    corridor: float
    bias: Floats
    lasting: Floats
    accuracy: Floats


def scales(model: Model, at: Floats) -> Scales:
    """The hyperparameters on their own scales."""
    sides = len(model.sides)
    sd = np.exp(at)
    return Scales(
        float(1 / (1 + np.exp(-at[0]))),
        float(sd[1]),
        float(sd[2]),
        sd[3 : 3 + sides],
        sd[3 + sides : 3 + 2 * sides],
        sd[3 + 2 * sides :],
    )


@dataclass(frozen=True, slots=True)
class Pass:
    """One evaluation: the log density with its prior, and all posterior moments given hyperparameters.

    `shared` and `shared_covariance` are of the shared coefficients with the zero one at the end;
    `own` (K, C) and `own_covariance` (K, K, C) of level and deviations, `own_prior` (K, C) their
    variances before; `cross` (K, C) the covariance of each with the coefficient it is drawn around.
    """

    model: Model
    scales: Scales
    log_density: float
    noise: Floats
    smoothed: Smoothed
    shared: Floats
    shared_covariance: Floats
    own: Floats
    own_covariance: Floats
    own_prior: Floats
    cross: Floats

    @property
    def loadings(self) -> Floats:
        """(T, K, C): minus what the smoothed state takes from each coefficient."""
        return -self.smoothed.state[:, 1:]

    @property
    def state(self) -> Floats:
        """(T, C): the mean of the yearly deviation."""
        mean: Floats = self.smoothed.state[:, 0] + np.einsum("tkc,kc->tc", self.loadings, self.own)
        return mean

    def flow(self) -> tuple[Floats, Floats]:
        """(T, C) mean and variance of the log flow."""
        loadings = self.loadings.copy()
        loadings[:, 0] += 1
        variance = self.smoothed.variance + np.einsum(
            "tkc,klc,tlc->tc", loadings, self.own_covariance, loadings, optimize=True
        )
        return self.state + self.own[0], variance

    def signal(self) -> tuple[Floats, Floats]:
        """(M, T, C) mean and variance of log flow plus a slot's deviation."""
        loadings = self.loadings
        pulled = np.einsum("klc,tlc->tkc", self.own_covariance, loadings)
        shared = self.smoothed.variance + (pulled * loadings).sum(axis=1)
        shared = shared + 2 * pulled[:, 0] + self.own_covariance[0, 0]
        level = self.state + self.own[0]
        slots = range(1, self.own.shape[0])
        means = np.stack([level + self.own[k] for k in slots])
        variances = np.stack(
            [
                shared + 2 * (pulled[:, k] + self.own_covariance[0, k]) + self.own_covariance[k, k]
                for k in slots
            ]
        )
        return means, variances


def evaluate(model: Model, at: Floats) -> Pass:
    """The marginal log posterior at `at` (unbounded scale) with the moments given it."""
    found = scales(model, at)
    panel = model.panel
    noise = found.accuracy[model.slot_accuracy][:, None, :] ** 2 + panel.noise
    weight = panel.seen / noise
    columns, total = _columns(panel.log, weight)
    smoothed = sweep(columns, total, found.persistence, found.year**2)
    gram = _gram(panel.log, weight, total, columns, smoothed)
    ends = np.log(noise[panel.seen]).sum()
    value = -0.5 * (panel.seen.sum() * LOG_2PI + ends + smoothed.log_ratio.sum() + gram[0, 0].sum())
    own_prior = _own_prior(model, found)
    precision = np.moveaxis(gram[1:, 1:], 2, 0)
    inverse, log_determinant = _inverse(precision, 1 / own_prior.T)
    pull = gram[0, 1:].T
    solved = np.einsum("ckl,cl->ck", inverse, pull)
    value += 0.5 * float((pull * solved).sum() - log_determinant.sum() - np.log(own_prior).sum())
    scaled = inverse / own_prior.T[:, :, None]
    heights = np.einsum("ckl,clm->ckm", scaled, precision)
    shared, covariance, gained = _shared(model, found, heights, solved / own_prior.T)
    value += gained
    around = shared[model.index].T
    own = solved + np.einsum("ckl,cl->ck", inverse, around / own_prior.T)
    lifted = inverse / own_prior.T[:, None, :]
    blocks = covariance.ravel()[model.scatter].reshape(inverse.shape)
    crossed = lifted @ blocks
    own_covariance = inverse + crossed @ lifted.transpose(0, 2, 1)
    mean, sd = model.prior
    value -= 0.5 * float((((at - mean) / sd) ** 2 + 2 * np.log(sd) + LOG_2PI).sum())
    return Pass(
        model,
        found,
        float(value),
        noise,
        smoothed,
        shared,
        covariance,
        own.T,
        np.moveaxis(own_covariance, 0, 2),
        own_prior,
        np.einsum("ckk->kc", crossed),
    )


def _columns(log: Floats, weight: Floats) -> tuple[Floats, Floats]:
    """Observation, level and slots collapsed to one observation a year: (T, 2 + M, C), and its weight."""
    slots, years, corridors = log.shape
    total = weight.sum(axis=0)
    share = weight / np.where(total > 0, total, 1)
    columns = np.empty((years, 2 + slots, corridors))
    columns[:, 0] = (share * log).sum(axis=0)
    columns[:, 1] = total > 0
    columns[:, 2:] = share.transpose(1, 0, 2)
    return columns, total


def _gram(
    log: Floats, weight: Floats, total: Floats, columns: Floats, smoothed: Smoothed
) -> Floats:
    """(K + 1, K + 1, C): X' V^-1 X, the observations first among the columns of X."""
    left = smoothed.innovation * np.sqrt(smoothed.precision)[:, None]
    within = columns * np.sqrt(total)[:, None]
    gram = np.einsum("tkc,tlc->klc", left, left) - np.einsum("tkc,tlc->klc", within, within)
    weighed = weight * log
    by_slot, seen = weighed.sum(axis=1), weight.sum(axis=1)
    gram[0, 0] += (weighed * log).sum(axis=(0, 1))
    gram[0, 1] += by_slot.sum(axis=0)
    gram[1, 0] = gram[0, 1]
    gram[1, 1] += seen.sum(axis=0)
    for slot in range(len(log)):
        k = 2 + slot
        gram[0, k] += by_slot[slot]
        gram[1, k] += seen[slot]
        gram[k, k] += seen[slot]
        gram[k, 0], gram[k, 1] = gram[0, k], gram[1, k]
    return np.asarray(gram)


def _own_prior(model: Model, found: Scales) -> Floats:
    """(K, C): variances of level and deviations; one where a slot is empty, which cancels."""
    slots = np.where(model.filled, found.lasting[model.slot_side] ** 2, 1.0)
    return np.concatenate([np.full((1, slots.shape[1]), found.corridor**2), slots])


def _inverse(precision: Floats, prior: Floats) -> tuple[Floats, Floats]:
    """(C, K, K) inverse of precision plus the diagonal of the prior's, and log determinants (C,)."""
    count = prior.shape[1]
    matrix = precision.copy()
    matrix[:, np.arange(count), np.arange(count)] += prior
    return np.asarray(np.linalg.inv(matrix)), np.asarray(np.linalg.slogdet(matrix)[1])


def _shared(
    model: Model, found: Scales, heights: Floats, pulls: Floats
) -> tuple[Floats, Floats, float]:
    """Mean and covariance of the shared coefficients, and what integrating them adds to the log."""
    size, sides = model.shared, len(model.sides)
    summed = tallied(model.scatter, heights, (size + 1) ** 2)
    matrix = summed.reshape(size + 1, size + 1)[:size, :size]
    matrix = (matrix + matrix.T) / 2
    right = tallied(model.index.T, pulls, size + 1)[:size]
    spread = [LEVEL, *(reported_share(side) for side in model.sides)]
    means, sds = np.array(spread).T
    head = np.arange(1 + sides)
    matrix[head, head] += 1 / sds**2
    right[head] += means / sds**2
    free = np.arange(len(model.panel.sources)) != model.reference
    at, mean_at = model.coefficient[free], model.side[free] + 1
    tight = 1 / found.bias[model.side[free]] ** 2
    matrix[at, at] += tight
    np.add.at(matrix, (mean_at, mean_at), tight)
    np.add.at(matrix, (at, mean_at), -tight)
    np.add.at(matrix, (mean_at, at), -tight)
    covariance = np.zeros((size + 1, size + 1))
    covariance[:size, :size] = np.linalg.inv(matrix)
    mean = np.append(covariance[:size, :size] @ right, 0.0)
    gained = 0.5 * float(
        right @ mean[:size]
        - np.linalg.slogdet(matrix)[1]
        - (means**2 / sds**2).sum()
        - 2 * np.log(sds).sum()
        + np.log(tight).sum()
    )
    return mean, covariance, gained
