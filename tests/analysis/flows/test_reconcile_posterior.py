"""The full posterior: near the Laplace approximation, by weights here and by NUTS where the extra is."""

from __future__ import annotations

import importlib.util
import sys

import numpy as np
import pytest

from gmg.analysis.flows.reconcile import Fit, errors, estimates, fit
from gmg.analysis.flows.reconcile.marginal import evaluate
from gmg.analysis.flows.reconcile.posterior import Draws, sample
from gmg.analysis.flows.reconcile.simulate import world


@pytest.fixture(scope="module")
def fitted() -> Fit:
    made = world(11, places=6, years=5)
    return fit(made.entries, made.reference)


def test_missing_extra_is_named(fitted: Fit, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("jax", "numpyro", "numpyro.infer"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(errors.MissingExtra, match=r"gmg\[bayes\]"):
        sample(fitted)


def test_draws_from_the_laplace_normal_give_the_default_intervals(fitted: Fit) -> None:
    normal = np.random.default_rng(1).multivariate_normal(fitted.at, fitted.covariance, (2, 200))
    draws = Draws(fitted, normal, 0)
    assert draws.split_r_hat().max() < 1.05
    ours, theirs = estimates(fitted), draws.estimates()
    ratio = theirs["standard_deviation"] / ours["standard_deviation"]
    assert ratio.median() == pytest.approx(1, abs=0.1)
    assert (theirs["estimate"] / ours["estimate"]).log().abs().median() < 0.05


def test_chains_that_differ_are_seen(fitted: Fit) -> None:
    apart = np.random.default_rng(1).standard_normal((2, 100, len(fitted.at)))
    apart[1] += 5
    assert Draws(fitted, apart, 0).split_r_hat().min() > 1.5


def test_the_posterior_is_near_its_normal(fitted: Fit) -> None:
    """Draws of the normal at the maximum, somewhat widened, weighted to the density itself.

    That asks of density and covariance what NUTS would, without the extra.
    """
    draw = np.random.default_rng(5)
    root = 1.2 * np.linalg.cholesky(fitted.covariance)
    steps = draw.standard_normal((1500, len(fitted.at)))
    draws = fitted.at + steps @ root.T
    density = np.array([evaluate(fitted.model, at).log_density for at in draws])
    logs = density + 0.5 * (steps**2).sum(axis=1)
    weights = np.exp(logs - logs.max())
    weights /= weights.sum()
    assert 1 / (weights**2).sum() > 100  # as many draws as would be worth it
    mean = weights @ draws
    sd = np.sqrt(weights @ (draws - mean) ** 2)
    laplace = np.sqrt(np.diag(fitted.covariance))
    assert (np.abs(mean - fitted.at) < 0.7 * laplace).all()
    assert (np.abs(np.log(sd / laplace)) < 0.5).all()


if importlib.util.find_spec("numpyro"):

    def test_nuts_agrees_with_the_default(fitted: Fit) -> None:
        draws = sample(fitted, warmup=150, draws=150, chains=2, seed=3)
        assert draws.draws.shape == (2, 150, len(fitted.at))
        assert draws.split_r_hat().max() < 1.1
        assert draws.divergences < 10
        ours, theirs = estimates(fitted), draws.estimates()
        ratio = theirs["standard_deviation"] / ours["standard_deviation"]
        assert ratio.median() == pytest.approx(1, abs=0.25)
