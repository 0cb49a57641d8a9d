"""`gmg diff`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import gmg
from gmg.axes import where
from gmg.axes.when import Period
from gmg.cli.show import about, number, place_name, print_json, table


def run(old: str, new: str, place: str | None, top: int, as_json: bool, base: Path | None) -> None:
    """Compare and print."""
    from gmg.analysis.difference import difference

    opened = gmg.open(base)
    code = where.find(place).code if place else None
    changes = difference(opened, old, new, code)
    if as_json:
        print_json(change.as_json() for change in changes)
        return
    about(opened)
    states = Counter(change.state for change in changes)
    print(f"{old} → {new}: " + ", ".join(f"{n:,} {state}" for state, n in sorted(states.items())))
    if not changes:
        print("no figure differs")
        return
    rows = [
        [
            change.state,
            change.concept,
            place_name(change.place),
            place_name(change.counterpart),
            _when(change.time_from, change.time_to),
            change.sex,
            number(change.old),
            number(change.new),
            "" if change.by is None else f"{change.by:+,.10g}",
            change.unit,
            change.new_id or change.old_id or "",
        ]
        for change in changes[:top]
    ]
    heads = ["", "concept", "place", "from", "when", "sex", "old", "new", "by", "unit", "figure"]
    table(heads, rows, right=["old", "new", "by"], keep=["figure", "concept"])
    if len(changes) > top:
        print(f"… and {len(changes) - top:,} more: --top N, or --json")


def _when(first: object, last: object) -> str:
    kind = "point" if first == last else "interval"
    return Period(first, last, kind).label()  # type: ignore[arg-type]
