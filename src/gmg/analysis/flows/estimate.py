"""The six published estimates of bilateral flows, by name: Abel & Cohen 2019 and 2022, Scientific Data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gmg.analysis.flows import accounting, differencing

if TYPE_CHECKING:
    from gmg.analysis.flows.accounting import Factors, Matched
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
    InfeasibleMargins or DoesNotClose where they cannot. `whole` as in `repair.closed`.
    """
    match method:
        case "sd_drop_neg":
            total = differencing.drop_negative(given.start, given.end)
        case "sd_rev_neg":
            total = differencing.reverse_negative(given.start, given.end)
        case "mig_rate":
            total = differencing.migration_rate(given.start, differencing.movers_of(given.net))
        case "da_min_open":
            matched = accounting.match_open(given)
            return accounted(given, method, matched, accounting.least_migration(matched))
        case "da_min_closed" | "da_pb_closed":
            return closed_flows(given, whole=whole)[method]
        case _:
            raise LookupError(f"{method!r} is no method: {', '.join(METHODS)}")
    return Flows(method, given.places, total, None, ())


def estimate_all(given: Inputs, *, whole: bool = False) -> dict[str, Flows]:
    """All six; the closed ones share their matched stocks."""
    simple = {name: estimate(given, name) for name in METHODS if name not in CLOSED}
    return simple | closed_flows(given, whole=whole)


def closed_flows(given: Inputs, *, whole: bool = False) -> dict[str, Flows]:
    """Least migration and pseudo-Bayes on the same closed margins."""
    matched = accounting.match_closed(given, whole=whole)
    least = accounted(given, "da_min_closed", matched, accounting.least_migration(matched))
    free = accounted(given, "da_pb_closed", matched, accounting.independence(matched))
    return {least.method: least, free.method: pooled(least, free)}


def pooled(least: Flows, free: Flows) -> Flows:
    """0.87 of the least migration and 0.13 of independence (Azose & Raftery 2019)."""
    weight = accounting.PSEUDO_BAYES

    def mixed(one: Table, other: Table) -> Table:
        return weight * one + (1 - weight) * other

    one, other = least.parts, free.parts
    if one is None or other is None:
        raise AssertionError("demographic accounting has parts")
    parts = Parts(
        mixed(one.outward, other.outward),
        mixed(one.returned, other.returned),
        mixed(one.transit, other.transit),
    )
    return Flows(free.method, least.places, mixed(least.total, free.total), parts, least.repairs)


def accounted(given: Inputs, method: str, matched: Matched, factors: Factors) -> Flows:
    """Total and parts from the factors."""
    total, outward, returned = factors.total(), factors.outward(), factors.returned()
    parts = Parts(outward, returned, total - outward - returned)
    return Flows(method, given.places, total, parts, matched.repairs)
