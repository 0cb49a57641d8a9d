"""What a table of flows says of each place, and the table taken apart in multiplicative components."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from gmg.analysis.flows.kit.checks import Array, between


@dataclass(frozen=True, slots=True)
class Totals:
    """Out-migrants, in-migrants, their sum and in less out, a place each."""

    out: Array
    into: Array
    turnover: Array
    net: Array


@dataclass(frozen=True, slots=True)
class Components:
    """m_ij = total × origins_i × destinations_j × association_ij.

    Shares sum to 1; the association is the flow over the flow expected did origins not matter to
    destinations, 0 where that is 0 and on the diagonal.
    """

    total: float
    origins: Array
    destinations: Array
    association: Array


def totals(flows: ArrayLike) -> Totals:
    """Migration of each place from origin × destination; who stays (the diagonal) is not counted.

    The marginal totals of Bell and others (2002). Raises NotANumber, NegativeValue, ShapeMismatch,
    TooFewPlaces, NoMigrants.
    """
    table = between(flows)
    out, into = table.sum(axis=1), table.sum(axis=0)
    return Totals(out, into, out + into, into - out)


def components(flows: ArrayLike) -> Components:
    """The multiplicative components of a migration table (Rogers, Willekens, Little & Raymer 2002).

    The diagonal is not counted. Raises as `totals` does.
    """
    table = between(flows)
    total = float(table.sum())
    origins, destinations = table.sum(axis=1) / total, table.sum(axis=0) / total
    expected = total * np.outer(origins, destinations)
    association = np.divide(table, expected, out=np.zeros_like(table), where=expected > 0)
    return Components(total, origins, destinations, association)
