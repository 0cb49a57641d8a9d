"""The full posterior of the hyperparameters by NUTS, for those who don't trust a normal around a maximum.

It needs the extra `bayes` (numpyro). The density and its gradient are the very ones of the default method;
flows, levels and biases stay integrated out, so that the sampler moves in some thirteen dimensions.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from gmg.analysis.flows.reconcile import errors
from gmg.analysis.flows.reconcile.estimate import LEVEL, mixed, tabled
from gmg.analysis.flows.reconcile.fit import Fit
from gmg.analysis.flows.reconcile.gradient import gradient
from gmg.analysis.flows.reconcile.marginal import evaluate
from gmg.analysis.flows.reconcile.panel import Floats

METHOD = "reconciled, marginal linear-Gaussian state space, NUTS"
EXTRA = "bayes"
KEPT = 100  # draws that an estimate mixes


@dataclass(frozen=True, slots=True)
class Draws:
    """Draws of the hyperparameters (chains, draws, P) on their unbounded scale, and what tells of mixing."""

    fitted: Fit
    draws: Floats
    divergences: int

    def split_r_hat(self) -> Floats:
        """The split R-hat of each hyperparameter (Gelman and others 2013); near 1 if chains agree."""
        half = self.draws.shape[1] // 2
        parts = np.concatenate([self.draws[:, :half], self.draws[:, -half:]])
        within = parts.var(axis=1, ddof=1).mean(axis=0)
        between = parts.mean(axis=1).var(axis=0, ddof=1)
        return np.asarray(np.sqrt((half - 1) / half + between / within))

    def estimates(self, *, level: float = LEVEL, gaps: bool = False) -> pl.DataFrame:
        """The table of `reconcile`, mixed over a hundred evenly spaced draws."""
        flat = self.draws.reshape(-1, self.draws.shape[-1])
        at = np.linspace(0, len(flat) - 1, min(KEPT, len(flat))).astype(int)
        moments = mixed(self.fitted.model, flat[at])
        return tabled(self.fitted, *moments, level=level, gaps=gaps, method=METHOD)


def sample(
    fitted: Fit, *, warmup: int = 300, draws: int = 500, chains: int = 2, seed: int = 0
) -> Draws:
    """NUTS from the maximum, one chain after the other; the same seed gives the same draws.

    Small counts keep the expansion of the fit. Raises MissingExtra without the extra `bayes`.
    """
    jax, infer = _extra("jax"), _extra("numpyro.infer")
    with _doubles(jax):
        kernel = infer.NUTS(potential_fn=_potential(jax, fitted))
        runs = infer.MCMC(
            kernel,
            num_warmup=warmup,
            num_samples=draws,
            num_chains=chains,
            chain_method="sequential",
            progress_bar=False,
        )
        start = np.tile(fitted.at, (chains, 1)) if chains > 1 else fitted.at
        runs.run(jax.random.PRNGKey(seed), init_params=jax.numpy.asarray(start))
        found = np.asarray(runs.get_samples(group_by_chain=True))
        lost = int(np.asarray(runs.get_extra_fields()["diverging"]).sum())
    return Draws(fitted, found, lost)


@contextmanager
def _doubles(jax: Any) -> Iterator[None]:
    """Double precision in JAX, in the threads that call back too; as it was before afterwards."""
    before = jax.config.jax_enable_x64
    jax.config.update("jax_enable_x64", True)
    try:
        yield
    finally:
        jax.config.update("jax_enable_x64", before)


def _potential(jax: Any, fitted: Fit) -> Any:
    """Minus the log density as a function that JAX can differentiate, worked out outside JAX."""
    size, kind = len(fitted.at), np.float64
    shapes = (jax.ShapeDtypeStruct((), kind), jax.ShapeDtypeStruct((size,), kind))

    def outside(at: Any) -> tuple[Floats, Floats]:
        where = np.asarray(at, dtype=kind)
        done = evaluate(fitted.model, where)
        return np.asarray(-done.log_density, dtype=kind), -gradient(done, where)

    def both(at: Any) -> Any:
        return jax.pure_callback(outside, shapes, at, vmap_method="sequential")

    @jax.custom_vjp  # type: ignore[untyped-decorator]
    def potential(at: Any) -> Any:
        return both(at)[0]

    potential.defvjp(both, lambda slope, pull: (pull * slope,))
    return potential


def _extra(name: str) -> Any:
    """The module of that name. Raises MissingExtra."""
    try:
        return importlib.import_module(name)
    except ImportError as missing:
        raise errors.MissingExtra(
            f"sampling the posterior needs {name}: install gmg with the extra {EXTRA!r}, "
            f'as in pip install "gmg[{EXTRA}]"'
        ) from missing
