"""Over the draws: quantiles of each corridor, and how much of the spread is methods', inputs', editions'."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from gmg.analysis.flows.ensemble.spec import AGENCY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from gmg.analysis.flows.ensemble.spec import Key
    from gmg.analysis.flows.inputs import Table

LOW, MIDDLE, HIGH = 0.05, 0.5, 0.95

WHICH = [(name, pa.string()) for name in ("agency", "period", "sex", "origin", "destination")]
RANGE = [(name, pa.float64()) for name in ("low", "median", "high")]
SUMMARY = pa.schema(
    [
        *WHICH,
        ("edition", pa.string()),
        ("method", pa.string()),
        ("draws", pa.int32()),
        ("estimate", pa.float64()),
        ("mean", pa.float64()),
        ("sd", pa.float64()),
        *RANGE,
    ]
)
"""Persons. `estimate` is of the inputs as they are; `draws` is how many were not refused; `low`,
`median` and `high` hold 5, 50 and 95 in a hundred of them, straight lines between neighbours."""
SPREAD = pa.schema(
    [
        *WHICH,
        *RANGE,
        ("sd_inputs", pa.float64()),
        ("sd_methods", pa.float64()),
        ("sd_editions", pa.float64()),
        ("sd_both", pa.float64()),
    ]
)
"""Persons, over all methods and editions, each weighing the same. Squares of the four standard
deviations add up to the variance of all: draws about the mean of their method and edition
(`sd_inputs`), means of methods, means of editions, and what methods make of one edition and not of
another (`sd_both`)."""


@dataclass(frozen=True, eq=False)
class Block:
    """Flows (method, draw, destination) from one origin in one edition, draws in order; NaN where refused.

    The first draw is number 0, of the inputs as they are.
    """

    key: Key
    methods: tuple[str, ...]
    places: tuple[str, ...]
    flows: Table


def summarised(origin: str, blocks: Sequence[Block]) -> tuple[pa.Table, pa.Table]:
    """By SUMMARY and by SPREAD, for one origin: all editions of one period and sex."""
    series = [Series(block, m) for block in blocks for m in range(len(block.methods))]
    series = [one for one in series if one.draws]
    tables = [one.table(origin) for one in series]
    summary = pa.concat_tables([SUMMARY.empty_table(), *tables])
    return summary, spread(origin, blocks[0].key, series)


class Series:
    """The draws of one method and edition, sorted for each destination: (destination, draw)."""

    def __init__(self, block: Block, method: int) -> None:
        flows = block.flows[method]
        drawn = flows[1:]
        refused = np.isnan(drawn[:, 0])
        if refused.any():
            drawn = drawn[~refused]
        self.key, self.places, self.method = block.key, block.places, block.methods[method]
        self.draws = len(drawn)
        self.estimate: Table = flows[0]
        self.sorted: Table = np.sort(np.ascontiguousarray(drawn.T), axis=1)
        self.mean: Table = self.sorted.sum(axis=1) / max(self.draws, 1)
        self.variance: Table = self.sorted.var(axis=1) if self.draws else self.mean

    def table(self, origin: str) -> pa.Table:
        """By SUMMARY, one row a destination."""
        there = np.array([place != origin for place in self.places])
        low, median, high = (quantile(self.sorted, share)[there] for share in (LOW, MIDDLE, HIGH))
        n = int(there.sum())
        numbers = (self.estimate[there], self.mean[there], np.sqrt(self.variance[there]))
        known = pa.array(numbers[0], mask=np.isnan(numbers[0]))
        columns = [
            *which(self.key, origin, [place for place in self.places if place != origin]),
            pa.repeat(self.key.edition, n),
            pa.repeat(self.method, n),
            pa.array(np.full(n, self.draws, np.int32)),
            known,
            *(pa.array(column) for column in (*numbers[1:], low, median, high)),
        ]
        return pa.Table.from_arrays(columns, schema=SUMMARY)


def quantile(rows: Table, share: float) -> Table:
    """Of each row, which is sorted: straight lines between the order statistics."""
    at = share * (rows.shape[1] - 1)
    below = int(at)
    above = min(below + 1, rows.shape[1] - 1)
    found: Table = rows[:, below] + (rows[:, above] - rows[:, below]) * (at - below)
    return found


def spread(origin: str, key: Key, series: Sequence[Series]) -> pa.Table:
    """By SPREAD: for each destination the editions that know it, and the methods all of them have."""
    tables = [SPREAD.empty_table()]
    for editions, places in shared(origin, series).items():
        chosen = balanced([one for one in series if one.key.edition in editions])
        rows = [rows_of(one, places) for one in chosen]
        if not rows:
            continue
        pooled = np.sort(np.concatenate([one.sorted[at] for one, at in rows], axis=1), axis=1)
        shape = (len(editions), len(rows) // len(editions), len(places))
        mean = np.array([one.mean[at] for one, at in rows]).reshape(shape)
        inside = np.array([one.variance[at] for one, at in rows]).mean(axis=0)
        by_method, by_edition = mean.mean(axis=0).var(axis=0), mean.mean(axis=1).var(axis=0)
        both = np.maximum(mean.reshape(len(rows), -1).var(axis=0) - by_method - by_edition, 0.0)
        numbers = [
            *(quantile(pooled, share) for share in (LOW, MIDDLE, HIGH)),
            *(np.sqrt(square) for square in (inside, by_method, by_edition, both)),
        ]
        columns = [*which(key, origin, places), *(pa.array(column) for column in numbers)]
        tables.append(pa.Table.from_arrays(columns, schema=SPREAD))
    return pa.concat_tables(tables)


def shared(origin: str, series: Sequence[Series]) -> dict[tuple[str, ...], list[str]]:
    """Destinations by the editions that know them; editions and destinations in order."""
    known: dict[str, dict[str, None]] = {}
    for one in series:
        for place in one.places:
            if place != origin:
                known.setdefault(place, {})[one.key.edition] = None
    groups: dict[tuple[str, ...], list[str]] = {}
    for place in sorted(known):
        groups.setdefault(tuple(sorted(known[place])), []).append(place)
    return groups


def balanced(series: Sequence[Series]) -> list[Series]:
    """Those whose method every edition has, by edition and method."""
    editions = {one.key.edition for one in series}
    have = {
        method: {one.key.edition for one in series if one.method == method}
        for method in names(series)
    }
    chosen = [one for one in series if have[one.method] == editions]
    return sorted(chosen, key=lambda one: (one.key.edition, one.method))


def names(series: Sequence[Series]) -> set[str]:
    """The methods of the series."""
    return {one.method for one in series}


def rows_of(one: Series, places: Sequence[str]) -> tuple[Series, NDArray[np.intp]]:
    """The series and where these destinations stand in it."""
    at = {place: row for row, place in enumerate(one.places)}
    return one, np.array([at[place] for place in places], dtype=np.intp)


def which(key: Key, origin: str, destinations: Sequence[str]) -> list[pa.Array]:
    """The columns WHICH."""
    same = [pa.repeat(x, len(destinations)) for x in (AGENCY, key.period, key.sex, origin)]
    return [*same, pa.array(destinations, pa.string())]
