"""How evenly migrants spread over the streams between places.

All take origin × destination and raise NotANumber, NegativeValue, ShapeMismatch, TooFewPlaces, NoMigrants.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gmg.analysis.flows.kit import errors
from gmg.analysis.flows.kit.checks import Array, between
from gmg.analysis.flows.kit.proportional import two_way


def connectivity(flows: ArrayLike) -> float:
    """The share of streams in which anyone moves, 0 to 1 (Bell and others 2002)."""
    return float((_streams(between(flows)) > 0).mean())


def inequality_equal(flows: ArrayLike) -> float:
    """The share of migrants who would change stream were all streams alike, 0 to 1 (Bell and others 2002)."""
    streams = _streams(between(flows))
    return float(0.5 * np.abs(streams / streams.sum() - 1 / streams.size).sum())


def inequality_expected(flows: ArrayLike) -> float:
    """As `inequality_equal`, against the flows that origin and destination totals lead to expect.

    These are quasi-independent, with no one staying (Bell and others 2002; Willekens 1983).
    """
    table = between(flows)
    expected = two_way(table.sum(axis=1), table.sum(axis=0), 1 - np.eye(len(table)))
    return float(0.5 * np.abs(table - expected).sum() / table.sum())


def gini_total(flows: ArrayLike) -> float:
    """Concentration of all streams, 0 to 1 = one stream (Plane & Mulligan 1997; corrected, Bell 2002).

    Raises also TooFewPlaces where there is one stream only.
    """
    return float(_gini(_streams(between(flows))))


def gini_share_within_origins(flows: ArrayLike) -> float:
    """How much of the total Gini arises between streams of one origin, 0 to 1 (Plane & Mulligan 1997).

    Raises also NotIdentified where all streams are alike, so that there is nothing to share.
    """
    return _share_within(between(flows))


def gini_share_within_destinations(flows: ArrayLike) -> float:
    """As `gini_share_within_origins`, between streams to one destination."""
    return _share_within(between(flows).T)


def gini_origins(flows: ArrayLike) -> Array:
    """For each origin how its out-migrants concentrate on destinations, 0 to 1 (Bell and others 2002).

    An origin that no one leaves has 0. Raises also TooFewPlaces below three places.
    """
    return _field(between(flows))


def gini_destinations(flows: ArrayLike) -> Array:
    """As `gini_origins`, for each destination the in-migrants over origins."""
    return _field(between(flows).T)


def weighted_gini_origins(flows: ArrayLike) -> float:
    """`gini_origins` weighted by shares of out-migrants, over the number of places: MWG of Bell (2002).

    From 0 to 1/n. The R package migration.indices, on which migest relies, weights by the shares of
    in-migrants; the definition takes each place's own stream, and so does this.
    """
    table = between(flows)
    return float(_field(table) @ table.sum(axis=1) / table.sum() / len(table))


def weighted_gini_destinations(flows: ArrayLike) -> float:
    """`gini_destinations` weighted by shares of in-migrants, over the number of places (Bell 2002).

    From 0 to 1/n. The R package weights by the shares of out-migrants instead.
    """
    table = between(flows)
    return float(_field(table.T) @ table.sum(axis=0) / table.sum() / len(table))


def weighted_gini(flows: ArrayLike) -> float:
    """The mean of both weighted Ginis, from 0 to 1/n (Bell and others 2002)."""
    return (weighted_gini_origins(flows) + weighted_gini_destinations(flows)) / 2


def variation(flows: ArrayLike) -> float:
    """Standard deviation of the streams over their mean (Rogers & Raymer 1998).

    Free of units. migest's `cv` takes the root after it divides by the mean, counts the diagonal as empty
    streams, and so changes with the unit of the flows.
    """
    streams = _streams(between(flows))
    return float(streams.std() / streams.mean())


def aggregate_variation(flows: ArrayLike) -> float:
    """Variation of each origin's and each destination's streams, weighted by migrants and added up.

    The system-wide ACV of Rogers & Sweeney (1998).
    """
    table = between(flows)
    return _weighted_variation(table) + _weighted_variation(table.T)


def _streams(table: Array) -> Array:
    return table[~np.eye(len(table), dtype=bool)]


def _by_origin(table: Array) -> Array:
    """The streams of each origin, n × (n - 1)."""
    off: NDArray[np.bool_] = ~np.eye(len(table), dtype=bool)
    return table[off].reshape(len(table), len(table) - 1)


def _differences(streams: Array) -> Array:
    """Σ |x_a - x_b| over all ordered pairs, along the last axis, by ranks."""
    size = streams.shape[-1]
    weights = 2 * np.arange(size) - size + 1
    return np.asarray(2 * np.sort(streams, axis=-1) @ weights)


def _gini(streams: Array) -> Array:
    """The mean difference over twice the mean, corrected so that 1 is reached."""
    size = streams.shape[-1]
    if size < 2:
        raise errors.TooFewPlaces("a Gini index needs two streams or more")
    sums = 2 * (size - 1) * streams.sum(axis=-1)
    return np.asarray(
        np.divide(_differences(streams), sums, out=np.zeros_like(sums), where=sums > 0)
    )


def _field(table: Array) -> Array:
    return _gini(_by_origin(table))


def _share_within(table: Array) -> float:
    whole = float(_differences(_streams(table)))
    if whole <= 1e-12 * table.sum():
        raise errors.NotIdentified("all streams are alike")
    return float(_differences(_by_origin(table)).sum() / whole)


def _weighted_variation(table: Array) -> float:
    """Σ over origins of (migrants / all) × sd / mean, which is (n - 1) Σ sd / all."""
    return float(_by_origin(table).std(axis=1).sum() * (len(table) - 1) / table.sum())
