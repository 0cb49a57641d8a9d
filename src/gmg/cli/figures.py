"""`gmg figures`."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import gmg
from gmg.axes import what, where
from gmg.cli.show import (
    ROWS,
    about,
    as_written,
    licences_of,
    place_name,
    print_json,
    table,
    when,
)
from gmg.records.figure import Figure


def run(
    concept: str,
    place: str | None,
    counterpart: str | None,
    asked: Mapping[str, Any],
    all_rows: bool,
    as_json: bool,
    base: Path | None,
    release: str | None,
) -> None:
    """Ask and print."""
    code = what.concept(concept).code
    filters = {name: value for name, value in asked.items() if value is not None}
    if place is not None:
        filters["place"] = where.find(place).code
    if counterpart is not None:
        filters["counterpart"] = where.find(counterpart).code
    opened = gmg.open(base, release)
    found = opened.figures(code, **filters)
    if as_json:
        print_json(figure.as_json() for figure in found)
        return
    about(opened)
    if not found:
        raise LookupError(
            f"no agency's figure of {concept} answers to that; a missing figure is not zero. "
            "Ask with fewer filters, or see `gmg findings --kind silence`"
        )
    shown = found if all_rows else found[:ROWS]
    show(shown)
    if len(shown) < len(found):
        print(f"… and {len(found) - len(shown):,} more: narrow the question, or --all, or --json")
    print(licences_of(opened, found), file=sys.stderr)


def show(figures: list[Figure]) -> None:
    """The figures as a table, with a note below where one needs a word."""
    heads = [
        "agency",
        "data set @ edition",
        "place",
        "from",
        "when",
        "sex",
        "age",
        "value",
        "unit",
        "basis",
    ]
    heads += ["status", "figure"]
    rows = [
        [
            figure.agency,
            f"{figure.dataset}@{figure.edition}",
            place_name(figure.place),
            place_name(figure.counterpart),
            when(figure),
            figure.sex,
            figure.age,
            as_written(figure),
            figure.unit,
            figure.basis + (f" ({figure.detail})" if figure.detail else ""),
            figure.status,
            figure.id,
        ]
        for figure in figures
    ]
    dropped = [
        at for at, head in enumerate(heads) if head in ("from", "sex", "age") and _plain(rows, at)
    ]
    kept = [at for at in range(len(heads)) if at not in dropped]
    table(
        [heads[at] for at in kept],
        [[row[at] for at in kept] for row in rows],
        right=["value"],
        keep=["agency", "figure"],
    )
    notes = sorted({f"{figure.note}" for figure in figures if figure.note})
    for note in notes[:8]:
        print(f"note: {note}")


def _plain(rows: list[list[str]], at: int) -> bool:
    return {row[at] for row in rows} <= {"", "all", "total"}
