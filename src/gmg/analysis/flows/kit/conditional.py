"""Gravity models whose parameters are fitted by conditional maximisation, and reported.

y_ij = α_i β_j m_ij: given β the likeliest α meets the totals of origins, given α the likeliest β those of
destinations (Willekens 1999). The table is the one of `proportional.two_way`. Only the products α_i β_j
are identified in each connected group of places; the parameters are those to which alternating steps,
origins first, lead from β = 1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from gmg.analysis.flows.kit import errors
from gmg.analysis.flows.kit.checks import Array, counts, shaped
from gmg.analysis.flows.kit.proportional import two_way

MOST_STEPS = 20_000
ENOUGH = 1e-13


@dataclass(frozen=True, slots=True)
class Gravity:
    """The flows fitted, and the parameters of origins (α) and destinations (β).

    A place without a flow to fit has the parameter 0.
    """

    flows: Array
    origins: Array
    destinations: Array


def cm2(rows: ArrayLike, columns: ArrayLike, offset: ArrayLike | None = None) -> Gravity:
    """Flows from the totals of origins and destinations and an offset m (n × m; 1 unless given).

    Raises what `two_way` raises, and NotIdentified where a parameter would have to be infinite.
    """
    row_totals, column_totals = counts(rows, "rows", axes=1), counts(columns, "columns", axes=1)
    shape = (len(row_totals), len(column_totals))
    start = np.ones(shape) if offset is None else counts(offset, "offset", axes=2)
    flows = two_way(row_totals, column_totals, shaped(start, "offset", shape))
    origins, destinations = _parameters(start, row_totals, column_totals, flows)
    return Gravity(origins[:, None] * start * destinations, origins, destinations)


def cm3(rows: ArrayLike, columns: ArrayLike, offset: ArrayLike) -> Gravity:
    """As `cm2` for several types of migrants that share α and β: y_ijk = α_i β_j m_ijk.

    Raymer, Abel & Smith (2007). `offset` is origin × destination × type; totals are over all types.
    """
    start = counts(offset, "offset", axes=3)
    fit = cm2(rows, columns, start.sum(axis=2))
    flows = fit.origins[:, None, None] * start * fit.destinations[:, None]
    return Gravity(flows, fit.origins, fit.destinations)


def _parameters(start: Array, rows: Array, columns: Array, flows: Array) -> tuple[Array, Array]:
    open_cells = (rows[:, None] > 0) & (columns > 0)
    kept = np.where(open_cells, start, 0.0)
    destinations = np.ones(len(columns))
    size = max(float(flows.sum()), np.finfo(float).tiny)
    gap = np.inf
    for _ in range(MOST_STEPS):
        origins = _ratio(rows, kept @ destinations)
        after = _ratio(columns, kept.T @ origins)
        moved = float(np.abs(after - destinations).max() / after.max()) if after.any() else 0.0
        destinations = after
        gap = float(np.abs(origins[:, None] * kept * destinations - flows).max()) / size
        if moved < ENOUGH and gap < 1e-10:
            return origins, destinations
    raise errors.NotIdentified(
        f"a parameter is infinite or found too slowly: {MOST_STEPS} steps end {gap:.3g} of all "
        "flows away from the table that fits (`two_way` gives that table)"
    )


def _ratio(totals: Array, sums: Array) -> Array:
    return np.divide(totals, sums, out=np.zeros_like(totals), where=sums > 0)
