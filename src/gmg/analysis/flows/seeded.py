"""Flows by birthplace with a seed (distance, a common language): factored scaling."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gmg.analysis.flows.differencing import without_diagonal
from gmg.analysis.flows.inputs import InfeasibleMargins

if TYPE_CHECKING:
    from gmg.analysis.flows.accounting import Matched
    from gmg.analysis.flows.inputs import Table

SWEEPS = 20_000


@dataclass(frozen=True, eq=False)
class Seeded:
    """Flows of birthplace k as u[k, i] seed[i, j] v[k, j]; `sweeps` is what it took."""

    u: Table
    v: Table
    seed: Table
    sweeps: int

    def total(self) -> Table:
        """(n, n) origin by destination, over all birthplaces."""
        return without_diagonal(self.seed * (self.u.T @ self.v))

    def cube(self) -> Table:
        """(n, n, n) origin, destination, birthplace. Asked for only."""
        full: Table = np.einsum("ki,ij,kj->ijk", self.u, self.seed, self.v)
        return full


def scale(out: Table, into: Table, seed: Table, tolerance: float = 1e-6) -> Seeded:
    """The three-way table with margins out[k, i] and into[k, j] nearest to the seed.

    `out` and `into` are (birthplace, place) in persons with equal row totals, `seed` is (n, n), one
    for all birthplaces. The minimum of Kullback-Leibler divergence, as iterative proportional
    fitting finds it; two products of tables a sweep serve all birthplaces at once (Abel 2018,
    International Migration Review 52, for the use of distance). Margins hold to `tolerance` persons.

    Raises InfeasibleMargins where they cannot.
    """
    scale_of = max(float(out.max(initial=0.0)), 1.0)
    near = max(tolerance, 4e-16 * scale_of)
    v = (into > 0).astype(np.float64)
    worst = np.inf
    for sweep in range(1, SWEEPS + 1):
        u = divided(out, v @ seed.T)
        reached = u @ seed
        worst = float(np.abs(v * reached - into).max(initial=0.0))
        if sweep > 1 and worst <= near:
            return Seeded(u, v, seed, sweep)
        v = divided(into, reached)
    raise InfeasibleMargins(
        f"The zeros of the seed do not let these margins be: {worst:.6g} persons are missing"
    )


def with_stayers(matched: Matched, seed: Table, tolerance: float = 1e-6) -> Seeded:
    """Least migration with a seed: only those move whose number changed; nobody moves to where they are."""
    change = matched.end - matched.start
    return scale(np.maximum(-change, 0), np.maximum(change, 0), without_diagonal(seed), tolerance)


def divided(one: Table, by: Table) -> Table:
    """Quotient, nought where there is nothing to divide."""
    return np.divide(one, by, out=np.zeros_like(by), where=by > 0)
