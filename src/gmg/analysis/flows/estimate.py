"""The six published estimates of bilateral flows, by name: Abel & Cohen 2019 and 2022, Scientific Data."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from gmg.analysis.flows import accounting, differencing
from gmg.analysis.flows.repair import plausible

if TYPE_CHECKING:
    from gmg.analysis.flows.accounting import Factors
    from gmg.analysis.flows.inputs import Inputs, Repair, Table

METHODS = {
    "sd_drop_neg": "Stock differences, falls as nothing",
    "sd_rev_neg": "Stock differences, falls as returns",
    "mig_rate": "Migration rates",
    "da_min_open": "Demographic accounting, least migration, open",
    "da_min_closed": "Demographic accounting, least migration, closed",
    "da_pb_closed": "Demographic accounting, pseudo-Bayes, closed",
}
CLOSED = frozenset(("da_min_closed", "da_pb_closed"))
STOCKS_ALONE = frozenset(("sd_drop_neg", "sd_rev_neg"))
"""Methods that look at the foreign-born only."""


LARGEST = 30 << 20
"""Bytes; what glibc takes as an example must be less than 32 MiB."""


@dataclass(frozen=True, eq=False)
class Parts:
    """(n, n) each, and together the total: away from the birthplace, back to it, between others."""

    outward: Table
    returned: Table
    transit: Table


@dataclass(frozen=True, eq=False)
class Flows:
    """Persons who moved from origin (row) to destination (column), (n, n), zeros on the diagonal.

    An estimate of ours, agency GMG, by the method named. `parts` is None where the method has none.
    """

    method: str
    places: tuple[str, ...]
    total: Table
    parts: Parts | None
    repairs: tuple[Repair, ...]

    @property
    def net(self) -> Table:
        """Net migration (n,) that the estimate implies."""
        found: Table = self.total.sum(axis=0) - self.total.sum(axis=1)
        return found


def estimate(given: Inputs, method: str, *, whole: bool = False) -> Flows:
    """One of METHODS. Closed methods give every place's net migration exactly, and raise
    InfeasibleMargins or DoesNotClose where they cannot. Methods that look at populations raise
    Implausible where one is some ten times wrong. `whole` as in `repair.closed`.
    """
    if method not in METHODS:
        raise LookupError(f"{method!r} is no method: {', '.join(METHODS)}")
    if method not in STOCKS_ALONE:
        plausible(given)
    return unasked(given, method, whole=whole)


def estimate_all(given: Inputs, *, whole: bool = False) -> dict[str, Flows]:
    """All six; the closed ones share their matched stocks. Raises as `estimate`."""
    plausible(given)
    keep_freed_memory()
    simple = {name: unasked(given, name) for name in METHODS if name not in CLOSED}
    return simple | closed_flows(given, whole=whole)


def unasked(given: Inputs, method: str, *, whole: bool = False) -> Flows:
    """One of METHODS, populations taken as they are."""
    if method in CLOSED:
        return closed_flows(given, whole=whole)[method]
    if method == "da_min_open":
        matched = accounting.match_open(given)
        parts = parts_of(accounting.least_migration(matched))
        return summed(method, parts, given.places, matched.repairs)
    if method == "sd_drop_neg":
        total = differencing.drop_negative(given.start, given.end)
    elif method == "sd_rev_neg":
        total = differencing.reverse_negative(given.start, given.end)
    else:
        total = differencing.migration_rate(given.start, differencing.movers_of(given.net))
    return Flows(method, given.places, total, None, ())


def closed_flows(given: Inputs, *, whole: bool = False) -> dict[str, Flows]:
    """Least migration and pseudo-Bayes on the same closed margins."""
    matched = accounting.match_closed(given, whole=whole)
    least = parts_of(accounting.least_migration(matched))
    both = pooled(least, parts_of(accounting.independence(matched)))
    told = given.places, matched.repairs
    return {
        "da_min_closed": summed("da_min_closed", least, *told),
        "da_pb_closed": summed("da_pb_closed", both, *told),
    }


@cache
def keep_freed_memory() -> None:
    """Once: the C library then keeps freed tables for the next ones.

    By default glibc hands each back to the system and asks for it anew, which costs a third as much as
    the estimates. It raises its thresholds when a large piece is freed (mallopt(3)); this one is never
    written to, so that it takes no memory. Elsewhere it does nothing.
    """
    np.empty(LARGEST, np.uint8)


def parts_of(factors: Factors) -> Parts:
    """The three parts, each from the factors: none is what rounding leaves of the others."""
    return Parts(factors.outward(), factors.returned(), factors.transit())


def pooled(least: Parts, free: Parts) -> Parts:
    """0.87 of the least migration and 0.13 of independence (Azose & Raftery 2019)."""
    weight = accounting.PSEUDO_BAYES

    def mixed(one: Table, other: Table) -> Table:
        found = one * weight
        found += other * (1 - weight)
        return found

    return Parts(
        mixed(least.outward, free.outward),
        mixed(least.returned, free.returned),
        mixed(least.transit, free.transit),
    )


def summed(
    method: str, parts: Parts, places: tuple[str, ...], repairs: tuple[Repair, ...]
) -> Flows:
    """Flows with their total."""
    total = parts.outward + parts.returned
    total += parts.transit
    return Flows(method, places, total, parts, repairs)
