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

    (n, n) in persons, origin by destination. Bertoli & Fernández-Huertas Moraga 2015, Regional Science
    and Urban Economics 51.
    """
    change = end - start
    return hollow(np.maximum(change, 0.0, out=change))


def reverse_negative(start: Table, end: Table) -> Table:
    """Rises as moves from the birthplace, falls as moves back to it.

    Beine & Parsons 2015, Scandinavian J. of Economics 117.
    """
    change = end - start
    rises = np.maximum(change, 0.0)
    falls = np.subtract(rises, change, out=change)
    rises += falls.T
    return hollow(rises)


def migration_rate(start: Table, movers: float) -> Table:
    """`movers` persons spread as the foreign-born of the start are. Dennett 2015, Global Dynamics, ch. 7.

    Raises NoRates where nobody lives abroad.
    """
    abroad = without_diagonal(start)
    total = abroad.sum()
    if total <= 0:
        raise NoRates("Nobody lives outside of the place of birth at the start: there are no rates")
    abroad *= movers / total
    return abroad


def movers_of(net: Table) -> float:
    """The migrants that Dennett's rates are scaled to: the sum of |net|.

    The author first scales gains and losses to their mean, so that they sum to zero; that leaves this
    sum as it is.
    """
    return float(np.abs(net).sum())


def rogers_von_rabenau(start: Table, end: Table) -> Table:
    """Flows by birthplace-independent transitions g with S1 g = S2. Rogers & von Rabenau 1971.

    Its known failures: rates may be negative and so may flows (they are returned as they come out),
    and near-singular stocks give rates without sense. Raises NoRates where S1 has no inverse.
    """
    if np.linalg.cond(start) > 1e12:
        raise NoRates("The stocks of the start have no inverse: places with proportional columns")
    rates = np.linalg.solve(start, end)
    return hollow(rates * start.sum(axis=0)[:, None])


def without_diagonal(table: Table) -> Table:
    """A copy with zeros where origin is destination."""
    return hollow(table.copy())


def hollow(table: Table) -> Table:
    """The table itself, now with zeros where origin is destination."""
    np.fill_diagonal(table, 0.0)
    return table
