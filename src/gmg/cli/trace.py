"""`gmg trace`."""

from __future__ import annotations

from pathlib import Path

import gmg
from gmg.axes import what
from gmg.cli.show import about, place_name, print_json, table, when


def run(figure_id: str, as_json: bool, base: Path | None, release: str | None) -> None:
    """Trace and print."""
    from gmg.analysis.trace import trace

    opened = gmg.open(base, release)
    traced = trace(opened, figure_id)
    if as_json:
        print_json([traced.as_json()])
        return
    about(opened)
    figure = traced.figure
    corridor = place_name(figure.place)
    if figure.counterpart:
        corridor += f" (from {place_name(figure.counterpart)})"
    said = [
        ("figure", figure.id),
        ("what", f"{what.concept(figure.concept).label}: {what.basis(figure.basis).label}"),
        ("where", corridor),
        ("when", f"{when(figure)} ({figure.time_from} to {figure.time_to}, {figure.time_kind})"),
        (
            "who counted",
            f"sex {figure.sex}, age {figure.age}" + (f", {figure.detail}" if figure.detail else ""),
        ),
        ("value", f"{figure.value if figure.value is not None else 'none'} {figure.unit}"),
        ("as published", repr(figure.as_published)),
        ("status", f"{figure.status} — {what.status(figure.status).label}"),
        (
            "published by",
            f"{figure.agency}, {traced.edition.title} ({figure.dataset}@{figure.edition})",
        ),
        ("edition's address", traced.edition.address),
        ("licence", f"{traced.source.licence.code} {traced.source.licence.url}"),
        ("file", f"{traced.file} ({traced.bytes:,} bytes)"),
        ("sha256", figure.snapshot),
        ("cell", str(figure.cell)),
        ("text in that cell", repr(traced.in_cell)),
    ]
    if figure.note:
        said.append(("note", figure.note))
    width = max(len(name) for name, _ in said)
    for name, text in said:
        print(f"{name:>{width}}  {text}")
    if traced.neighbours is not None:
        around = traced.neighbours
        rows = [[str(number), *(cell or "" for cell in cells)] for number, cells in around.rows]
        heads = ["", *around.columns]
        if around.header != around.columns:
            rows.insert(0, ["1", *(cell or "" for cell in around.header)])
        print()
        table(heads, rows)
    print(f"cite as: {traced.citation}")
