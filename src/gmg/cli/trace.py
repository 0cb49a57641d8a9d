"""`gmg trace`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import gmg
from gmg.axes import what
from gmg.cli.show import about, place_name, print_json, table, when
from gmg.records.figure import Figure
from gmg.records.row import Row

if TYPE_CHECKING:
    from gmg.analysis.trace import Trace


def run(figure_id: str, as_json: bool, base: Path | None, release: str | None) -> None:
    """Trace and print."""
    from gmg.analysis.trace import trace

    opened = gmg.open(base, release)
    traced = trace(opened, figure_id)
    if as_json:
        print_json([traced.as_json()])
        return
    about(opened)
    said = _figure(traced.figure) if isinstance(traced.figure, Figure) else _row(traced.figure)
    said += _source(traced)
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


def _figure(figure: Figure) -> list[tuple[str, str]]:
    corridor = place_name(figure.place)
    if figure.counterpart:
        corridor += f" (from {place_name(figure.counterpart)})"
    return [
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
    ]


def _row(row: Row) -> list[tuple[str, str]]:
    told = row.values
    if row.kind == "activities":
        places = sorted({place["place"] or place["as_published"] for place in told["places"] or ()})
        return [
            ("activity", row.id),
            ("identifier", told["identifier"]),
            ("title", told["title"]),
            ("reported by", f"{told['reporter_name'] or ''} {told['reporter']}".strip()),
            ("where", ", ".join(places) or "not stated"),
            ("when", f"{told['time_from'] or '?'} to {told['time_to'] or '?'}"),
            ("topics", ", ".join(told["topics"] or ()) or "none found"),
        ]
    return [
        ("act", row.id),
        ("what", f"{told['act']}: {what.instrument(told['instrument']).title}")
        if told["instrument"]
        else ("what", f"{told['act']}: treaty {told['treaty']}"),
        ("who", f"{told['party_as_published']} ({told['party'] or 'no place'})"),
        ("when", str(told["date"] or told["year"] or "not published")),
        ("as published", repr(told["as_published"])),
    ]


def _source(traced: Trace) -> list[tuple[str, str]]:
    record = traced.figure
    said = [
        (
            "published by",
            f"{traced.source.agency}, {traced.edition.title} ({record.dataset}@{record.edition})",
        ),
        ("edition's address", traced.edition.address),
        ("licence", f"{traced.source.licence.code} {traced.source.licence.url}"),
        ("file", f"{traced.file} ({traced.bytes:,} bytes)"),
        ("sha256", record.snapshot),
        ("cell", str(record.cell)),
        ("text in that cell", repr(traced.in_cell)),
    ]
    note = record.note if isinstance(record, Figure) else record.values.get("note")
    return [*said, ("note", note)] if note else said
