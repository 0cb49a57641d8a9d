"""`gmg findings`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import gmg
from gmg.axes import what, where
from gmg.cli.show import about, number, print_json


def run(
    asked: Mapping[str, Any],
    place: str | None,
    counterpart: str | None,
    top: int | None,
    as_json: bool,
    base: Path | None,
    release: str | None,
) -> None:
    """Find and print; a table shows twenty unless --top says otherwise."""
    from gmg.analysis.findings import chosen, findings, rank

    filters = {name: value for name, value in asked.items() if value is not None}
    if "concept" in filters:
        filters["concept"] = what.concept(filters["concept"]).code
    if place is not None:
        filters["place"] = where.find(place).code
    if counterpart is not None:
        filters["counterpart"] = where.find(counterpart).code
    opened = gmg.open(base, release)
    if as_json:
        print_json(item.as_json() for item in findings(opened, top=top, **filters))
        return
    about(opened)
    shown = 20 if top is None else top
    found = findings(opened, top=shown, **filters)
    if not found:
        print("no finding answers to that")
        return
    rules = chosen(filters.pop("kind", None), filters.pop("rule", None))
    total = len(rank(opened, rules, filters)) if len(found) == shown else len(found)
    for at, item in enumerate(found, start=1):
        people = (
            f"{number(item.people)} people" if item.people is not None else "no count of people"
        )
        print(f"{at:>3}. {item.kind}, {item.rule}: {people}")
        print(f"     {item.sentence}")
        print(f"     why they may differ: {', '.join(item.reasons)}")
        print(f"     figures: {' '.join(figure.id for figure in item.figures[:6])}")
    if total > len(found):
        print(f"… the weightiest {len(found)} of {total:,}; --top N shows more")
