"""The algorithm of the R package migest, and of mipfp beneath it, written plainly with numpy.

Rows and columns are scaled in turn until no cell changes by 0.001 in a sweep; flows are a cube of
birthplace, origin and destination. What it finds is held against the package's own output before it
is timed.
"""

from __future__ import annotations

from typing import Any

import numpy as np

NEAR = 1e-3


def alternately(table: Any, rows: Any, columns: Any) -> Any:
    """Rows and columns scaled in turn until no cell changes by more than `NEAR` in a sweep."""
    while True:
        before = table
        table = table * by(rows, table.sum(axis=1))[:, None]
        table = table * by(columns, table.sum(axis=0))
        if np.abs(table - before).max() < NEAR:
            return table


def by(one: Any, other: Any) -> Any:
    """The quotient, nought over nought being nought."""
    return np.divide(one, other, out=np.zeros_like(other), where=other > 0)


def cube_of(out: Any, into: Any, seed: Any) -> Any:
    """(birthplace, origin, destination) with these margins, scaled in turn from a seed for each."""
    cube = np.broadcast_to(seed, (len(out), *seed.shape)).copy()
    while True:
        before = cube.copy()
        cube *= by(out, cube.sum(axis=2))[:, :, None]
        cube *= by(into, cube.sum(axis=1))[:, None, :]
        before -= cube
        if np.abs(before, out=before).max() < NEAR:
            return cube


def accounted(start: Any, end: Any, births: Any, deaths: Any, *, stay: bool, shut: bool) -> Any:
    """One call of the package: stocks prepared, totals matched, a cube scaled, its parts summed."""
    start, end = people(start), people(end)
    start = start - start * by(deaths, start.sum(axis=0))
    few = births > end.diagonal()
    end = (
        end
        - np.diag(np.where(few, 0, births))
        - end * by(np.where(few, births, 0), end.sum(axis=0))
    )
    first, last = start.sum(axis=1), end.sum(axis=1)
    if shut:
        rows = (first + last) / 2
        start = alternately(start, rows, start.sum(axis=0))
        end = alternately(end, rows, end.sum(axis=0))
    else:
        more = np.minimum(first, last)
        start, end = start * by(more, first)[:, None], end * by(more, last)[:, None]
    staying = np.minimum(start, end) if stay else np.zeros_like(start)
    empty = 1 - np.eye(len(start)) if stay else np.ones_like(start)
    cube = cube_of(start - staying, end - staying, empty)
    n = np.arange(len(start))
    cube[:, n, n] = 0.0
    total, outward, returned = cube.sum(axis=0), cube[n, n, :], cube[n, :, n].T
    return total, outward, returned, total - outward - returned


def people(table: Any) -> Any:
    """No fewer native-born than none; the others scaled to all people of the place."""
    table = table.copy()
    for place in np.flatnonzero(table.diagonal() < 0):
        all_there = table[:, place].sum()
        table[place, place] = 0.0
        table[:, place] *= all_there / table[:, place].sum()
    return table


def plain(start: Any, end: Any, births: Any, deaths: Any) -> Any:
    """The three accounts that the six methods rest on (what the others take is nothing beside it)."""
    given = (start, end, births, deaths)
    least_open = accounted(*given, stay=True, shut=False)
    least_closed = accounted(*given, stay=True, shut=True)
    free = accounted(*given, stay=False, shut=True)
    return least_open, least_closed, free
