"""What was done to the inputs, in sentences: printed under every table of estimates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gmg.axes import where

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gmg.analysis.flows.from_evidence.estimated import Estimated
    from gmg.analysis.flows.from_evidence.pairs import Estimate
    from gmg.analysis.flows.inputs import Repair

NAMED = 8
SMALLEST = 0.5
"""Repairs of fewer persons are dust of the arithmetic and not told."""


def told(one: Estimated, method: str) -> list[str]:
    """Everything that was done for an estimate, most important first, a sentence each."""
    ready = one.prepared
    said = [f"{used.what}: {used.name} ({used.basis}; {used.dates})" for used in ready.used]
    for whole, parts in ready.parts.items():
        why = next(rule.why for rule in ready.joined if rule.whole == whole)
        said.append(f"{', '.join(parts)} taken together as {_name(whole)}: {why}")
    by_reason: dict[str, list[str]] = {}
    for left in ready.left:
        by_reason.setdefault(left.why, []).append(left.place)
    said += [f"left out, {why}: {_names(places)}" for why, places in by_reason.items()]
    said.append(
        f"{ready.unpublished:,} ordered pairs for which nobody publishes a stock are taken as nobody"
    )
    flows = one.flows.get(method)
    repairs = (*ready.repairs, *(flows.repairs if flows is not None else ()))
    said += [sentence(repair) for repair in repairs if repair.persons >= SMALLEST]
    return said


def taken_as(estimates: Iterable[Estimate], origin: str, destination: str) -> list[str]:
    """Where an end of the pair is estimated as a part of a wider place: which, in which periods."""
    periods: dict[tuple[str, str], list[str]] = {}
    for one in estimates:
        for asked, given in ((origin, one.origin), (destination, one.destination)):
            if asked != given:
                periods.setdefault((asked, given), []).append(one.span.label)
    return [
        f"{_name(asked)} is estimated as {_name(given)} in {', '.join(spans)}"
        for (asked, given), spans in periods.items()
    ]


def sentence(repair: Repair) -> str:
    """A repair in words: what, how many persons, where."""
    places = [str(place) for place in repair.places]
    where_ = f" ({_names(places)})" if places else ""
    return f"{repair.kind}: {repair.persons:,.0f} persons{where_}"


def _names(places: list[str]) -> str:
    shown = ", ".join(_name(place) for place in places[:NAMED])
    more = len(places) - NAMED
    return f"{shown} and {more} more" if more > 0 else shown


def _name(place: str) -> str:
    return where.get(place).name
