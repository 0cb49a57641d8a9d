"""Flows from the difference of two stocks, and from migration rates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gmg.analysis.flows.inputs import FlowError

if TYPE_CHECKING:
    from gmg.analysis.flows.inputs import Table


class NoRates(FlowError):
    """Stocks that give no rates: nobody abroad, or a table that cannot be inverted."""


def drop_negative(start: Table, end: Table) -> Table:
    """Rises of foreign-born stocks as moves from birthplace to residence; falls as nothing.

    (n, n) in persons, origin by destination. Beine & Parsons 2015, Scand. J. of Economics 117.
    """
    return without_diagonal(np.maximum(end - start, 0.0))


def reverse_negative(start: Table, end: Table) -> Table:
    """Rises as moves from the birthplace, falls as moves back to it.

    Beine, Docquier & Özden 2011, J. of Development Economics 95.
    """
    change = end - start
    return without_diagonal(np.maximum(change, 0.0) + np.maximum(-change, 0.0).T)


def migration_rate(start: Table, movers: float) -> Table:
    """`movers` persons spread as the foreign-born of the start are. Dennett 2016, Spatial Demography 4."""
    abroad = without_diagonal(start)
    total = abroad.sum()
    if total <= 0:
        raise NoRates("Nobody lives outside of the place of birth at the start: there are no rates")
    spread: Table = abroad * (movers / total)
    return spread


def movers_of(net: Table) -> float:
    """The migrants that Dennett's rates are scaled to: the sum of |net|, net summing to zero."""
    return float(np.abs(rescale_net(net)).sum())


def rescale_net(net: Table) -> Table:
    """Net migration that sums to zero: gains and losses each scaled to their mean size."""
    gains, losses = float(net[net > 0].sum()), float(-net[net < 0].sum())
    if gains == 0 or losses == 0:
        return np.zeros_like(net)
    middle = (gains + losses) / 2
    return np.where(net > 0, net * (middle / gains), net * (middle / losses))


def rogers_von_rabenau(start: Table, end: Table) -> Table:
    """Flows by birthplace-independent transitions g with S1 g = S2. Rogers & von Rabenau 1971.

    Its known failures: rates may be negative and so may flows (they are returned as they come out),
    and near-singular stocks give rates without sense. Raises NoRates where S1 has no inverse.
    """
    if np.linalg.cond(start) > 1e12:
        raise NoRates("The stocks of the start have no inverse: places with proportional columns")
    rates = np.linalg.solve(start, end)
    return without_diagonal(rates * start.sum(axis=0)[:, None])


def without_diagonal(table: Table) -> Table:
    """A copy with zeros where origin is destination."""
    copy: Table = np.array(table, dtype=np.float64)
    np.fill_diagonal(copy, 0.0)
    return copy
