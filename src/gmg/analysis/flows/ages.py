"""Flows by age: one account for each cohort, added up."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from gmg.analysis.flows.estimate import METHODS, Flows, Parts, unasked
from gmg.analysis.flows.inputs import BadInputs, FlowError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gmg.analysis.flows.inputs import Inputs, Repair, Table


def by_age(inputs_by_age: Mapping[str, Inputs], method: str, *, whole: bool = False) -> Flows:
    """The sum over ages of one method's flows; each repair carries its age before it.

    Needed for each age, all with the same places in the same order: the stocks of a cohort by birthplace
    and residence at both dates (for five years: those of 20-24 at the start, of 25-29 at the end), and
    the deaths of that cohort between them. Births are 0: those born in the period are a cohort of their
    own, whose stock at the start is the births on the diagonal (`mig_rate` has no rates for them: leave
    them out there). Closed methods then give every place's
    net migration exactly, age by age, so also in sum. A cohort may grow many times over where workers
    come, so populations are taken as they are.

    Raises what `estimate` raises, with the age before it, and BadInputs for no age, other places or births.
    """
    if method not in METHODS:
        raise LookupError(f"{method!r} is no method: {', '.join(METHODS)}")
    found = [of_age(age, given, method, whole=whole) for age, given in inputs_by_age.items()]
    if not found:
        raise BadInputs("There is no age")
    for age, flows in zip(inputs_by_age, found, strict=True):
        if flows.places != found[0].places:
            raise BadInputs(f"{age}: other places than at the first age, or in another order")
    parts = [flows.parts for flows in found if flows.parts is not None]
    return Flows(
        method,
        found[0].places,
        added([flows.total for flows in found]),
        summed_parts(parts) if parts else None,
        tuple(repair for flows in found for repair in flows.repairs),
    )


def of_age(age: str, given: Inputs, method: str, *, whole: bool = False) -> Flows:
    """One age's flows, its name in repairs and errors."""
    if given.births.any():
        raise BadInputs(f"{age}: births are a cohort of their own, not births to this one")
    try:
        flows = unasked(given, method, whole=whole)
    except FlowError as error:
        raise type(error)(f"{age}: {error}") from error
    return replace(flows, repairs=tuple(named(age, repair) for repair in flows.repairs))


def named(age: str, repair: Repair) -> Repair:
    """The repair with its age."""
    return replace(repair, kind=f"{age}: {repair.kind}")


def summed_parts(parts: list[Parts]) -> Parts:
    """Part by part."""
    return Parts(
        added([part.outward for part in parts]),
        added([part.returned for part in parts]),
        added([part.transit for part in parts]),
    )


def added(tables: list[Table]) -> Table:
    """Their sum, in order."""
    total = np.zeros_like(tables[0])
    for table in tables:
        total += table
    return total
