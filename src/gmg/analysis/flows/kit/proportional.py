"""Tables fitted to margins in proportion to a seed.

All give the table nearest to the seed (least relative entropy), the limit of iterative proportional
fitting (Deming & Stephan 1940; Willekens 1999). Zero cells of the seed stay zero. Margins that no table
meets are refused: the R package checks one direction only and returns a wrong table for the other.
All raise NotANumber, NegativeValue, ShapeMismatch, InconsistentMargins, InfeasibleMargins and
NoConvergence; a result meets every margin within a relative 1e-9.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from gmg.analysis.flows.inputs import FlowError
from gmg.analysis.flows.kit import errors
from gmg.analysis.flows.kit.checks import Array, counts, named, shaped
from gmg.analysis.flows.kit.projection import MET, Constraint, margin, project
from gmg.analysis.flows.seeded import scale


def two_way(
    rows: ArrayLike | None = None,
    columns: ArrayLike | None = None,
    seed: ArrayLike | None = None,
    *,
    places: Sequence[str] | None = None,
) -> Array:
    """Origin × destination from the totals of origins, of destinations, or both (Willekens 1999).

    `seed` (n × m) is 1 everywhere unless given; `places` names the lines of a square table in errors.
    """
    row_totals = None if rows is None else counts(rows, "rows", axes=1)
    column_totals = None if columns is None else counts(columns, "columns", axes=1)
    start = _seed(seed, row_totals, column_totals)
    constraints = []
    across, down = np.indices(start.shape)
    if row_totals is not None:
        shaped(row_totals, "rows", start.shape[:1])
        names = named("origin", len(row_totals), places)
        constraints.append(margin(across.ravel(), row_totals, names))
    if column_totals is not None:
        shaped(column_totals, "columns", start.shape[1:])
        names = named("destination", len(column_totals), places)
        constraints.append(margin(down.ravel(), column_totals, names))
    return _fitted(start, constraints)


def two_way_fixed_diagonal(
    rows: ArrayLike,
    columns: ArrayLike,
    diagonal: ArrayLike | None = None,
    seed: ArrayLike | None = None,
    *,
    places: Sequence[str] | None = None,
) -> Array:
    """As `two_way`, the diagonal known: quasi-independence (Bishop, Fienberg & Holland 1975, ch. 5).

    Without `diagonal` (n) as many stay as can, min(row, column). Raises also NegativeValue where the
    diagonal is more than a margin.
    """
    row_totals, column_totals = counts(rows, "rows", axes=1), counts(columns, "columns", axes=1)
    shaped(column_totals, "columns", row_totals.shape)
    if diagonal is None:
        stayers = np.minimum(row_totals, column_totals)
    else:
        stayers = shaped(counts(diagonal, "diagonal", axes=1), "diagonal", row_totals.shape)
    start = _seed(seed, row_totals, column_totals)
    shaped(start, "seed", (len(row_totals), len(row_totals)))
    np.fill_diagonal(start, 0.0)
    table = two_way(row_totals - stayers, column_totals - stayers, start, places=places)
    np.fill_diagonal(table, stayers)
    return table


def three_way(
    origins: ArrayLike,
    destinations: ArrayLike,
    seed: ArrayLike | None = None,
    *,
    places: Sequence[str] | None = None,
) -> Array:
    """Origin × destination × birthplace from two stock tables (Abel 2013).

    `origins` and `destinations` (birthplace × residence) are the people by birthplace at the start and
    at the end; `seed` is origin × destination, or that × birthplace, else 1. One birthplace does not
    touch another, so each is a two-way table. An error names the birthplace.
    """
    return _by_birthplace(origins, destinations, seed, None, places, fixed=False)


def three_way_fixed_diagonal(
    origins: ArrayLike,
    destinations: ArrayLike,
    diagonal: ArrayLike | None = None,
    seed: ArrayLike | None = None,
    *,
    places: Sequence[str] | None = None,
) -> Array:
    """As `three_way`, those who stay known (birthplace × residence); without, as many as can stay do.

    With a seed this is what the R package documents as `ffs_demo(seed=)` and, in version 2.0.5, does not
    compute: it leaves out the seed wherever stayers are maximal (Abel & Sander 2014).
    """
    return _by_birthplace(origins, destinations, seed, diagonal, places, fixed=True)


def block_totals(
    rows: ArrayLike,
    columns: ArrayLike,
    blocks: ArrayLike,
    sizes: Sequence[int],
    seed: ArrayLike | None = None,
) -> Array:
    """As `two_way`, with the totals of blocks of places known (Deming & Stephan 1940).

    `sizes` are the numbers of neighbouring places in each block, `blocks` (blocks × blocks) the flows
    between and within these.
    """
    row_totals, column_totals = counts(rows, "rows", axes=1), counts(columns, "columns", axes=1)
    known = counts(blocks, "blocks", axes=2)
    start = _seed(seed, row_totals, column_totals)
    of_row, of_column = _blocks(sizes, start.shape[0]), _blocks(sizes, start.shape[1])
    shaped(row_totals, "rows", start.shape[:1])
    shaped(column_totals, "columns", start.shape[1:])
    shaped(known, "blocks", (len(sizes), len(sizes)))
    across, down = np.indices(start.shape)
    of_block = of_row[:, None] * len(sizes) + of_column
    names = [f"block {i}-{j}" for i in range(len(sizes)) for j in range(len(sizes))]
    constraints = [
        margin(across.ravel(), row_totals, named("origin", len(row_totals), None)),
        margin(down.ravel(), column_totals, named("destination", len(column_totals), None)),
        margin(of_block.ravel(), known.ravel(), names),
    ]
    return _fitted(start, constraints)


def stripe_totals(
    rows: ArrayLike,
    stripes: ArrayLike,
    sizes: Sequence[int],
    seed: ArrayLike | None = None,
    *,
    columns: ArrayLike | None = None,
) -> Array:
    """Origin × destination from totals of origins and, per origin, of blocks of destinations.

    `stripes` is origins × blocks, `sizes` the numbers of neighbouring destinations in each block;
    `columns` are the totals of destinations where these are known too (Deming & Stephan 1940).
    """
    row_totals = counts(rows, "rows", axes=1)
    known = counts(stripes, "stripes", axes=2)
    start = _seed(seed, row_totals, np.zeros(sum(sizes)))
    of_column = _blocks(sizes, start.shape[1])
    shaped(known, "stripes", (start.shape[0], len(sizes)))
    shaped(row_totals, "rows", start.shape[:1])
    across = np.indices(start.shape)[0]
    of_stripe = across * len(sizes) + of_column
    names = [f"stripe {i}-{j}" for i in range(start.shape[0]) for j in range(len(sizes))]
    constraints = [
        margin(across.ravel(), row_totals, named("origin", len(row_totals), None)),
        margin(of_stripe.ravel(), known.ravel(), names),
    ]
    if columns is not None:
        totals = shaped(counts(columns, "columns", axes=1), "columns", start.shape[1:])
        down = np.indices(start.shape)[1]
        constraints.append(margin(down.ravel(), totals, named("destination", len(totals), None)))
    return _fitted(start, constraints)


def _fitted(start: Array, constraints: list[Constraint]) -> Array:
    return project(start.ravel(), constraints).cells.reshape(start.shape)


def _seed(seed: ArrayLike | None, rows: Array | None, columns: Array | None) -> Array:
    if seed is not None:
        return counts(seed, "seed", axes=2)
    if rows is None or columns is None:
        raise errors.ShapeMismatch("without a seed both margins are needed")
    return np.ones((len(rows), len(columns)))


def _blocks(sizes: Sequence[int], places: int) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    if any(size < 1 for size in sizes) or sum(sizes) != places:
        raise errors.ShapeMismatch(f"blocks of {list(sizes)} places do not make up {places}")
    return np.repeat(np.arange(len(sizes)), sizes)


def _by_birthplace(
    origins: ArrayLike,
    destinations: ArrayLike,
    seed: ArrayLike | None,
    diagonal: ArrayLike | None,
    places: Sequence[str] | None,
    *,
    fixed: bool,
) -> Array:
    start = counts(origins, "origins", axes=2)
    end = shaped(counts(destinations, "destinations", axes=2), "destinations", start.shape)
    births, residences = start.shape
    stay = np.zeros_like(start)
    if diagonal is not None:
        stay = shaped(counts(diagonal, "diagonal", axes=2), "diagonal", start.shape)
    elif fixed:
        stay = np.minimum(start, end)
    cube = _cube(seed, residences, births)
    if seed is None or np.ndim(seed) == 2:
        found = _at_once(start - stay, end - stay, cube[0] * (1 - np.eye(residences) * fixed))
        if found is not None:
            found[np.arange(residences), np.arange(residences)] += stay.T
            return found
    table = np.empty((residences, residences, births))
    for birth in range(births):
        margins = start[birth], end[birth]
        try:
            if fixed:
                fit = two_way_fixed_diagonal(*margins, stay[birth], cube[birth], places=places)
            else:
                fit = two_way(*margins, cube[birth], places=places)
        except (errors.InconsistentMargins, errors.InfeasibleMargins) as error:
            who = birth if places is None or births != len(places) else places[birth]
            raise type(error)([f"born in {who}", *error.where], error.gap) from error
        table[:, :, birth] = fit
    return table


def _at_once(leave: Array, come: Array, seed: Array) -> Array | None:
    """All birthplaces with one seed; None where some margin is not met, which is then looked into."""
    least = min(float(table[table > 0].min(initial=np.inf)) for table in (leave, come))
    try:
        found = scale(leave, come, seed, MET * min(least, 1.0))
    except FlowError:
        return None
    off = np.maximum(
        np.abs(found.u * (found.v @ seed.T) - leave) - MET * leave,
        np.abs(found.v * (found.u @ seed) - come) - MET * come,
    )
    return found.cube() if off.max(initial=0.0) <= 0 else None


def _cube(seed: ArrayLike | None, residences: int, births: int) -> Array:
    """The seed of each birthplace, birthplace first."""
    shape = (residences, residences)
    if seed is None:
        return np.broadcast_to(1.0, (births, *shape))
    axes = np.ndim(np.asarray(seed))
    if axes == 2:
        flat = shaped(counts(seed, "seed", axes=2), "seed", shape)
        return np.broadcast_to(flat, (births, *shape))
    return np.moveaxis(shaped(counts(seed, "seed", axes=3), "seed", (*shape, births)), 2, 0)
