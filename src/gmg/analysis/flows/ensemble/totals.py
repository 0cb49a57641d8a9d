"""Total flows by several methods, the matched stocks shared, parts left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gmg.analysis.flows import accounting
from gmg.analysis.flows.estimate import CLOSED, estimate
from gmg.analysis.flows.inputs import FlowError

if TYPE_CHECKING:
    from gmg.analysis.flows.inputs import Inputs, Table


def totals(given: Inputs, methods: tuple[str, ...]) -> dict[str, Table | FlowError]:
    """Origin by destination (n, n), to the last bit what `estimate` finds; or why there is none."""
    found: dict[str, Table | FlowError] = {}
    for method in methods:
        if method not in CLOSED:
            try:
                found[method] = plain(given, method)
            except FlowError as refused:
                found[method] = refused
    wanted = [method for method in methods if method in CLOSED]
    if wanted:
        try:
            both = closed_totals(given)
            found |= {method: both[method] for method in wanted}
        except FlowError as refused:
            found |= dict.fromkeys(wanted, refused)
    return found


def plain(given: Inputs, method: str) -> Table:
    """By a method that shares nothing."""
    if method == "da_min_open":
        return accounting.least_migration(accounting.match_open(given)).total()
    return estimate(given, method).total


def closed_totals(given: Inputs) -> dict[str, Table]:
    """Least migration and pseudo-Bayes on the same closed margins."""
    matched = accounting.match_closed(given)
    least = accounting.least_migration(matched).total()
    free = accounting.independence(matched).total()
    weight = accounting.PSEUDO_BAYES
    return {"da_min_closed": least, "da_pb_closed": weight * least + (1 - weight) * free}
