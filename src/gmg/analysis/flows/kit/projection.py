"""The table nearest to a seed that meets linear constraints.

Nearest is least relative entropy, Σ y log(y/m) - y + m. The minimiser is y = m exp(Aᵀλ), and λ is the
minimum of the convex Σ m exp(Aᵀλ) - tᵀλ: sweeps of proportional fitting where the constraints are
margins (Deming & Stephan 1940), Newton steps with A diag(y) Aᵀ else, which for net migration is the
Laplacian of the flow graph. Where some cells can only be zero λ is infinite; these cells are then found
by a linear program and left out, which gives the limit of the sweeps exactly.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from gmg.analysis.flows.kit import errors
from gmg.analysis.flows.kit.checks import Array
from gmg.analysis.flows.kit.feasible import possible_cells

TIGHT = 1e-12  # relative misfit of a line at which the search ends
MET = 1e-9  # relative misfit up to which a line counts as met, where rounding allows no better
SWEEPS = 200
STEPS = 100
LONGEST = 5.0  # of one Newton step, in logarithms of a multiplier


@dataclass(frozen=True, slots=True)
class Constraint:
    """Lines of one kind: `matrix` (lines × cells) times the table is `targets`; `names` one a line.

    `margin` says that the lines part the cells among them, so that a sweep can scale each line.
    """

    matrix: sparse.csr_array
    targets: Array
    names: list[str]
    margin: bool = True


@dataclass(frozen=True, slots=True)
class Projection:
    """The cells of the nearest table, and the logarithm of the multiplier of each line."""

    cells: Array
    logs: Array


def margin(labels: NDArray[np.intp], targets: Array, names: list[str]) -> Constraint:
    """Sums over the cells with one label; `labels` gives each cell its line."""
    cells = len(labels)
    entries = (np.ones(cells), (labels, np.arange(cells)))
    return Constraint(sparse.csr_array(entries, shape=(len(targets), cells)), targets, names)


def project(seed: Array, constraints: list[Constraint]) -> Projection:
    """The table nearest to `seed` (cells,) that meets the constraints; zero cells stay zero.

    Raises InconsistentMargins where margins differ in total, InfeasibleMargins where no table fits,
    NoConvergence where the search fails; what is returned meets every line within a relative 1e-9.
    """
    _one_total(constraints)
    matrix = sparse.csr_array(sparse.vstack([item.matrix for item in constraints]))
    targets = np.concatenate([item.targets for item in constraints])
    names = [name for item in constraints for name in item.names]
    cells = (seed > 0) & ~_emptied(matrix, targets)
    found = _search(seed, cells, matrix, targets, constraints)
    if _misfit(found, matrix, targets) > MET:
        cells &= possible_cells(matrix, targets, names, cells)
        found = _search(seed, cells, matrix, targets, constraints)
    gap = _misfit(found, matrix, targets)
    if gap > MET:
        raise errors.NoConvergence("the table nearest to the seed was not found", gap)
    return found


def _one_total(constraints: list[Constraint]) -> None:
    margins = [item for item in constraints if item.margin]
    for other in margins[1:]:
        gap = float(margins[0].targets.sum() - other.targets.sum())
        if abs(gap) > MET * max(margins[0].targets.sum(), other.targets.sum()):
            raise errors.InconsistentMargins(
                [_kind(item.names) for item in (margins[0], other)], gap
            )


def _kind(names: list[str]) -> str:
    return f"{names[0]} to {names[-1]}"


def _emptied(matrix: sparse.csr_array, targets: Array) -> NDArray[np.bool_]:
    """The cells of lines that sum to zero and have no negative entry."""
    lowest = np.asarray(matrix.min(axis=1).todense()).ravel()
    shut = ((targets == 0) & (lowest >= 0)).astype(float)
    return np.asarray(abs(matrix).T @ shut > 0)


def _misfit(found: Projection, matrix: sparse.csr_array, targets: Array) -> float:
    """The largest misfit of a line, relative to its target or to the people in it."""
    off = np.abs(matrix @ found.cells - targets)
    size = np.maximum(abs(matrix) @ found.cells, np.abs(targets))
    return float(np.divide(off, size, out=np.zeros_like(off), where=size > 0).max(initial=0.0))


def _search(
    seed: Array,
    cells: NDArray[np.bool_],
    matrix: sparse.csr_array,
    targets: Array,
    constraints: list[Constraint],
) -> Projection:
    """Sweeps while they get on, then Newton; the caller judges what came out."""
    start = np.where(cells, seed, 0.0)
    found = Projection(start, np.zeros(len(targets)))
    if all(item.margin for item in constraints):
        found = _sweep(found, matrix, targets, constraints)
    if _misfit(found, matrix, targets) > TIGHT:
        found = _newton(start, found, matrix, targets)
    return found


def _sweep(
    found: Projection, matrix: sparse.csr_array, targets: Array, constraints: list[Constraint]
) -> Projection:
    table, multipliers = found.cells, [np.ones(len(item.targets)) for item in constraints]
    for sweep in range(SWEEPS):
        with np.errstate(over="ignore", invalid="ignore"):
            for item, multiplier in zip(constraints, multipliers, strict=True):
                sums = item.matrix @ table
                scale = np.divide(item.targets, sums, out=np.ones_like(sums), where=sums > 0)
                scale[scale == 0] = 1.0  # its cells are left out already
                table = table * (item.matrix.T @ scale)
                multiplier *= scale
        if sweep % 5 == 0 and _misfit(Projection(table, found.logs), matrix, targets) < TIGHT:
            break
    with np.errstate(divide="ignore"):  # a multiplier that ran to zero is seen in the next line
        logs = np.log(np.concatenate(multipliers))
    if not np.isfinite(logs).all():
        return found
    return Projection(table, logs)


def _newton(
    start: Array, found: Projection, matrix: sparse.csr_array, targets: Array
) -> Projection:
    squares = matrix.multiply(matrix).tocsr()
    best, least = found, _misfit(found, matrix, targets)
    for _ in range(STEPS):
        step = _step(found.cells, matrix, squares, targets)
        found = _walk(start, found, step, matrix, targets)
        gap = _misfit(found, matrix, targets)
        stalled = gap > 0.9 * least and least < MET
        if gap < least:
            best, least = found, gap
        if least <= TIGHT / 100 or stalled or not step.any():
            break
    return best


def _step(
    table: Array, matrix: sparse.csr_array, squares: sparse.csr_array, targets: Array
) -> Array:
    """The shortest Newton step, each line scaled to one; multipliers that nothing fixes rest."""
    curve = (matrix @ sparse.diags_array(table) @ matrix.T).toarray()
    size = np.sqrt(squares @ table)
    scale = np.divide(1.0, size, out=np.zeros_like(size), where=size > 0)
    values, vectors = np.linalg.eigh(scale[:, None] * curve * scale)
    kept = values > 10 * np.finfo(float).eps * len(values)
    vectors = vectors[:, kept]
    slope = vectors.T @ (scale * (targets - matrix @ table))
    step = scale * (vectors @ (slope / values[kept]))
    longest = np.abs(matrix.T @ step).max(initial=0.0)
    return np.asarray(step * min(1.0, LONGEST / longest) if longest else step)


def _walk(
    start: Array, found: Projection, step: Array, matrix: sparse.csr_array, targets: Array
) -> Projection:
    """As much of the step as lowers the convex function whose minimum is sought."""
    change = matrix.T @ step
    slope = float((matrix @ found.cells - targets) @ step)
    for halving in range(30):
        share = 0.5**halving
        rise = float(found.cells @ np.expm1(share * change)) - share * float(targets @ step)
        if rise <= 1e-4 * share * slope + 1e-13 * float(found.cells.sum()):
            break
    logs = found.logs + share * step
    return Projection(start * np.exp(np.clip(matrix.T @ logs, -700, 700)), logs)
