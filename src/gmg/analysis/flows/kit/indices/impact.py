"""How much migration moves the population.

Flows and populations must count in one unit. The R package lets persons and millions meet, and then
prints an aggregate net migration rate of 375,133 for Korea in 2020; here a place that more people leave
than live there is refused. All raise NotANumber, NegativeValue, ShapeMismatch, TooFewPlaces, NoMigrants;
with populations also OutOfRange (no one lives in a place) and UnitsDiffer.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from gmg.analysis.flows.kit import errors
from gmg.analysis.flows.kit.checks import Array, between, counts, shaped
from gmg.analysis.flows.kit.summary import totals


def effectiveness(flows: ArrayLike) -> float:
    """100 Σ |net| / Σ turnover: 0 where streams balance, 100 where none returns (Shryock & Siegel 1976)."""
    found = totals(flows)
    return float(100 * np.abs(found.net).sum() / found.turnover.sum())


def aggregate_net_rate(flows: ArrayLike, population: ArrayLike) -> float:
    """100 · ½ Σ |net| / population: people redistributed for each hundred (Bell and others 2002)."""
    _, people = _in_one_unit(flows, population)
    return float(50 * np.abs(totals(flows).net).sum() / people.sum())


def preference(flows: ArrayLike, population: ArrayLike) -> Array:
    """Each stream over what populations alone lead to expect, m_ij P² / (M P_i P_j) (Bachi 1957).

    1 is indifference. Origin × destination, the diagonal 0.
    """
    table, people = _in_one_unit(flows, population)
    share = people / people.sum()
    return np.asarray(table / table.sum() / np.outer(share, share))


def velocity(flows: ArrayLike, population: ArrayLike) -> Array:
    """Each stream's rate at the origin over the destination's share of people, m_ij P / (P_i P_j).

    Bogue, Shryock & Hoermann (1957). Origin × destination, the diagonal 0.
    """
    table, people = _in_one_unit(flows, population)
    return np.asarray(table * people.sum() / np.outer(people, people))


def _in_one_unit(flows: ArrayLike, population: ArrayLike) -> tuple[Array, Array]:
    table = between(flows)
    people = shaped(counts(population, "population", axes=1), "population", table.shape[:1])
    if (people == 0).any():
        raise errors.OutOfRange(f"no one lives in place {int(np.argmin(people))}")
    excess = table.sum(axis=1) - people
    if (excess > 0).any():
        worst = int(np.argmax(excess))
        raise errors.UnitsDiffer(
            f"{table[worst].sum():.9g} people leave place {worst}, where {people[worst]:.9g} live"
        )
    return table, people
