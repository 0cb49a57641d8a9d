"""Whether a table with given margins and empty cells exists at all: two linear programs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import linprog

from gmg.analysis.flows.kit import errors
from gmg.analysis.flows.kit.checks import Array

LEAST = 1e-8  # gap, relative to the largest target, that is more than the program's rounding


def possible_cells(
    matrix: sparse.csr_array, targets: Array, names: list[str], cells: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """The cells that are above zero in some table that meets the lines. Raises InfeasibleMargins."""
    if not names:
        return cells.copy()
    size = float(np.abs(targets).max(initial=0.0)) or 1.0
    inside, goals = matrix[:, np.flatnonzero(cells)], targets / size
    _refuse_impossible(inside, goals, names, size)
    possible = np.zeros_like(cells)
    if not cells.any():
        return possible
    possible[np.flatnonzero(cells)] = _ever_above_zero(inside, goals)
    return possible


def _refuse_impossible(
    inside: sparse.csr_array, goals: Array, names: list[str], size: float
) -> None:
    """The least sum of misfits; the lines with a price contradict, its sign says to which side."""
    lines, cells = inside.shape
    slack = sparse.eye_array(lines)
    program = linprog(
        np.concatenate([np.zeros(cells), np.ones(2 * lines)]),
        A_eq=sparse.hstack([inside, slack, -slack]),
        b_eq=goals,
        method="highs",
    )
    if program.status != 0:
        raise errors.NoConvergence(f"whether a table exists: {program.message}", float("nan"))
    if program.fun > LEAST:
        prices = program.eqlin.marginals
        where = [
            f"{name} (too {'large' if price > 0 else 'small'})"
            for name, price in zip(names, prices, strict=True)
            if abs(price) > 1e-6
        ]
        raise errors.InfeasibleMargins(where, float(program.fun) * size)


def _ever_above_zero(inside: sparse.csr_array, goals: Array) -> NDArray[np.bool_]:
    """One program for all cells: some multiple of the margins leaves each such cell one or more."""
    cells = inside.shape[1]
    program = linprog(
        np.concatenate([np.zeros(cells), -np.ones(cells), [0.0]]),
        A_eq=sparse.hstack([inside, inside, sparse.csr_array(-goals[:, None])]),
        b_eq=np.zeros(len(goals)),
        bounds=[(0, None)] * cells + [(0, 1)] * cells + [(1, None)],
        method="highs",
    )
    if program.status != 0:
        raise errors.NoConvergence(f"which cells can be filled: {program.message}", float("nan"))
    return np.asarray(program.x[cells : 2 * cells] > 0.5)
