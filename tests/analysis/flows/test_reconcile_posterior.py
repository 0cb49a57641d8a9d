"""NUTS as an extra: named when absent, and near the Laplace approximation when there."""

from __future__ import annotations

import importlib.util
import sys

import numpy as np
import pytest

from gmg.analysis.flows.reconcile import Fit, errors, estimates, fit
from gmg.analysis.flows.reconcile.posterior import Draws, sample
from gmg.analysis.flows.reconcile.simulate import world

ABSENT = importlib.util.find_spec("numpyro") is None


@pytest.fixture(scope="module")
def fitted() -> Fit:
    made = world(11, places=6, years=5)
    return fit(made.entries, made.reference)


def test_missing_extra_is_named(fitted: Fit, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("jax", "numpyro", "numpyro.infer"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(errors.MissingExtra, match=r"gmg\[numpyro\]"):
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


@pytest.mark.skipif(ABSENT, reason="the extra numpyro is not installed")
def test_nuts_agrees_with_the_default(fitted: Fit) -> None:
    draws = sample(fitted, warmup=150, draws=150, chains=2, seed=3)
    assert draws.draws.shape == (2, 150, len(fitted.at))
    assert draws.split_r_hat().max() < 1.1
    assert draws.divergences < 10
    ours, theirs = estimates(fitted), draws.estimates()
    ratio = theirs["standard_deviation"] / ours["standard_deviation"]
    assert ratio.median() == pytest.approx(1, abs=0.25)
