"""Biproportional fit of a table to row and column totals, by Newton's method on the dual."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.linalg import blas, lapack
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from gmg.analysis.flows.inputs import InfeasibleMargins

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gmg.analysis.flows.inputs import Table

STEPS = 100
CAP = 2.0
EXACT, NEAR, ROUNDED = 1e-15, 1e-14, 1e-12
"""Relative to the largest total: where to stop; from where on a new Laplacian gains nothing; what
rounding may leave, where to stop once steps gain nothing."""
SLOW = 0.1
"""A step that leaves more than this of what was missing asks for a new Laplacian; else the last serves."""
GAP = 1.0
"""Persons by which the totals of a connected group may miss each other: rounding of a table."""


@dataclass(frozen=True, eq=False)
class Scaling:
    """Factors a (n,) and v (m,), nought where the total is nought.

    `gap` is the largest, in persons, between the row and the column totals of a connected group,
    `group` its places where there are several groups.
    """

    a: Table
    v: Table
    gap: float
    group: tuple[str, ...]

    def of(self, table: Table) -> Table:
        """diag(a) T diag(v)."""
        found: Table = table * self.v
        found *= self.a[:, None]
        return found


def scaling(table: Table, rows: Table, columns: Table, places: tuple[str, ...]) -> Scaling:
    """The factors that bring T (n, m), not negative, to `rows` (n,) and `columns` (m,).

    What iterative proportional fitting comes to in a thousand sweeps (Deming & Stephan 1940): one
    such sweep, then Newton steps on the convex dual. v is eliminated exactly by scaling the columns,
    and what is left is a graph Laplacian, built from its off-diagonal so that nothing cancels, with
    one place of each connected group held fast. Row totals of a group are scaled to its column
    totals where they differ by a person at most.

    Raises InfeasibleMargins, with the rows and the gap, where no such table exists.
    """
    if not (rows.all() and columns.all()):
        table = np.where(rows[:, None] > 0, np.where(columns > 0, table, 0.0), 0.0)
    wanted, fast, gap, group = balanced(table, rows, columns, places)
    scale = max(1.0, float(wanted.max()))
    best, factor, u = np.inf, None, swept(table, wanted, columns)
    for _ in range(STEPS):
        a = np.exp(u)
        v = quotient(columns, a @ table)
        missing = wanted - a * (table @ v)
        worst = float(np.abs(missing).max())
        if worst <= EXACT * scale or (worst <= ROUNDED * scale and worst >= best / 2):
            return Scaling(np.where(rows > 0, a, 0.0), v, gap, group)
        if factor is None or (worst > SLOW * best and worst > NEAR * scale):
            root = table * quotient(v, np.sqrt(columns))
            root *= a[:, None]
            factor = factored(root, fast)
        if factor is None:
            break
        best = min(best, worst)
        u += step(factor, missing, fast)
    raise InfeasibleMargins(unmet(missing, ROUNDED * scale, places))


def swept(table: Table, rows: Table, columns: Table) -> Table:
    """Logarithms of the row factors after one sweep of proportional fitting.

    It brings the rows of small places near: the Laplacian there then serves to the end.
    """
    sums = table @ quotient(columns, table.sum(axis=0))
    return np.log(quotient(rows, sums), out=np.zeros_like(rows), where=rows > 0)


def quotient(one: Table, by: Table) -> Table:
    """One by the other, nought where there is nothing to divide by."""
    if by.all():
        return one / by
    return np.divide(one, by, out=np.zeros_like(by), where=by > 0)


def factored(root: Table, fast: NDArray[np.intp]) -> Table | None:
    """The Cholesky factor, lower, of the Laplacian whose off-diagonal is -R R', some rows held fast.

    None where factors have run so far apart that it has none: the totals cannot be met.
    """
    lower: Table = blas.dsyrk(-1.0, root.T, trans=1, lower=1)
    diagonal = np.einsum("ii->i", lower)
    diagonal[:] = 0.0
    diagonal[:] = -blas.dsymv(1.0, lower, np.ones(len(lower)), lower=1)
    lower[fast, :] = 0.0
    lower[:, fast] = 0.0
    diagonal[fast] = 1.0
    found, failed = lapack.dpotrf(lower, lower=1, overwrite_a=1, clean=0)
    return None if failed else np.asarray(found, np.float64)


def step(factor: Table, missing: Table, fast: NDArray[np.intp]) -> Table:
    """A Newton step for the rows, capped so that no factor runs away."""
    wanted = missing.copy()
    wanted[fast] = 0.0
    solved, _ = lapack.dpotrs(factor, wanted, lower=1, overwrite_b=1)
    found: Table = solved.reshape(-1)
    return np.clip(found, -CAP, CAP, out=found)


def unmet(missing: Table, near: float, places: tuple[str, ...]) -> str:
    """What an error says of rows that do not come to their totals."""
    late = [i for i in np.argsort(-np.abs(missing))[:5] if abs(missing[i]) > near]
    named = ", ".join(f"{places[i]} ({missing[i]:+.6g})" for i in late)
    return f"No table with these zeros has these totals; persons missing: {named}"


def refuse_empty(table: Table, rows: Table, columns: Table, places: tuple[str, ...]) -> None:
    """Raise InfeasibleMargins for a total above zero over nothing but zeros."""
    for totals, sums, kind in (
        (rows, table.sum(axis=1), "row"),
        (columns, table.sum(axis=0), "column"),
    ):
        bare = np.flatnonzero((totals > 0) & (sums == 0))
        if len(bare):
            named = ", ".join(f"{places[i]} ({totals[i]:.6g})" for i in bare[:10])
            raise InfeasibleMargins(f"People in the total of a {kind} without a cell: {named}")


def balanced(
    table: Table, rows: Table, columns: Table, places: tuple[str, ...]
) -> tuple[Table, NDArray[np.intp], float, tuple[str, ...]]:
    """Row totals scaled to the column totals of each connected group; rows held fast; the largest
    gap, and the places of that group where there are several."""
    n, m = table.shape
    group, column_group = np.zeros(n, np.intp), np.zeros(m, np.intp)
    if not connected(table):
        refuse_empty(table, rows, columns, places)
        group, column_group = groups(table)
    count = int(max(group.max(), column_group.max())) + 1
    have = np.bincount(group, rows, count).astype(np.float64)
    want = np.bincount(column_group, columns, count).astype(np.float64)
    gaps = np.abs(have - want)
    first = int(np.argmax(gaps - GAP - 1e-12 * want))
    inside = tuple(places[i] for i in np.flatnonzero(group == first)) if count > 1 else ()
    if gaps[first] > GAP + 1e-12 * want[first]:
        named = ", ".join(inside[:10]) or "all"
        raise InfeasibleMargins(
            f"Nobody moves between these places and the others, and their totals differ by "
            f"{have[first] - want[first]:+.6g} persons: {named}"
        )
    wanted: Table = rows * quotient(want, have)[group]
    return wanted, np.unique(group, return_index=True)[1], float(gaps[first]), inside


def groups(table: Table) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The number of the connected group of each row and of each column."""
    n, m = table.shape
    edges = csr_array(table > 0)
    links = csr_array((np.ones(edges.nnz), edges.indices + n, edges.indptr), shape=(n, n + m))
    links.resize((n + m, n + m))
    found = connected_components(links, directed=False)[1].astype(np.intp)
    return found[:n], found[n:]


def connected(table: Table) -> bool:
    """Whether chains of cells above zero join all rows and columns: spread from one row on."""
    at = np.zeros(len(table))
    at[0] = 1.0
    reached = 0
    while True:
        over = np.sign(at @ table)
        at = np.sign(table @ over)
        now = int(at.sum() + over.sum())
        if now == sum(table.shape):
            return True
        if now == reached:
            return False
        reached = now
