"""Write docs/sources.md anew from the descriptions of the sources: `python tools/sources_page.py`."""

from __future__ import annotations

import sys
from pathlib import Path

from gmg.axes import what
from gmg.sources import sources
from gmg.sources.description import Edition, Source

PAGE = Path(__file__).parent.parent / "docs" / "sources.md"
START = """# The sources

This page is written by `python tools/sources_page.py` from what the readers say of themselves; a test
keeps it true. *Stated* licences stand in the file or on its page, *general* ones are the publisher's
terms for all its data, and where it says *none* no terms were found.
"""
CONCEPTS = """
## Concepts

What can be asked, as `gmg concepts` lists it; `gmg concepts --json` also says who stands at which end.

| concept | what it is | unit |
|---|---|---|
"""


def page() -> str:
    """The whole page."""
    rows = [f"| `{item.code}` | {item.label} | {item.unit or ''} |" for item in what.concepts()]
    return START + "".join(map(section, sources())) + CONCEPTS + "\n".join(rows) + "\n"


def section(source: Source) -> str:
    """One data set with its editions."""
    licence = source.licence
    lines = [
        f"\n## {source.id}",
        "",
        f"{source.agency}, [{source.title}]({source.home}): {source.counts}.",
        "",
        f"Published: {source.cadence}. Licence: {licence.code} ({licence.confidence}), "
        f"{licence.attribution}.",
        "",
        *(f"- {note}" for note in source.notes),
        *([""] if source.notes else []),
        "| edition | file | holds |",
        "|---|---|---|",
        *(row for edition in source.editions for row in rows_of(edition)),
        "",
    ]
    return "\n".join(lines)


def rows_of(edition: Edition) -> list[str]:
    """A row for each file; of one without figures, why."""
    return [
        f"| [{edition.id}]({edition.address}) | `{file.path}` | "
        f"{file.title}{f' (no figures: {file.why})' if file.read is None else ''} |"
        for file in edition.files
    ]


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{PAGE}\n")
