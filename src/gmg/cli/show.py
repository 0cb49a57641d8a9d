"""How answers look in a terminal, and as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from gmg.axes import where

if TYPE_CHECKING:
    from gmg.evidence.base import Base
    from gmg.records.figure import Figure

ROWS = 60  # a longer table says how much more there is


def print_json(items: Iterable[Mapping[str, Any]]) -> None:
    """One JSON array, an object a line."""
    sys.stdout.write("[")
    separator = "\n"
    for item in items:
        sys.stdout.write(separator + json.dumps(item, ensure_ascii=False, default=str))
        separator = ",\n"
    sys.stdout.write("\n]\n")


def table(
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    right: Sequence[str] = (),
    keep: Sequence[str] = (),
) -> None:
    """A plain table; columns named in `right` are aligned right, in `keep` never folded."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False, width=None if sys.stdout.isatty() else 170)
    shown = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1), header_style="bold")
    for name in columns:
        shown.add_column(
            name,
            justify="right" if name in right else "left",
            no_wrap=name in keep or name in right,
            overflow="fold",
        )
    for row in rows:
        shown.add_row(*row)
    console.print(shown)


def number(value: float | None) -> str:
    """A published number with thousands parted by commas, no digit changed; `–` for none."""
    if value is None:
        return "–"
    return f"{int(value):,}" if float(value).is_integer() else f"{value:,}"


def place_name(code: str | None) -> str:
    """The English name of a place, empty for none."""
    return "" if code is None else where.get(code).name


def as_written(figure: Figure) -> str:
    """The value, or the marker that stands for a missing one."""
    return number(figure.value) if figure.value is not None else (figure.as_published or "–")


def when(figure: Figure) -> str:
    """The reference date in words."""
    from gmg.axes.when import Period

    return Period(figure.time_from, figure.time_to, figure.time_kind).label()  # type: ignore[arg-type]


def about(base: Base) -> None:
    """Say which release answered, and whether it is the sample edition."""
    note = (
        " — SAMPLE EDITION: a few hundred headline figures, not the published files"
        if base.release.sample
        else ""
    )
    print(f"release {base.release.id}{note}", file=sys.stderr)


def licences_of(base: Base, figures: Iterable[Figure]) -> str:
    """One line with the publishers and licences of the figures shown."""
    used = sorted({figure.dataset for figure in figures})
    terms = {
        f"{base.release.sources[name].agency} {base.release.sources[name].licence.code}"
        for name in used
        if name in base.release.sources
    }
    return "licences: " + "; ".join(sorted(terms))
