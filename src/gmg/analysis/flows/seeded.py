"""Flows by birthplace with a seed (distance, a common language): factored scaling."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gmg.analysis.flows.biproportional import quotient, scaling
from gmg.analysis.flows.differencing import without_diagonal
from gmg.analysis.flows.inputs import InfeasibleMargins

if TYPE_CHECKING:
    from gmg.analysis.flows.accounting import Matched
    from gmg.analysis.flows.inputs import Table

SWEEPS, LOOK = 500, 4
"""Sweeps after which Newton steps take over, and after how many it is looked who is done."""


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


def scale(
    out: Table, into: Table, seed: Table, tolerance: float = 1e-6, places: tuple[str, ...] = ()
) -> Seeded:
    """The three-way table with margins out[k, i] and into[k, j] nearest to the seed.

    `out` and `into` are (birthplace, place) in persons with equal row totals, `seed` is (n, n), one
    for all birthplaces. The minimum of Kullback-Leibler divergence, as iterative proportional
    fitting finds it; two products of tables a sweep serve all birthplaces at once, and those that
    have come to their margins leave (Abel 2018, International Migration Review 52, for the use of
    distance). What sweeps do not settle goes to Newton steps. Margins hold to `tolerance` persons, or
    to what rounding leaves of the largest of a birthplace.

    Raises InfeasibleMargins where they cannot, with the birthplace, the places and the gap.
    """
    names = places or tuple(str(k) for k in range(len(out)))
    near = np.maximum(tolerance, 1e-15 * out.max(axis=1, initial=0.0))
    refuse_unequal(out.sum(axis=1), into.sum(axis=1), near, names)
    u, v = np.zeros_like(out), np.zeros_like(into)
    here = np.flatnonzero(out.any(axis=1))
    leaving, coming, trial = out[here], into[here], np.sign(into[here])
    sweep = 0
    while len(here) and sweep < SWEEPS:
        for _ in range(LOOK):
            last = trial
            first = quotient(leaving, last @ seed.T)
            reached = first @ seed
            trial = quotient(coming, reached)
        sweep += LOOK
        done = np.abs(last * reached - coming).max(axis=1) <= near[here]
        if done.any():
            u[here[done]], v[here[done]] = first[done], last[done]
            here, trial = here[~done], trial[~done]
            leaving, coming = out[here], into[here]
    for k in here:
        u[k], v[k] = by_newton(out[k], into[k], seed, float(near[k]), names, born=names[k])
    return Seeded(u, v, seed, sweep)


def by_newton(
    out: Table, into: Table, seed: Table, near: float, names: tuple[str, ...], *, born: str
) -> tuple[Table, Table]:
    """The factors for one birthplace. Raises InfeasibleMargins that names it."""
    try:
        found = scaling(seed, out, into, names)
    except InfeasibleMargins as error:
        raise InfeasibleMargins(
            f"The seed does not let those born in {born} move: {error}"
        ) from None
    if found.gap > near:
        raise InfeasibleMargins(
            f"The seed parts the places of those born in {born}, and {found.gap:.6g} persons are "
            f"missing: {', '.join(found.group[:10])}"
        )
    return found.a, found.v


def refuse_unequal(first: Table, last: Table, near: Table, names: tuple[str, ...]) -> None:
    """Raise InfeasibleMargins for birthplaces of which more people leave than come, or fewer."""
    gaps = first - last
    far = np.flatnonzero(np.abs(gaps) > near + 1e-12 * first)
    if len(far):
        named = ", ".join(f"{names[k]} ({gaps[k]:+.6g})" for k in far[:10])
        raise InfeasibleMargins(f"More people leave than come, or fewer, of those born in: {named}")


def with_stayers(
    matched: Matched, seed: Table, tolerance: float = 1e-6, places: tuple[str, ...] = ()
) -> Seeded:
    """Least migration with a seed: only those move whose number changed; nobody moves to where they are."""
    change = matched.end - matched.start
    out, into = np.maximum(-change, 0.0), np.maximum(change, 0.0)
    return scale(out, into, without_diagonal(seed), tolerance, places)
