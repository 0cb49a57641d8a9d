"""The most likely hyperparameters and how sure they are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.optimize import minimize

from gmg.analysis.flows.reconcile import errors
from gmg.analysis.flows.reconcile.double_entry import Fitted, fit_factors, with_logs
from gmg.analysis.flows.reconcile.duration import MODEL
from gmg.analysis.flows.reconcile.entry import Source, checked
from gmg.analysis.flows.reconcile.few import stepped
from gmg.analysis.flows.reconcile.gradient import gradient
from gmg.analysis.flows.reconcile.marginal import evaluate
from gmg.analysis.flows.reconcile.model import Model, model_of
from gmg.analysis.flows.reconcile.panel import Floats, panel_of

ROUNDS = 4  # of a search and a Poisson step for small counts, at most
SETTLED = 0.01  # the largest move of a hyperparameter between rounds that ends them
BOUND = 5.0  # prior standard deviations within which the search stays
STEP = 1e-3
FLAT = 1e-2


@dataclass(frozen=True, slots=True)
class Fit:
    """The model with its small counts expanded, the maximum and its Laplace covariance.

    `frame` holds the checked entries; `factors` bias and accuracy from pairs alone.
    """

    frame: pl.DataFrame
    factors: Fitted
    model: Model
    at: Floats
    covariance: Floats
    log_density: float

    def hyperparameters(self) -> pl.DataFrame:
        """Name, estimate, low and high (95 %) on the natural scale: persistence and standard deviations."""
        sd = np.sqrt(np.diag(self.covariance))
        ends = [_natural(self.at + z * sd) for z in (0.0, -1.96, 1.96)]
        names = [hyper.name for hyper in self.model.hypers]
        return pl.DataFrame(
            dict(zip(("name", "estimate", "low", "high"), (names, *ends), strict=True))
        )


def fit(entries: pl.DataFrame, reference: tuple[str, str], duration: str = MODEL) -> Fit:
    """The maximum a posteriori of the hyperparameters by L-BFGS with the exact gradient.

    `reference` is the reporter and side whose level is the measure. The same entries, in any order,
    give the same fit: nothing is random. Raises RefusedEntries, UnknownReference, NoMaximum.
    """
    frame = with_logs(checked(entries), duration)
    factors = fit_factors(frame, Source(*reference))
    model = model_of(panel_of(frame), factors)
    at = model.prior[0]
    for _ in range(ROUNDS):
        found = maximum(model, at)
        moved = float(np.abs(found - at).max())
        at = found
        again = stepped(model, at)
        if again is model or moved < SETTLED:
            break
        model = again
    return Fit(frame, factors, model, at, _covariance(model, at), evaluate(model, at).log_density)


def maximum(model: Model, start: Floats) -> Floats:
    """Where the marginal posterior of a model is largest. Raises NoMaximum."""

    def downhill(at: Floats) -> tuple[float, Floats]:
        done = evaluate(model, at)
        return -done.log_density, -gradient(done, at)

    mean, sd = model.prior
    limits = list(zip(mean - BOUND * sd, mean + BOUND * sd, strict=True))
    found = minimize(downhill, start, jac=True, method="L-BFGS-B", bounds=limits)
    slope = np.abs(gradient(evaluate(model, found.x), found.x)).max()
    if not np.isfinite(found.fun) or (not found.success and slope > FLAT * abs(found.fun)):
        raise errors.NoMaximum(f"the search ended with slope {slope:.3g}: {found.message}")
    return np.asarray(found.x, dtype=np.float64)


def _covariance(model: Model, at: Floats) -> Floats:
    """The inverse of minus the Hessian, by central differences of the gradient.

    A direction in which the density does not fall off faster than the prior gets the prior's spread.
    """
    size = len(at)
    hessian = np.empty((size, size))
    for number, step in enumerate(STEP * np.eye(size)):
        up = gradient(evaluate(model, at + step), at + step)
        down = gradient(evaluate(model, at - step), at - step)
        hessian[number] = (down - up) / (2 * STEP)
    values, vectors = np.linalg.eigh((hessian + hessian.T) / 2)
    least = 1 / model.prior[1].max() ** 2
    return np.asarray((vectors / np.maximum(values, least)) @ vectors.T)


def _natural(at: Floats) -> Floats:
    return np.concatenate([[1 / (1 + np.exp(-at[0]))], np.exp(at[1:])])
