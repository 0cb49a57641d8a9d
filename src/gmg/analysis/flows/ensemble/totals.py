"""Total flows by several methods, the matched stocks shared, parts left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gmg.analysis.flows import accounting
from gmg.analysis.flows.estimate import CLOSED, STOCKS_ALONE, keep_freed_memory, unasked
from gmg.analysis.flows.inputs import FlowError
from gmg.analysis.flows.repair import plausible

if TYPE_CHECKING:
    from gmg.analysis.flows.inputs import Inputs, Table

    Found = dict[str, Table | FlowError]


def totals(given: Inputs, methods: tuple[str, ...]) -> Found:
    """Origin by destination (n, n), as `estimate` finds it; or why there is none."""
    keep_freed_memory()
    found: Found = {}
    try:
        plausible(given)
    except FlowError as refused:
        found = {method: refused for method in methods if method not in STOCKS_ALONE}
    for method in methods:
        if method not in found:
            found |= worked(given, method)
    return {method: found[method] for method in methods}


def worked(given: Inputs, method: str) -> Found:
    """By one method, with those that share its work."""
    try:
        if method in CLOSED:
            return dict(closed_totals(given))
        if method == "da_min_open":
            return {method: accounting.least_migration(accounting.match_open(given)).total()}
        return {method: unasked(given, method).total}
    except FlowError as refused:
        return dict.fromkeys(CLOSED if method in CLOSED else (method,), refused)


def closed_totals(given: Inputs) -> dict[str, Table]:
    """Least migration and pseudo-Bayes on the same closed margins."""
    matched = accounting.match_closed(given)
    least = accounting.least_migration(matched).total()
    free = accounting.independence(matched).total()
    weight = accounting.PSEUDO_BAYES
    return {"da_min_closed": least, "da_pb_closed": weight * least + (1 - weight) * free}
