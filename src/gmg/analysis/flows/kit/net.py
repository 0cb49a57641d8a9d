"""Bilateral flows from net migration (gain positive) and a prior table.

The table nearest to the prior m (least relative entropy) that gives each place its net migration has the
form y_ij = m_ij a_i / a_j; Newton steps with the Laplacian of the flow graph find it. Entropy maximised
under the net totals and a coordinate-wise root of the quadratic in a_i (Willekens 1999) lead to the same
table, slower. Only ratios of a are identified: its geometric mean is 1 (in each group of places that no
flow joins to others). Net migration must sum to zero: `residual.rescale_net`.
All raise NotANumber, NegativeValue, ShapeMismatch, TooFewPlaces, InconsistentMargins (a group's net
migration does not sum to zero), InfeasibleMargins and NoConvergence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse
from scipy.optimize import linprog
from scipy.sparse.csgraph import connected_components

from gmg.analysis.flows.kit import errors
from gmg.analysis.flows.kit.checks import Array, named, numbers, shaped, square
from gmg.analysis.flows.kit.feasible import possible_cells
from gmg.analysis.flows.kit.projection import MET, Constraint, margin, project


@dataclass(frozen=True, slots=True)
class NetFit:
    """The flows, the parameter a of each place, and what all flows are multiplied by (else 1)."""

    flows: Array
    places: Array
    scale: float


def cm_net(net: ArrayLike, prior: ArrayLike, *, places: Sequence[str] | None = None) -> NetFit:
    """Flows with these net totals; the prior's diagonal stays as it is (Plane 1981)."""
    start, totals = _inputs(net, prior, places)
    found = project(start.ravel(), [_nets(totals, places)])
    return NetFit(found.cells.reshape(start.shape), _ratios(found.logs, start), 1.0)


def cm_net_tot(
    net: ArrayLike, total: float, prior: ArrayLike, *, places: Sequence[str] | None = None
) -> NetFit:
    """As `cm_net`, all flows and the diagonal together being `total`: y_ij = λ m_ij a_i / a_j."""
    start, totals = _inputs(net, prior, places)
    whole = numbers([total], "total", axes=1)
    everywhere = margin(np.zeros(start.size, dtype=np.intp), whole, ["total"])
    found = project(start.ravel(), [_nets(totals, places), everywhere])
    scale = float(np.exp(found.logs[-1]))
    return NetFit(found.cells.reshape(start.shape), _ratios(found.logs[:-1], start), scale)


def net_matrix(net: ArrayLike, prior: ArrayLike, *, places: Sequence[str] | None = None) -> Array:
    """Flows between places with these net totals; the prior's diagonal is not looked at (Plane 1981)."""
    start, totals = _inputs(net, prior, places, diagonal=False)
    return project(start.ravel(), [_nets(totals, places)]).cells.reshape(start.shape)


def relative_entropy(flows: ArrayLike, prior: ArrayLike) -> float:
    """Σ y log(y/m) - y + m, which `net_matrix` makes least (Kullback & Leibler 1951); ∞ off the prior."""
    start = square(prior, "prior")
    table = shaped(square(flows, "flows"), "flows", start.shape)
    if (table[start == 0] > 0).any():
        return float("inf")
    filled = table > 0
    return float((table[filled] * np.log(table[filled] / start[filled])).sum()) + float(
        start.sum() - table.sum()
    )


def net_matrix_least_change(
    net: ArrayLike, prior: ArrayLike, *, places: Sequence[str] | None = None
) -> Array:
    """Flows, none below zero, with these net totals and the least Σ |y - m| over the prior's cells.

    A linear program (Dantzig 1963); the distance is unique, the table need not be. The R package
    documents this as `net_matrix_lp` but makes Σ |y| least without looking at the prior.
    """
    start, totals = _inputs(net, prior, places, diagonal=False)
    line = _nets(totals, places)
    cells = start.ravel() > 0
    possible_cells(line.matrix, totals, line.names, cells)
    if not cells.any():
        return np.zeros_like(start)
    inside, old = line.matrix[:, np.flatnonzero(cells)], start.ravel()[cells]
    program = linprog(
        np.ones(2 * len(old)),
        A_eq=sparse.hstack([inside, -inside]),
        b_eq=totals - inside @ old,
        bounds=[(0, None)] * len(old) + [(0, most) for most in old],
        method="highs",
    )
    if program.status != 0:
        raise errors.NoConvergence(f"the least change: {program.message}", float("nan"))
    table = np.zeros(start.size)
    table[cells] = np.maximum(old + program.x[: len(old)] - program.x[len(old) :], 0.0)
    return table.reshape(start.shape)


def _inputs(
    net: ArrayLike, prior: ArrayLike, places: Sequence[str] | None, *, diagonal: bool = True
) -> tuple[Array, Array]:
    start = square(prior, "prior")
    if not diagonal:
        np.fill_diagonal(start, 0.0)
    totals = shaped(numbers(net, "net", axes=1), "net", start.shape[:1])
    names = named("net migration of", len(totals), places)
    group = _groups(start)
    for number in range(group.max() + 1):
        inside = group == number
        gap = float(totals[inside].sum())
        if abs(gap) > MET * float(np.abs(totals).sum()):
            where = [name for name, here in zip(names, inside, strict=True) if here]
            raise errors.InconsistentMargins([*where, "zero"], gap)
    return start, totals


def _nets(totals: Array, places: Sequence[str] | None) -> Constraint:
    size = len(totals)
    origin, destination = (index.ravel() for index in np.indices((size, size)))
    cells = np.flatnonzero(origin != destination)
    entries = np.concatenate([np.ones(len(cells)), -np.ones(len(cells))])
    lines = np.concatenate([destination[cells], origin[cells]])
    matrix = sparse.csr_array((entries, (lines, np.tile(cells, 2))), shape=(size, size * size))
    return Constraint(matrix, totals, named("net migration of", size, places), margin=False)


def _groups(prior: Array) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    joined = sparse.csr_array(prior * ~np.eye(len(prior), dtype=bool))
    return np.asarray(connected_components(joined, directed=False)[1], dtype=np.intp)


def _ratios(logs: Array, prior: Array) -> Array:
    """The multipliers a: -λ, its mean in each group zero."""
    group = _groups(prior)
    mean = np.bincount(group, logs) / np.bincount(group)
    return np.asarray(np.exp(mean[group] - logs))
