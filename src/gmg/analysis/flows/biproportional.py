"""Biproportional fit of a table to row and column totals, by Newton's method on the dual."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.linalg import blas, lapack
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from gmg.analysis.flows.inputs import InfeasibleMargins

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gmg.analysis.flows.inputs import Table

STEPS = 60
CAP = 2.0
EXACT, TOLERANCE = 2e-16, 1e-10
"""Relative to the largest total: where to stop, and where to be content once steps gain nothing."""
SLOW = 0.03
"""A step that leaves more than this of what was missing asks for a new Laplacian; else the last serves."""
GAP = 1.0
"""Persons by which the totals of a connected group may miss each other: rounding of a table."""


def fit(table: Table, rows: Table, columns: Table, places: tuple[str, ...]) -> tuple[Table, float]:
    """diag(e^u) T diag(v) with these totals, and the largest gap in persons that was closed.

    T is (n, m) and not negative, `rows` (n,), `columns` (m,). What iterative proportional fitting
    comes to in a thousand sweeps (Deming & Stephan 1940), in a few Newton steps on the convex dual:
    v is eliminated exactly by scaling the columns, and what is left is a graph Laplacian, built from
    its off-diagonal so that nothing cancels, with one place of each connected group held fast.
    Row totals of a group are scaled to its column totals where they differ by a person at most.

    Raises InfeasibleMargins, with the rows and the gap, where no such table exists.
    """
    table = np.where(rows[:, None] > 0, np.where(columns > 0, table, 0.0), 0.0)
    refuse_empty(table, rows, columns, places)
    keep = rows > 0
    wanted, gap, group = balanced(table, rows, columns, places)
    u = np.zeros(len(rows))
    scale = max(1.0, float(wanted.max(initial=0.0)))
    safe = np.where(columns > 0, columns, 1.0)
    ground = np.unique(group, return_index=True)[1]
    fast = np.union1d(ground, np.flatnonzero(~keep))
    best = np.inf
    factor = None
    for _ in range(STEPS):
        x = np.exp(u)[:, None] * table
        sums = x.sum(axis=0)
        x *= np.divide(columns, sums, out=np.zeros_like(sums), where=sums > 0)
        missing = wanted - x.sum(axis=1)
        worst = float(np.abs(missing).max(initial=0.0))
        if worst <= EXACT * scale or (worst <= TOLERANCE * scale and worst >= best / 2):
            return x, gap
        if factor is None or worst > SLOW * best:
            factor = factored(x, safe, fast)
        if factor is None:
            break
        best = min(best, worst)
        u += step(factor, missing, fast)
    late = np.argsort(-np.abs(missing))[:5]
    named = ", ".join(
        f"{places[i]} ({missing[i]:+.6g})" for i in late if abs(missing[i]) > TOLERANCE * scale
    )
    raise InfeasibleMargins(f"No table with these zeros has these totals; persons missing: {named}")


def factored(x: Table, columns: Table, fast: NDArray[np.intp]) -> Table | None:
    """The Cholesky factor, lower, of the Laplacian of X diag(1 / columns) X', some rows held fast.

    None where factors have run so far apart that it has none: the totals cannot be met.
    """
    lower: Table = blas.dsyrk(1.0, (x / np.sqrt(columns)).T, trans=1, lower=1)
    np.fill_diagonal(lower, 0.0)
    degree = lower.sum(axis=0) + lower.sum(axis=1)
    lower *= -1.0
    np.fill_diagonal(lower, degree)
    lower[fast, :] = 0.0
    lower[:, fast] = 0.0
    lower[fast, fast] = 1.0
    found, failed = lapack.dpotrf(lower, lower=1, overwrite_a=1, clean=0)
    return None if failed else np.asarray(found, np.float64)


def step(factor: Table, missing: Table, fast: NDArray[np.intp]) -> Table:
    """A Newton step for the rows, capped so that no factor runs away."""
    wanted = missing.copy()
    wanted[fast] = 0.0
    solved, _ = lapack.dpotrs(factor, wanted, lower=1)
    return np.clip(np.asarray(solved, np.float64).reshape(-1), -CAP, CAP)


def refuse_empty(table: Table, rows: Table, columns: Table, places: tuple[str, ...]) -> None:
    """Raise InfeasibleMargins for a total above zero over nothing but zeros."""
    bare = (rows > 0) & ~(table > 0).any(axis=1)
    if bare.any():
        named = ", ".join(f"{places[i]} ({rows[i]:.6g})" for i in np.flatnonzero(bare)[:10])
        raise InfeasibleMargins(f"People born there at one date and nobody at the other: {named}")
    empty = (columns > 0) & ~(table > 0).any(axis=0)
    if empty.any():
        named = ", ".join(f"{places[i]} ({columns[i]:.6g})" for i in np.flatnonzero(empty)[:10])
        raise InfeasibleMargins(f"Places with people of no birthplace: {named}")


def balanced(
    table: Table, rows: Table, columns: Table, places: tuple[str, ...]
) -> tuple[Table, float, NDArray[np.intp]]:
    """Row totals scaled to the column totals of each connected group; gap; group of each row."""
    n = len(rows)
    edges = csr_array(table > 0)
    links = csr_array(
        (np.ones(edges.nnz), edges.indices + n, edges.indptr), shape=(n, n + len(columns))
    )
    links.resize((n + len(columns), n + len(columns)))
    groups, found = connected_components(links, directed=False)
    have = np.bincount(found[:n], rows, groups)
    want = np.bincount(found[n:], columns, groups)
    gaps = np.abs(have - want)
    far = gaps > GAP + 1e-9 * want
    if far.any():
        first = int(np.flatnonzero(far)[np.argmax(gaps[far])])
        named = ", ".join(np.array(places)[found[:n] == first][:10])
        raise InfeasibleMargins(
            f"Nobody moves between these places and the others, and their totals differ by "
            f"{have[first] - want[first]:+.6g} persons: {named}"
        )
    ratio = np.divide(want, have, out=np.ones_like(want), where=have > 0)
    return rows * ratio[found[:n]], float(gaps.max(initial=0.0)), found[:n].astype(np.intp)
